import assert from "node:assert/strict";
import { test } from "node:test";
import { Directory } from "../../src/api/directory.ts";
import { Sender } from "../../src/api/sender.ts";
import { FetchTransport } from "../../src/api/fetchTransport.ts";
import { parseBaseUrl } from "../../src/api/baseUrl.ts";
import { NameBook } from "../../src/model/nameBook.ts";
import { startLoopbackServer, type LoopbackServer } from "../server/loopbackServer.ts";
import { globalFetch } from "./modelSupport/hostFetches.ts";
import { FakeClock, sundayEvening } from "./modelSupport/fakeClock.ts";
import { keptFacts } from "./modelSupport/keptFacts.ts";

const now = sundayEvening / 1000;
const never = new AbortController().signal;

async function withBook(body: (book: NameBook, server: LoopbackServer) => Promise<void>): Promise<void> {
  const clock = new FakeClock();
  const server = await startLoopbackServer({ now: () => clock.now() });
  const transport = new FetchTransport(globalFetch);
  const sender = new Sender({ transport, clock, baseUrl: parseBaseUrl(server.url), key: () => Promise.resolve(server.adminKey) });
  try {
    await body(new NameBook(new Directory(sender), keptFacts(), () => undefined), server);
  } finally {
    await transport.close();
    await server.close();
  }
}

test("projects and users both stay, whichever answers first", async () => {
  for (const slow of ["projects", "users"])
    await withBook(async (book, server) => {
      server.behave({ does: "slow", beforeHeadersMs: 60 }, { endpoint: slow });
      await book.bring(now, never);
      assert.ok(book.names.projects.size > 0 && book.names.users.size > 0, slow);
    });
});

test("names are asked for at most hourly, archived projects are among them", async () => {
  await withBook(async (book, server) => {
    await book.bring(now, never);
    const asked = server.requests.length;
    await book.bring(now + 3_599, never);
    assert.equal(server.requests.length, asked);
    await book.bring(now + 3_600, never);
    assert.equal(server.requests.length, 2 * asked);
    assert.ok([...book.names.projects.values()].some(({ archived }) => archived === true));
  });
});

test("one list fails and the other is there; the failed one is asked for again at the next refresh", async () => {
  await withBook(async (book, server) => {
    const trouble = server.behave({ does: "status", status: 500 }, { endpoint: "users" });
    await book.bring(now, never);
    assert.ok(book.names.projects.size > 0);
    assert.deepEqual([...book.errors()].map(([list, { kind }]) => [list, kind]), [["users", "serverFailed"]]);
    trouble.remove();
    const asked = server.requests.length;
    await book.bring(now + 60, never);
    assert.ok(server.requests.slice(asked).every(({ endpoint }) => endpoint === "users"));
    assert.deepEqual([...book.errors()], []);
  });
});

test("a list whose cursor comes again is refused, and the names of before stay", async () => {
  await withBook(async (book, server) => {
    await book.bring(now, never);
    const before = book.names.projects;
    const page = { object: "list", data: [{ object: "organization.project", id: "proj_1", name: "Again" }], has_more: true, last_id: "proj_1" };
    server.behave({ does: "text", body: JSON.stringify(page), contentType: "application/json" }, { endpoint: "projects" });
    await book.bring(now + 7_200, never);
    assert.equal(book.names.projects, before);
    assert.equal(book.errors().get("projects")?.kind, "untrusted");
  });
});

test("keys of archived projects are not asked for, and one that is archived since is no error", async () => {
  await withBook(async (book, server) => {
    await book.bring(now, never);
    const archived = [...book.names.projects.values()].filter((project) => project.archived).map(({ id }) => id);
    const active = [...book.names.projects.values()].filter((project) => !project.archived).map(({ id }) => id);
    assert.ok(archived.length > 0 && active.length > 1);
    const refused = server.behave({ does: "status", status: 400 }, { endpoint: `projects/${active[0] ?? ""}/api_keys` });
    await book.bringKeys([...archived, ...active], now, never);
    assert.equal(refused.applied, 1);
    const asked = server.requests.filter(({ endpoint }) => endpoint.endsWith("api_keys")).map(({ endpoint }) => endpoint.split("/")[1]);
    assert.deepEqual([...new Set(asked)], active);
    assert.deepEqual([...book.errors()], []);
    assert.ok(book.names.apiKeys.size > 0);
  });
});

test("of more projects than are asked for in one go, all keys are named in time", async () => {
  const asked: string[] = [];
  const directory: Pick<Directory, "projects" | "users" | "projectKeys"> = {
    projects: () => Promise.resolve([]),
    users: () => Promise.resolve([]),
    projectKeys: (project) => {
      asked.push(project);
      return Promise.resolve([{ id: `key_${project}`, name: project }]);
    },
  };
  const book = new NameBook(directory, keptFacts(), () => undefined);
  const projects = Array.from({ length: 250 }, (_, index) => `proj_${String(index)}`);
  // Each hour those before are due again, and do not keep the others from their turn.
  for (const at of [now, now + 3_600, now + 7_200]) await book.bringKeys(projects, at, never);
  assert.deepEqual(asked.slice(0, 250), projects);
  assert.equal(book.names.apiKeys.size, 250);
});

test("a long list is parsed when another window has written it, and not to learn how old it is", async (t) => {
  const facts = keptFacts();
  const named = Array.from({ length: 10_000 }, (_, index) => ({ id: `proj_${String(index)}`, name: `Project ${String(index)}` }));
  const directory: Pick<Directory, "projects" | "users" | "projectKeys"> = { projects: () => Promise.resolve(named), users: () => Promise.resolve([]), projectKeys: () => Promise.resolve(named.slice(0, 3)) };
  const book = new NameBook(directory, facts, () => undefined);
  const parse = t.mock.method(JSON, "parse");
  await book.bring(now, never);
  for (const later of [60, 120]) {
    await book.bring(now + later, never);
    await book.bringKeys(["proj_1"], now + later, never);
    assert.equal(book.names.projects.size, 10_000);
  }
  assert.deepEqual(parse.mock.calls.map(({ arguments: [text] }) => text.length).filter((length) => length > 1_000), []);
  facts.setFact("projects", JSON.stringify({ at: now, list: named.slice(1) }));
  assert.equal(book.names.projects.size, 9_999);
  facts.setFact("projects", JSON.stringify({ at: now, list: [...named, { id: 7, name: "no id" }] }));
  assert.equal(book.names.projects.size, 0, "what another version wrote otherwise is as good as nothing");
});

test("cancelled, nothing is an error and the next refresh asks again", async () => {
  await withBook(async (book, server) => {
    const hang = server.behave({ does: "hang" });
    const ends = new AbortController();
    const bring = book.bring(now, ends.signal);
    ends.abort();
    await bring;
    assert.deepEqual([...book.errors()], []);
    hang.remove();
    await book.bring(now + 1, never);
    assert.ok(book.names.projects.size > 0);
  });
});
