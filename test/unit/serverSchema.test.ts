import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { operations } from "../server/operations.ts";
import { schemaErrors } from "../server/schemaCheck.ts";
import { schemas } from "../server/openapi.ts";
import type { Schema } from "../server/openapi.ts";
import { get, secondsPerDay, today, withServer } from "./serverFetching.ts";

// Tests run from the checkout's root, bundled elsewhere: a fixture is found from there.
const examples = "test/fixtures/api/examples";

/** What the real API does otherwise than the document says: amounts may be strings. */
function withNumberAmounts(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key: string, each: unknown) =>
    key === "value" && typeof each === "string" ? Number(each) : each,
  );
}

test("every answer of the server has the document's schema, at every width and grouping", async () => {
  await withServer({}, async (server) => {
    const projects = server.answer("projects?limit=1").body as { readonly data: readonly { readonly id: string }[] };
    for (const { endpoint, parameters, response } of operations) {
      // The document does not know this one.
      if (endpoint === "usage/decisions") continue;
      const path = endpoint.replace("{project_id}", projects.data[0]?.id ?? "");
      const named = (name: string): Schema | undefined => parameters.find((each) => each.name === name)?.schema;
      const plain = named("limit") === undefined ? "" : "limit=5";
      const grouped = (named("group_by")?.items?.enum ?? []).map((value) => `&group_by=${String(value)}`).join("");
      const widths = named("bucket_width")?.enum ?? [null];
      for (const width of widths) {
        const query = typeof width === "string" ? `start_time=${today - 2 * secondsPerDay}&bucket_width=${width}${grouped}` : plain;
        const { status, json } = await get(server, `${path}?${query}`);
        if (status === 404 && endpoint === "projects/{project_id}/spend_limit") continue;
        assert.equal(status, 200, `${path}?${query}: ${JSON.stringify(json)}`);
        assert.deepEqual(schemaErrors(withNumberAmounts(json), response), [], path);
      }
    }
  });
});

test("the checker finds what is wrong", () => {
  const costs = schemas["UsageResponse"] ?? {};
  assert.deepEqual(schemaErrors({ object: "page", data: [], has_more: "no", next_page: null }, costs), ['$.has_more is "no", not boolean']);
  assert.deepEqual(schemaErrors({ object: "page", data: [], has_more: false }, costs), ["$.next_page is missing"]);
  const bucket = { object: "bucket", start_time: 1, end_time: 2, results: [{ object: "organization.usage.vector_stores.result" }] };
  assert.notDeepEqual(schemaErrors({ object: "page", data: [bucket], has_more: false, next_page: null }, costs), []);
});

test("the document's own examples have its schemas, but for an admin key without the expiry that it requires", async () => {
  const manifest = JSON.parse(await readFile(`${examples}/manifest.json`, "utf8")) as readonly {
    readonly file: string;
    readonly schema: string;
  }[];
  assert.ok(manifest.length > 30);
  for (const { file, schema } of manifest) {
    const known = schemas[schema];
    assert.ok(known, `${file}: ${schema}`);
    const errors = schemaErrors(JSON.parse(await readFile(`${examples}/${file}`, "utf8")), known);
    assert.deepEqual(errors, schema === "AdminApiKey" ? ["$.expires_at is missing"] : [], file);
  }
});
