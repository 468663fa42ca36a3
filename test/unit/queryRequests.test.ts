import assert from "node:assert/strict";
import { test } from "node:test";
import type { RawPage } from "../../src/api/pageReader.ts";
import type { UsageClient } from "../../src/api/usageClient.ts";
import { widthSeconds } from "../../src/domain/buckets.ts";
import { checkQuery, type AnyQuery, type QueryOf } from "../../src/domain/query.ts";
import { allSources, sourceSpec, type SourceId } from "../../src/domain/sources.ts";
import { operations } from "../server/operations.ts";
import { limitRange } from "../server/validation.ts";
import { refusal, thrown } from "./support/refusal.ts";
import { nowSeconds, todayNumber, withClient } from "./support/wiring.ts";

/** Every documented parameter of every endpoint goes over the wire as documented; no other goes anywhere. */

const day = 86_400;
const start = (todayNumber - 9) * day;
const end = (todayNumber - 2) * day;
const span = { start_time: start, end_time: end, bucket_width: "1d", limit: 7 } as const;
const spanPairs = [["start_time", String(start)], ["end_time", String(end)], ["bucket_width", "1d"], ["limit", "7"]] as const;
const who = { project_ids: ["proj_a", "proj_b"], user_ids: ["user-a", "user-b"], api_key_ids: ["key_a", "key_b"] } as const;
const whoPairs = [["project_ids", "proj_a"], ["project_ids", "proj_b"], ["user_ids", "user-a"], ["user_ids", "user-b"], ["api_key_ids", "key_a"], ["api_key_ids", "key_b"]] as const;
const models = { models: ["gpt-4o, mini", "o3"] } as const;
const modelPairs = [["models", "gpt-4o, mini"], ["models", "o3"]] as const;
type Pairs = readonly (readonly [name: string, value: string])[];
const grouped = (...fields: readonly string[]): Pairs => fields.map((field) => ["group_by", field] as const);
const byModel = ["project_id", "user_id", "api_key_id", "model"] as const;
const byTier = [...byModel, "batch", "service_tier", "api_source"] as const;
const bySearch = [...byModel, "context_level", "api_source"] as const;

interface Full {
  readonly ask: (client: UsageClient, page: { readonly page?: string }, signal: AbortSignal) => Promise<RawPage>;
  readonly pairs: Pairs;
}

function full<S extends SourceId>(source: S, query: QueryOf<S>, pairs: Pairs): Full {
  return { ask: (client, page, signal) => client.page(source, { ...query, ...page }, signal), pairs };
}

const usual = { ...span, ...who, ...models, group_by: byModel } as const;
const usualPairs = [...spanPairs, ...whoPairs, ...modelPairs, ...grouped(...byModel)];
const tokens = { ...span, ...who, ...models, batch: true, group_by: byTier } as const;
const tokenPairs: Pairs = [...spanPairs, ...whoPairs, ...modelPairs, ["batch", "true"], ...grouped(...byTier)];
const project = { ...span, project_ids: who.project_ids, group_by: ["project_id"] } as const;
const projectPairs = [...spanPairs, ...whoPairs.slice(0, 2), ...grouped("project_id")];

/** Each endpoint with all it takes, as the document and the SDK's types name it. */
const all: Readonly<Record<SourceId, Full>> = {
  costs: full(
    "costs",
    { ...span, project_ids: who.project_ids, api_key_ids: who.api_key_ids, line_items: ["gpt-4o-2024-08-06, input", "a&b=c#d"], group_by: ["project_id", "line_item", "api_key_id", "user_id", "api_source"] },
    [...spanPairs, ...whoPairs.slice(0, 2), ...whoPairs.slice(4), ["line_items", "gpt-4o-2024-08-06, input"], ["line_items", "a&b=c#d"], ...grouped("project_id", "line_item", "api_key_id", "user_id", "api_source")],
  ),
  completions: full("completions", tokens, tokenPairs),
  decisions: full("decisions", tokens, tokenPairs),
  embeddings: full("embeddings", usual, usualPairs),
  moderations: full("moderations", usual, usualPairs),
  audio_speeches: full("audio_speeches", usual, usualPairs),
  audio_transcriptions: full("audio_transcriptions", usual, usualPairs),
  images: full(
    "images",
    { ...usual, sources: ["image.generation", "image.edit", "image.variation"], sizes: ["256x256", "512x512", "1024x1024", "1792x1792", "1024x1792"], group_by: [...byModel, "size", "source"] },
    [
      ...spanPairs, ...whoPairs, ...modelPairs,
      ["sources", "image.generation"], ["sources", "image.edit"], ["sources", "image.variation"],
      ["sizes", "256x256"], ["sizes", "512x512"], ["sizes", "1024x1024"], ["sizes", "1792x1792"], ["sizes", "1024x1792"],
      ...grouped(...byModel, "size", "source"),
    ],
  ),
  vector_stores: full("vector_stores", project, projectPairs),
  code_interpreter_sessions: full("code_interpreter_sessions", project, projectPairs),
  file_search_calls: full(
    "file_search_calls",
    { ...span, ...who, vector_store_ids: ["vs_a", "vs_b"], group_by: ["project_id", "user_id", "api_key_id", "vector_store_id"] },
    [...spanPairs, ...whoPairs, ["vector_store_ids", "vs_a"], ["vector_store_ids", "vs_b"], ...grouped("project_id", "user_id", "api_key_id", "vector_store_id")],
  ),
  web_search_calls: full(
    "web_search_calls",
    { ...span, ...who, ...models, context_levels: ["low", "medium", "high"], group_by: bySearch },
    [...spanPairs, ...whoPairs, ...modelPairs, ["context_levels", "low"], ["context_levels", "medium"], ["context_levels", "high"], ...grouped(...bySearch)],
  ),
};

const endpointOf = (source: SourceId): string => sourceSpec(source).path.replace("organization/", "");
const operationOf = (source: SourceId): (typeof operations)[number] => {
  const found = operations.find(({ endpoint }) => endpoint === endpointOf(source));
  assert.ok(found, source);
  return found;
};
const cursor = "page_AAAAAGdGxdEiJdKOAAAAAGcqsYA=";

test("the endpoints with buckets are the twelve of the document and the SDK", () => {
  const paged = operations.filter(({ parameters }) => parameters.some(({ name }) => name === "bucket_width"));
  assert.deepEqual(allSources.map(endpointOf).sort(), paged.map(({ endpoint }) => endpoint).sort());
  assert.equal(allSources.length, 12);
});

for (const source of allSources) {
  test(`${source}: every documented parameter is sent under its name, lists as repeated names, cursor and all`, async () => {
    await withClient({}, async ({ client, server, signal }) => {
      const { ask, pairs } = all[source];
      await ask(client, {}, signal);
      // The server did not give this cursor out; what matters is how it arrives.
      await refusal(ask(client, { page: cursor }, signal), "badRequest");
      const [first, second] = server.requests.map(({ endpoint, method, query, headers }) => ({ endpoint, method, pairs: [...query], authorization: headers.authorization, accept: headers.accept }));
      const head = { endpoint: endpointOf(source), method: "GET", authorization: `Bearer ${server.adminKey}`, accept: "application/json" };
      assert.deepEqual({ ...first, pairs: undefined }, { ...head, pairs: undefined });
      assert.deepEqual(first?.pairs.toSorted(), pairs.toSorted());
      assert.deepEqual(second?.pairs.toSorted(), [...pairs, ["page", cursor]].toSorted());
      assert.deepEqual([...new Set([...pairs.map(([name]) => name), "page"])].sort(), operationOf(source).parameters.map(({ name }) => name).sort(), "all that is documented was said");
    });
  });

  test(`${source}: all documented values of closed lists are known, and no other`, () => {
    for (const { name, schema } of operationOf(source).parameters) {
      const values = schema.items?.enum;
      if (values === undefined) continue;
      checkQuery(source, { start_time: start, [name]: values as readonly string[] });
      const error = thrown(() => checkQuery(source, { start_time: start, [name]: ["something_else"] }), "badRequest");
      assert.match(error.message, new RegExp(`^${sourceSpec(source).path} .*`));
      assert.equal(error.detail.param, name);
    }
  });

  test(`${source}: widths and their largest limits are the documented ones`, () => {
    const { parameters } = operationOf(source);
    const widths = parameters.find(({ name }) => name === "bucket_width")?.schema.enum as readonly string[];
    const limit = parameters.find(({ name }) => name === "limit");
    assert.ok(limit);
    for (const width of Object.keys(widthSeconds)) {
      const ask = (most: number): void => checkQuery(source, { start_time: start, bucket_width: width, limit: most });
      if (!widths.includes(width)) {
        assert.equal(thrown(() => ask(1), "badRequest").detail.param, "bucket_width");
        continue;
      }
      const { most } = limitRange(limit, width);
      ask(1);
      ask(most);
      for (const odd of [0, -1, most + 1, 1.5, Number.NaN]) assert.equal(thrown(() => ask(odd), "badRequest").detail.param, "limit", String(odd));
    }
  });

  test(`${source}: every other parameter is refused by endpoint and name, and nothing is sent`, async () => {
    const known = operationOf(source).parameters.map(({ name }) => name);
    const everywhere = new Set(operations.flatMap(({ parameters }) => parameters.map(({ name }) => name)));
    const others = [...everywhere, "group_by[]", "project_id", "constructor", "toString", "hasOwnProperty", "API_KEY_IDS", ""].filter((name) => !known.includes(name));
    await withClient({}, async ({ client, server, signal }) => {
      for (const name of others) {
        const query: AnyQuery = { start_time: nowSeconds, [name]: name === "batch" ? true : ["x"] };
        const error = await refusal(client.page(source, query as unknown as QueryOf<SourceId>, signal), "badRequest");
        assert.ok(error.message.startsWith(`${sourceSpec(source).path} `) && error.message.includes(name), error.message);
        assert.equal(error.detail.param, name);
      }
      assert.equal(server.requests.length, 0);
    });
  });
}

test("values that cannot be meant are refused by name, before anything is sent", async () => {
  const odd: readonly (readonly [parameter: string, query: AnyQuery])[] = [
    ["start_time", {}],
    ["start_time", { start_time: Number.NaN }],
    ["start_time", { start_time: -1 }],
    ["start_time", { start_time: 1.5 }],
    ["start_time", { start_time: "1700000000" }],
    ["end_time", { start_time: 5, end_time: 5 }],
    ["end_time", { start_time: 5, end_time: 4 }],
    ["end_time", { start_time: 5, end_time: Number.POSITIVE_INFINITY }],
    ["bucket_width", { start_time: 5, bucket_width: "1w" }],
    ["bucket_width", { start_time: 5, bucket_width: "toString" }],
    ["group_by", { start_time: 5, group_by: "model" }],
    ["group_by", { start_time: 5, group_by: ["line_item"] }],
    ["models", { start_time: 5, models: "gpt-4o" }],
    ["models", { start_time: 5, models: [""] }],
    ["models", { start_time: 5, models: [] }],
    ["models", { start_time: 5, models: true }],
    ["batch", { start_time: 5, batch: "true" }],
    ["batch", { start_time: 5, batch: ["true"] }],
  ];
  await withClient({}, async ({ client, server, signal }) => {
    for (const [parameter, query] of odd) {
      const error = await refusal(client.page("completions", query as unknown as QueryOf<"completions">, signal), "badRequest");
      assert.equal(error.detail.param, parameter, JSON.stringify(query));
      assert.ok(error.message.startsWith("organization/usage/completions ") && error.message.includes(parameter), error.message);
    }
    assert.equal(server.requests.length, 0);
  });
});

test("batch false is said, and what is undefined is not", async () => {
  await withClient({}, async ({ client, server, signal }) => {
    await client.page("completions", { start_time: start, batch: false }, signal);
    await client.page("completions", { start_time: start, ...({ models: undefined, limit: undefined } as object) }, signal);
    assert.deepEqual(server.requests.map(({ query }) => [...query]), [[["start_time", String(start)], ["batch", "false"]], [["start_time", String(start)]]]);
  });
});
