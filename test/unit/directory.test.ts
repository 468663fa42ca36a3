import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createSampleOrganization, sampleSeed } from "../../src/sample/sampleOrganization.ts";
import { bodyOf } from "../../src/api/body.ts";
import { Directory } from "../../src/api/directory.ts";
import type { Transport } from "../../src/api/transport.ts";
import { largeOrganization } from "../server/organizations.ts";
import { FakeClock } from "./support/fakeClock.ts";
import { refusal } from "./support/refusal.ts";
import { ScriptedTransport, scriptedNow, scriptedSender, type Scripted } from "./support/scripted.ts";
import { nowSeconds, withClient } from "./support/wiring.ts";

/** Names of ids: every page, archived projects too, and an error where a list cannot be trusted. */

const sample = createSampleOrganization(sampleSeed, nowSeconds);
const idle = new AbortController().signal;
const scripted = (...script: readonly Scripted[]): { directory: Directory; transport: ScriptedTransport } => {
  const transport = new ScriptedTransport(...script);
  return { transport, directory: new Directory(scriptedSender(transport, { clock: new FakeClock(scriptedNow) })) };
};
const list = (data: readonly object[], rest: object = {}): Scripted => ({ body: JSON.stringify({ object: "list", data, has_more: false, ...rest }) });

test("all projects come, archived ones marked, as the organization has them", async () => {
  await withClient({}, async ({ directory, server, signal }) => {
    const projects = await directory.projects(signal);
    const byId = (a: { id: string }, b: { id: string }): number => a.id.localeCompare(b.id);
    const expected = sample.projects.map(({ id, name, archivedAt }) => ({ id, name, archived: archivedAt !== null }));
    assert.deepEqual([...projects].sort(byId), expected.sort(byId));
    assert.ok(projects.some(({ archived }) => archived));
    assert.deepEqual([...(server.requests[0]?.query ?? [])], [["include_archived", "true"], ["limit", "100"]]);
  });
});

test("users and the keys of a project have their names", async () => {
  await withClient({}, async ({ directory, signal }) => {
    const users = new Map((await directory.users(signal)).map(({ id, name }) => [id, name]));
    for (const { id, name, email } of sample.users) assert.equal(users.get(id), name === "" ? email : name);
    const project = sample.projects.find(({ archivedAt }) => archivedAt === null)?.id ?? "";
    const keys = await directory.projectKeys(project, signal);
    assert.deepEqual(keys.map(({ id }) => id).sort(), sample.keys.filter(({ projectId }) => projectId === project).map(({ id }) => id).sort());
  });
});

test("a thousand projects come in pages of a hundred, each after the last", async () => {
  await withClient({ server: { organization: largeOrganization({ projects: 1_000, keysPerProject: 1 }) } }, async ({ directory, server, signal }) => {
    const projects = await directory.projects(signal);
    assert.equal(new Set(projects.map(({ id }) => id)).size, 1_000);
    assert.equal(server.requests.length, 10);
    assert.ok(server.requests.slice(1).every(({ query }) => query.has("after") && query.get("include_archived") === "true"));
  });
});

test("without last_id the last item's own id leads on", async () => {
  for (const rest of [{}, { last_id: null }, { last_id: "" }]) {
    const { directory, transport } = scripted(list([{ id: "a" }, { id: "b" }], { has_more: true, ...rest }), list([{ id: "c" }]));
    assert.deepEqual((await directory.projects(idle)).map(({ id }) => id), ["a", "b", "c"]);
    assert.equal(transport.requests[1]?.url.searchParams.get("after"), "b", JSON.stringify(rest));
  }
});

test("a list that leads in a circle, is something else or has items without an id is an error", async () => {
  const circle = scripted(list([{ id: "a" }], { has_more: true, last_id: "a" }));
  await refusal(circle.directory.users(idle), "untrusted");
  assert.equal(circle.transport.requests.length, 2);
  const broken: readonly Scripted[] = [{ body: `{"object":"page","data":[]}` }, { body: `{"object":"list"}` }, { body: "[]" }, { body: "{" }, list([{ name: "x" }]), list([{ id: "" }]), list([{ id: 7 }]), list([{ id: "a", name: 7 }])];
  for (const line of broken) await refusal(scripted(line).directory.projects(idle), "untrusted");
});

test("a project's id stays one part of the path", async () => {
  const { directory, transport } = scripted(list([]));
  await directory.projectKeys("a/b?c=d#e", idle);
  assert.equal(transport.requests[0]?.url.pathname, "/v1/organization/projects/a%2Fb%3Fc%3Dd%23e/api_keys");
});

test("the keys of an archived project are refused by the API, as an error of the request", async () => {
  await withClient({}, async ({ directory, signal }) => {
    const archived = sample.projects.find(({ archivedAt }) => archivedAt !== null)?.id ?? "";
    await refusal(directory.projectKeys(archived, signal), "badRequest");
  });
});

test("the document's example lists are read", async () => {
  const example = (name: string): Scripted => ({ body: readFileSync(`test/fixtures/api/examples/response.${name}.json`, "utf8") });
  const once = (name: string): Directory => scripted(example(name), list([])).directory;
  assert.deepEqual(await once("projects").projects(idle), [{ id: "proj_abc", name: "Project example", archived: false }]);
  assert.deepEqual(await once("users").users(idle), [{ id: "user_abc", name: "First Last" }]);
  assert.deepEqual(await once("projects.project_id.api_keys").projectKeys("proj_abc", idle), [{ id: "key_abc", name: "My API Key" }]);
});

test("a list whose every page names another cursor comes to an end, as an error", async () => {
  let asked = 0;
  const endless: Transport = {
    get: ({ url }) => {
      asked += 1;
      const body = JSON.stringify({ object: "list", data: [{ id: `proj_${String(asked)}`, name: "" }], has_more: true, last_id: `proj_${String(asked)}` });
      return Promise.resolve({ status: 200, url: url.href, header: () => null, body: () => Promise.resolve(bodyOf(body)) });
    },
  };
  const directory = new Directory(scriptedSender(endless, { clock: new FakeClock(scriptedNow) }));
  const error = await refusal(directory.projects(idle));
  assert.match(error.message, /has_more does not end/);
  assert.equal(asked, 2_001);
});
