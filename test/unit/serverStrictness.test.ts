import assert from "node:assert/strict";
import { test } from "node:test";
import { allScopes, defaultAdminKey, projectKey } from "../server/keys.ts";
import { emptyOrganization } from "../server/organizations.ts";
import { get, getError, getPage, now, secondsPerDay, today, withServer } from "./serverFetching.ts";
import type { PageBody } from "./serverFetching.ts";

const day = (daysAgo: number): number => today - daysAgo * secondsPerDay;

test("only GET is allowed", async () => {
  await withServer({}, async (server) => {
    for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
      const { status, headers, json } = await get(server, `costs?start_time=${today}`, { method });
      assert.equal(status, 405);
      assert.equal(headers.get("allow"), "GET");
      assert.equal((json as { readonly error: { readonly type: string } }).error.type, "invalid_request_error");
    }
  });
});

test("a missing, wrong, project or half-scoped key is refused as the API refuses it", async () => {
  const usageOnly = "sk-admin-usage-only";
  await withServer(
    {
      keys: [
        { key: defaultAdminKey, scopes: allScopes },
        { key: projectKey, scopes: [] },
        { key: usageOnly, scopes: ["api.usage.read"] },
      ],
    },
    async (server) => {
      const path = `costs?start_time=${today}`;
      const as = (key: string): RequestInit => ({ headers: { authorization: `Bearer ${key}` } });
      assert.equal((await getError(server, path, { headers: {} })).status, 401);
      const wrong = await getError(server, path, as("sk-admin-wrong-wrong-wrong-wrong"));
      assert.deepEqual([wrong.status, wrong.code], [401, "invalid_api_key"]);
      assert.ok(!wrong.message.includes("sk-admin-wrong-wrong"), "the key is masked");
      const project = await getError(server, path, as(projectKey));
      assert.deepEqual(
        [project.status, project.message],
        [403, "You have insufficient permissions for this operation. Missing scopes: api.usage.read."],
      );
      assert.equal((await get(server, path, as(usageOnly))).status, 200);
      for (const names of ["projects", "users", "admin_api_keys", "spend_limit"]) {
        const refused = await getError(server, names, as(usageOnly));
        assert.deepEqual([refused.status, /Missing scopes: (\S+)\./.exec(refused.message)?.[1]], [403, "api.management.read"]);
      }
    },
  );
});

test("a key of another organization gets that organization's honest zeros", async () => {
  await withServer({ keys: [{ key: "sk-admin-other", scopes: allScopes, organization: emptyOrganization }] }, async (server) => {
    const page = await getPage(server, `costs?start_time=${day(6)}`);
    assert.equal(page.data.length, 7);
    for (const bucket of page.data) assert.deepEqual(bucket.results, []);
    assert.deepEqual(((await get(server, "projects")).json as PageBody).data, []);
  });
});

const refusals: readonly (readonly [what: string, path: string, param: string, code: string])[] = [
  ["no start_time", "costs", "start_time", "missing_required_parameter"],
  ["an unknown parameter", `costs?start_time=${today}&colour=red`, "colour", "unknown_parameter"],
  ["a parameter of another endpoint", `costs?start_time=${today}&models=gpt-5`, "models", "unknown_parameter"],
  ["a filter that vector stores do not take", `usage/vector_stores?start_time=${today}&user_ids=u`, "user_ids", "unknown_parameter"],
  ["batch for embeddings", `usage/embeddings?start_time=${today}&batch=true`, "batch", "unknown_parameter"],
  ["a wrong enum", `usage/completions?start_time=${today}&group_by=line_item`, "group_by", "invalid_value"],
  ["comma-joined enums", `usage/completions?start_time=${today}&group_by=model,user_id`, "group_by", "invalid_value"],
  ["comma-joined ids", `costs?start_time=${today}&project_ids=proj_a,proj_b`, "project_ids", "invalid_value"],
  ["costs by the hour", `costs?start_time=${today}&bucket_width=1h`, "bucket_width", "invalid_value"],
  ["a wrong image size", `usage/images?start_time=${today}&sizes=1x1`, "sizes", "invalid_value"],
  ["a wrong context level", `usage/web_search_calls?start_time=${today}&context_levels=huge`, "context_levels", "invalid_value"],
  ["a start that is no integer", "costs?start_time=2026-11-22", "start_time", "invalid_type"],
  ["a batch that is no boolean", `usage/completions?start_time=${today}&batch=1`, "batch", "invalid_type"],
  ["a single parameter twice", `costs?start_time=${today}&limit=1&limit=2`, "limit", "invalid_value"],
  ["limit 0", `costs?start_time=${today}&limit=0`, "limit", "integer_below_min_value"],
  ["181 days of costs", `costs?start_time=${today}&limit=181`, "limit", "integer_above_max_value"],
  ["32 days of usage", `usage/completions?start_time=${today}&limit=32`, "limit", "integer_above_max_value"],
  ["169 hours", `usage/completions?start_time=${today}&bucket_width=1h&limit=169`, "limit", "integer_above_max_value"],
  ["1441 minutes", `usage/completions?start_time=${today}&bucket_width=1m&limit=1441`, "limit", "integer_above_max_value"],
  ["101 projects", "projects?limit=101", "limit", "integer_above_max_value"],
  ["an end before the start", `costs?start_time=${today}&end_time=${today - 1}`, "end_time", "invalid_value"],
  ["an end at the start", `costs?start_time=${today}&end_time=${today}`, "end_time", "invalid_value"],
  ["a start before the lookback", `costs?start_time=${day(367)}`, "start_time", "reporting_lookback_exceeded"],
  ["an unknown item to go on after", "projects?after=proj_none", "after", "invalid_cursor"],
];

for (const [what, path, param, code] of refusals) {
  test(`400 for ${what}`, async () => {
    await withServer({}, async (server) => {
      const error = await getError(server, path);
      assert.deepEqual([error.status, error.param, error.code], [400, param, code], error.message);
    });
  });
}

test("the largest limits are taken", async () => {
  await withServer({}, async (server) => {
    assert.equal((await getPage(server, `costs?start_time=${day(366)}&limit=180`)).data.length, 180);
    assert.equal((await getPage(server, `usage/completions?start_time=${day(60)}&limit=31`)).data.length, 31);
    assert.equal((await getPage(server, `usage/completions?start_time=${day(60)}&bucket_width=1h&limit=168`)).data.length, 168);
    assert.equal((await getPage(server, `usage/completions?start_time=${day(60)}&bucket_width=1m&limit=1440`)).data.length, 1440);
  });
});

test("the lookback names the earliest date in the words of the API", async () => {
  await withServer({}, async (server) => {
    const { message } = await getError(server, `usage/images?start_time=${day(500)}`);
    assert.match(message, /Earliest supported start date: 2025-11-21 \(UTC\)\.$/);
    assert.equal((await get(server, `costs?start_time=${Date.UTC(2025, 10, 21) / 1000}`)).status, 200);
  });
});

test("group_by and group_by[] are the same", async () => {
  await withServer({}, async (server) => {
    const plain = await get(server, `costs?start_time=${day(3)}&group_by=project_id&group_by=line_item`);
    const bracketed = await get(server, `costs?start_time=${day(3)}&group_by[]=project_id&group_by%5B%5D=line_item`);
    assert.equal(plain.text, bracketed.text);
  });
});

test("cursors need percent-encoding, lead through all pages, and hold for one query only", async () => {
  await withServer({}, async (server) => {
    const path = `usage/completions?start_time=${day(40)}&limit=10&group_by=model`;
    const starts: number[] = [];
    let page = await getPage(server, path);
    for (let pages = 1; ; pages++) {
      starts.push(...page.data.map((bucket) => bucket.start_time));
      if (!page.has_more) break;
      assert.ok(pages < 10);
      assert.match(page.next_page ?? "", /^page_[A-Za-z0-9+/]{27}=$/);
      page = await getPage(server, `${path}&page=${encodeURIComponent(page.next_page ?? "")}`);
    }
    assert.deepEqual(
      starts,
      Array.from({ length: 41 }, (_, index) => day(40 - index)),
    );
    const cursor = encodeURIComponent((await getPage(server, path)).next_page ?? "");
    for (const other of [
      path.replace("limit=10", "limit=9"),
      path.replace("model", "user_id"),
      path.replace("completions", "embeddings"),
      `costs?start_time=${day(40)}`,
    ]) {
      assert.equal((await getError(server, `${other}&page=${cursor}`)).code, "invalid_cursor");
    }
    assert.equal((await getError(server, `${path}&page=page_made_up`)).code, "invalid_cursor");
  });
});

test("a first usage bucket starts at exactly start_time, a bucket of costs at midnight UTC", async () => {
  await withServer({}, async (server) => {
    const start = day(2) + 5 * 3600 + 61;
    const usage = await getPage(server, `usage/completions?start_time=${start}`);
    assert.deepEqual([usage.data[0]?.start_time, usage.data[0]?.end_time, usage.data[1]?.start_time], [start, day(1), day(1)]);
    const costs = await getPage(server, `costs?start_time=${start}`);
    assert.deepEqual(
      costs.data.map((bucket) => bucket.start_time),
      [day(2), day(1), today],
    );
  });
});

test("nothing lies after now: the newest bucket is today's, and partial", async () => {
  await withServer({}, async (server) => {
    const page = await getPage(server, `costs?start_time=${day(2)}&limit=30`);
    const last = page.data.at(-1);
    assert.deepEqual([last?.start_time, last?.end_time, page.has_more], [today, today + secondsPerDay, false]);
    const minutes = await getPage(server, `usage/completions?start_time=${today}&bucket_width=1m&limit=1440`);
    assert.equal(minutes.data.at(-1)?.start_time, Math.floor(now / 60_000) * 60);
  });
});

test("after the last page of costs there is a cursor, and behind it nothing", async () => {
  await withServer({}, async (server) => {
    const path = `costs?start_time=${day(6)}`;
    const page = await getPage(server, path);
    assert.equal(page.has_more, false);
    assert.ok(page.next_page !== null);
    const after = await getPage(server, `${path}&page=${encodeURIComponent(page.next_page)}`);
    assert.deepEqual(after, { object: "page", data: [], has_more: false, next_page: null });
  });
  await withServer({ rules: { afterLastCosts: "emptyPage" } }, async (server) => {
    assert.equal((await getPage(server, `costs?start_time=${day(6)}`)).has_more, true);
  });
});

test("dimensions that were not asked for are null, cost rows say whose they are", async () => {
  await withServer({}, async (server) => {
    const page = await getPage(server, `costs?start_time=${day(1)}&group_by=project_id`);
    for (const row of page.data.flatMap((bucket) => bucket.results)) {
      assert.deepEqual(
        [row["line_item"], row["api_key_id"], row["user_id"], row["quantity"], row["quantity_unit"]],
        [null, null, null, null, null],
      );
      assert.match(String(row["organization_id"]), /^org-/);
    }
  });
});

test("lists go on after the last id, and archived projects are shown only when asked for", async () => {
  await withServer({}, async (server) => {
    interface List {
      readonly data: readonly { readonly id: string; readonly status?: string }[];
      readonly has_more: boolean;
      readonly last_id: string | null;
    }
    const list = async (path: string): Promise<List> => (await get(server, path)).json as List;
    const first = await list("projects?limit=5&include_archived=true");
    const rest = await list(`projects?limit=5&include_archived=true&after=${first.last_id ?? ""}`);
    assert.deepEqual([first.data.length, first.has_more, rest.has_more], [5, true, false]);
    const all = [...first.data, ...rest.data];
    const archived = all.filter((project) => project.status === "archived");
    assert.equal(archived.length, 1);
    assert.deepEqual(
      (await list("projects?limit=100")).data.map((each) => each.id),
      all.filter((each) => each.status === "active").map((each) => each.id),
    );
    assert.equal((await getError(server, `projects/${archived[0]?.id ?? ""}/api_keys`)).status, 400);
    const counts = await Promise.all(
      ["", "?owner_project_access=inactive", "?owner_project_access=any"].map(
        async (query) => (await list(`projects/${all[7]?.id ?? ""}/api_keys${query}`)).data.length,
      ),
    );
    assert.deepEqual(counts, [1, 1, 2]);
  });
});

test("a limit that is not set is a 404, and a path that is not there, too", async () => {
  await withServer({ organization: emptyOrganization }, async (server) => {
    assert.equal((await getError(server, "spend_limit")).status, 404);
    assert.equal((await getError(server, "nonsense")).status, 404);
    assert.equal((await getError(server, "projects/proj_none/api_keys")).status, 404);
  });
});

test("answers are JSON and name the organization; requests are recorded with their headers", async () => {
  await withServer({}, async (server) => {
    const { headers } = await get(server, `usage/images?start_time=${today}&sizes=512x512`);
    assert.equal(headers.get("content-type"), "application/json");
    assert.equal(headers.get("openai-organization"), "brightwater");
    const [request] = server.requests;
    assert.deepEqual(
      [request?.method, request?.path, request?.endpoint, request?.query.get("sizes"), request?.time],
      ["GET", "/v1/organization/usage/images", "usage/images", "512x512", now],
    );
    assert.equal(request?.headers.authorization, `Bearer ${server.adminKey}`);
  });
});
