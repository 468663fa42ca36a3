import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyOrganization, hostileNames, hostileOrganization, largeOrganization } from "../server/organizations.ts";
import { get, getPage, secondsPerDay, today, withServer } from "./serverFetching.ts";
import type { PageBody } from "./serverFetching.ts";

interface List {
  readonly data: readonly { readonly id: string; readonly name: string | null }[];
  readonly has_more: boolean;
  readonly last_id: string | null;
}

test("a page of 60 MB, streamed, is whole JSON", async () => {
  await withServer({}, async (server) => {
    server.behave({ does: "huge", megabytes: 60 });
    const { text, json } = await get(server, `costs?start_time=${today - secondsPerDay}&group_by=line_item`);
    assert.ok(text.length > 59_500_000 && text.length < 60_500_000, String(text.length));
    const { data, has_more } = json as PageBody; // the shape is checked by the schema tests
    assert.deepEqual(
      data.map((bucket) => bucket.start_time),
      [today - secondsPerDay, today],
      "every day that was asked for has its bucket",
    );
    assert.equal(has_more, false);
    const [rows, others] = data.map((bucket) => bucket.results);
    assert.ok((rows?.length ?? 0) > 100_000);
    assert.ok(rows?.every((row) => row["object"] === "organization.costs.result"));
    assert.deepEqual(others, []);
  });
});

test("a page of so many rows, of any endpoint", async () => {
  await withServer({}, async (server) => {
    server.behave({ does: "huge", rows: 5000 });
    const page = await getPage(server, `usage/completions?start_time=${today - secondsPerDay}&group_by=model`);
    const rows = page.data[0]?.results ?? [];
    assert.equal(rows.length, 5000);
    assert.equal(new Set(rows.map((row) => row["project_id"])).size, 5000);
  });
});

test("10,000 projects and 100,000 keys are listed and have costs", async () => {
  await withServer({ organization: largeOrganization({ projects: 10_000, keysPerProject: 10 }) }, async (server) => {
    let after = "";
    let projects = 0;
    for (let pages = 0; pages < 101; pages++) {
      const list = (await get(server, `projects?limit=100${after}`)).json as List;
      projects += list.data.length;
      if (!list.has_more) break;
      after = `&after=${list.last_id ?? ""}`;
    }
    assert.equal(projects, 10_000);
    const keys = (await get(server, "projects/proj_large000000000000009999/api_keys?limit=100")).json as List;
    assert.equal(keys.data.length, 10);
    const page = await getPage(server, `costs?start_time=${today - secondsPerDay}&limit=1&group_by=project_id`);
    assert.equal(new Set(page.data[0]?.results.map((row) => row["project_id"])).size, 10_000);
  });
});

test("hostile names arrive as they are: in projects, users, keys, models and line items", async () => {
  await withServer({ organization: hostileOrganization }, async (server) => {
    const names = async (path: string): Promise<readonly (string | null)[]> =>
      ((await get(server, path)).json as List).data.map((item) => item.name);
    const projects = await names("projects?limit=100&include_archived=true");
    assert.deepEqual(projects, hostileNames.slice(0, projects.length));
    assert.ok((await names("users?limit=100")).includes(hostileNames[1] ?? ""));
    const rows = (await getPage(server, `costs?start_time=${today - secondsPerDay}&group_by=line_item`)).data.flatMap(
      (bucket) => bucket.results,
    );
    assert.ok(rows.some((row) => String(row["line_item"]).startsWith("<img src=x")));
    const [model] = rows.map((row) => String(row["line_item"])).filter((item) => item.startsWith("<img"));
    assert.ok(model);
  });
});

test("an empty organization has empty buckets and empty lists", async () => {
  await withServer({ organization: emptyOrganization }, async (server) => {
    const page = await getPage(server, `usage/completions?start_time=${today - 2 * secondsPerDay}`);
    assert.deepEqual(
      page.data.map((bucket) => bucket.results),
      [[], [], []],
    );
    assert.deepEqual(((await get(server, "projects?include_archived=true")).json as List).data, []);
  });
});
