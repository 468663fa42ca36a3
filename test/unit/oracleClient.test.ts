import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";
import type * as Sdk from "openai/resources/admin/organization/usage";
import { createSampleOrganization, sampleSeed } from "../../src/sample/sampleOrganization.ts";
import type { LoopbackServer } from "../server/loopbackServer.ts";
import { operations } from "../server/operations.ts";
import { now, secondsPerDay, today, withServer } from "./serverFetching.ts";

/**
 * OpenAI's own client against the loopback server: every endpoint with every parameter that the client knows. What the client cannot
 * ask for, or what the server refuses to it, shows that one of the two has the API wrong.
 */

const organization = createSampleOrganization(sampleSeed, now / 1000);
const support = organization.projects.find((project) => project.name === "Support Assistant")?.id ?? "";
const mobile = organization.projects.find((project) => project.name === "Mobile App")?.id ?? "";
const studio = organization.projects.find((project) => project.name === "Marketing Studio")?.id ?? "";
const start = today - 9 * secondsPerDay;
const end = today - secondsPerDay;

type Usage = OpenAI["admin"]["organization"]["usage"];
interface Page {
  readonly data: readonly { readonly start_time: number; readonly end_time: number; readonly results: readonly object[] }[];
  readonly has_more: boolean;
  readonly next_page: string | null;
}

function client(server: LoopbackServer): OpenAI {
  return new OpenAI({ baseURL: server.url, adminAPIKey: server.adminKey, apiKey: null, maxRetries: 0 });
}

/** Every parameter but the cursor, as the client types them. */
const who = {
  project_ids: [support, studio, mobile],
  user_ids: organization.users.map((user) => user.id),
  api_key_ids: organization.keys.map((key) => key.id),
};
const span = { start_time: start, end_time: end, bucket_width: "1d", limit: 3 } as const;
const models = {
  models: [
    "gpt-4.1-2025-04-14",
    "gpt-4.1-mini-2025-04-14",
    "gpt-image-1",
    "text-embedding-3-small",
    "omni-moderation-latest",
    "whisper-1",
    "tts-1",
    "dall-e-3",
  ],
};
const usual: Sdk.UsageEmbeddingsParams = { ...span, ...who, ...models, group_by: ["project_id", "user_id", "api_key_id", "model"] };
const completions: Sdk.UsageCompletionsParams = {
  ...span,
  ...who,
  ...models,
  batch: false,
  group_by: ["project_id", "user_id", "api_key_id", "model", "batch", "service_tier", "api_source"],
};
const images: Sdk.UsageImagesParams = {
  ...span,
  ...who,
  ...models,
  sources: ["image.generation", "image.edit", "image.variation"],
  sizes: ["256x256", "512x512", "1024x1024", "1792x1792", "1024x1792"],
  group_by: ["project_id", "user_id", "api_key_id", "model", "size", "source"],
};
const projectOnly: Sdk.UsageVectorStoresParams = { ...span, project_ids: who.project_ids, group_by: ["project_id"] };
const fileSearches: Sdk.UsageFileSearchCallsParams = {
  ...span,
  ...who,
  vector_store_ids: organization.streams.flatMap((stream) => stream.dimensions.vector_store_id ?? []),
  group_by: ["project_id", "user_id", "api_key_id", "vector_store_id"],
};
const webSearches: Sdk.UsageWebSearchCallsParams = {
  ...span,
  user_ids: who.user_ids,
  api_key_ids: who.api_key_ids,
  project_ids: organization.projects.map((project) => project.id),
  models: ["o3-2025-04-16", "gpt-5-2025-08-07", "gpt-5-mini-2025-08-07"],
  context_levels: ["low", "medium", "high"],
  group_by: ["project_id", "user_id", "api_key_id", "model", "context_level", "api_source"],
};
const costs: Sdk.UsageCostsParams = {
  ...span,
  project_ids: who.project_ids,
  api_key_ids: who.api_key_ids,
  line_items: ["gpt-4.1-2025-04-14, input", "gpt-4.1-2025-04-14, output", "gpt-image-1, image output"],
  group_by: ["project_id", "user_id", "line_item", "api_key_id", "api_source"],
};

/** How the client asks for one page of an endpoint, and with what. */
const calls: Readonly<Record<string, readonly [(usage: Usage, page: { readonly page?: string }) => Promise<Page>, object]>> = {
  costs: [(usage, page) => usage.costs({ ...costs, ...page }), costs],
  "usage/completions": [(usage, page) => usage.completions({ ...completions, ...page }), completions],
  "usage/decisions": [(usage, page) => usage.decisions({ ...completions, ...page }), completions],
  "usage/embeddings": [(usage, page) => usage.embeddings({ ...usual, ...page }), usual],
  "usage/moderations": [(usage, page) => usage.moderations({ ...usual, ...page }), usual],
  "usage/images": [(usage, page) => usage.images({ ...images, ...page }), images],
  "usage/audio_speeches": [(usage, page) => usage.audioSpeeches({ ...usual, ...page }), usual],
  "usage/audio_transcriptions": [(usage, page) => usage.audioTranscriptions({ ...usual, ...page }), usual],
  "usage/vector_stores": [(usage, page) => usage.vectorStores({ ...projectOnly, ...page }), projectOnly],
  "usage/code_interpreter_sessions": [
    (usage, page) => usage.codeInterpreterSessions({ ...projectOnly, project_ids: organization.projects.map((each) => each.id), ...page }),
    projectOnly,
  ],
  "usage/file_search_calls": [(usage, page) => usage.fileSearchCalls({ ...fileSearches, ...page }), fileSearches],
  "usage/web_search_calls": [(usage, page) => usage.webSearchCalls({ ...webSearches, ...page }), webSearches],
};

/** All pages' buckets, cursor after cursor. */
async function allBuckets(usage: Usage, ask: (usage: Usage, page: { readonly page?: string }) => Promise<Page>): Promise<Page["data"]> {
  const buckets: Page["data"][number][] = [];
  let page = await ask(usage, {});
  for (let pages = 1; pages < 20; pages++) {
    buckets.push(...page.data);
    if (!page.has_more || page.next_page === null) break;
    page = await ask(usage, { page: page.next_page });
  }
  return buckets;
}

test("the client's endpoints and parameters are the server's", () => {
  const paged = operations.filter(({ parameters }) => parameters.some(({ name }) => name === "bucket_width"));
  assert.deepEqual(paged.map(({ endpoint }) => endpoint).sort(), Object.keys(calls).sort());
  for (const { endpoint, parameters } of paged) {
    const sent = calls[endpoint]?.[1] ?? {};
    assert.deepEqual([...Object.keys(sent), "page"].sort(), parameters.map(({ name }) => name).sort(), endpoint);
    const grouping = parameters.find(({ name }) => name === "group_by")?.schema.items?.enum ?? [];
    const groupedBy: readonly unknown[] = "group_by" in sent && Array.isArray(sent.group_by) ? sent.group_by : [];
    assert.deepEqual([...groupedBy].sort(), [...grouping].sort(), endpoint);
  }
});

for (const [endpoint, [ask]] of Object.entries(calls)) {
  test(`the client reads ${endpoint} with every parameter, page after page, as the organization has it`, async () => {
    await withServer({}, async (server) => {
      const buckets = await allBuckets(client(server).admin.organization.usage, ask);
      assert.equal(buckets.length, 8);
      assert.ok(
        buckets.some((bucket) => bucket.results.length > 0),
        "rows",
      );
      const [first] = server.requests;
      const query = new URLSearchParams(first?.query);
      assert.ok(
        [...query.keys()].some((name) => name === "group_by[]"),
        "the client sends arrays with brackets",
      );
      query.set("limit", "31");
      const whole = server.answer(`${endpoint}?${query.toString()}`).body as Page;
      assert.deepEqual(buckets, JSON.parse(JSON.stringify(whole.data)));
      for (const { endpoint: asked, method } of server.requests) assert.deepEqual([asked, method], [endpoint, "GET"]);
    });
  });
}

test("the client reads hours and minutes", async () => {
  await withServer({}, async (server) => {
    const { usage } = client(server).admin.organization;
    const hours = await usage.completions({ start_time: today - secondsPerDay, end_time: today, bucket_width: "1h", limit: 168 });
    const minutes = await usage.completions({ start_time: today - secondsPerDay, end_time: today, bucket_width: "1m", limit: 1440 });
    const requests = (page: Page): number =>
      page.data
        .flatMap((bucket) => bucket.results)
        .reduce((sum, row) => sum + ("num_model_requests" in row ? Number(row.num_model_requests) : 0), 0);
    assert.deepEqual([hours.data.length, minutes.data.length], [24, 1440]);
    assert.equal(requests(hours), requests(minutes));
  });
});

async function ids(list: AsyncIterable<{ readonly id: string }>): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const item of list) found.push(item.id);
  return found;
}

test("the client lists projects, users, keys and alerts through all pages", async () => {
  await withServer({}, async (server) => {
    const { admin } = client(server);
    const { projects, users, adminAPIKeys, spendAlerts } = admin.organization;
    assert.deepEqual(
      await ids(projects.list({ limit: 2, include_archived: true })),
      organization.projects.map((project) => project.id),
    );
    assert.deepEqual(
      await ids(projects.list({ limit: 3 })),
      organization.projects.filter((project) => project.archivedAt === null).map((project) => project.id),
    );
    assert.deepEqual(
      await ids(users.list({ limit: 4 })),
      organization.users.map((user) => user.id),
    );
    assert.deepEqual(await ids(users.list({ emails: ["ana.souza@brightwater.example"] })), [organization.users[0]?.id]);
    const keys = await ids(projects.apiKeys.list(support, { limit: 1, owner_project_access: "any" }));
    assert.deepEqual(
      keys,
      organization.keys.filter((key) => key.projectId === support).map((key) => key.id),
    );
    assert.deepEqual(
      await ids(adminAPIKeys.list({ limit: 1, order: "asc" })),
      organization.adminKeys.map((key) => key.id),
    );
    assert.equal((await ids(spendAlerts.list({ limit: 1 }))).length, 2);
    assert.equal((await ids(projects.spendAlerts.list(studio))).length, 1);
    assert.equal((await projects.retrieve(support)).name, "Support Assistant");
  });
});

test("the client reads limits, and a limit that is not set is its NotFoundError", async () => {
  await withServer({}, async (server) => {
    const { spendLimit, projects } = client(server).admin.organization;
    assert.equal((await spendLimit.retrieve()).threshold_amount, 500_000);
    assert.equal((await projects.spendLimit.retrieve(studio)).threshold_amount, 150_000);
    await assert.rejects(projects.spendLimit.retrieve(support), OpenAI.NotFoundError);
  });
});

test("errors are the client's own error classes", async () => {
  await withServer({}, async (server) => {
    const wrong = new OpenAI({ baseURL: server.url, adminAPIKey: "sk-admin-wrong-wrong-wrong", apiKey: null, maxRetries: 0 });
    await assert.rejects(
      wrong.admin.organization.usage.costs({ start_time: today }),
      (error) => error instanceof OpenAI.AuthenticationError && error.code === "invalid_api_key",
    );
    await assert.rejects(
      client(server).admin.organization.usage.costs({ start_time: 1 }),
      (error) => error instanceof OpenAI.BadRequestError && error.code === "reporting_lookback_exceeded" && error.param === "start_time",
    );
    server.behave({ does: "status", status: 429, retryAfter: 1 });
    await assert.rejects(client(server).admin.organization.usage.costs({ start_time: today }), OpenAI.RateLimitError);
  });
});
