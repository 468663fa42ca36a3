import assert from "node:assert/strict";
import { test } from "node:test";
import { SegmentReader } from "../../src/api/segmentReader.ts";
import type { UsageWindow } from "../../src/api/usageClient.ts";
import { dayStart, isFinal, type DayRange } from "../../src/domain/buckets.ts";
import { Dictionary } from "../../src/domain/dictionary.ts";
import { toText } from "../../src/domain/decimal.ts";
import { allSources, sourceSpec } from "../../src/domain/sources.ts";
import { emptyOrganization } from "../server/organizations.ts";
import { allScopes, defaultAdminKey, projectKey } from "../server/keys.ts";
import { bucketsOf } from "./sampleReading.ts";
import { costText, figuresOf, rawCost, rawSum, rowsOf, totalText } from "./support/figures.ts";
import { refusal } from "./support/refusal.ts";
import { readWindow } from "./support/readWindow.ts";
import { nowSeconds, todayNumber, withClient, type Wiring } from "./support/wiring.ts";

/** What the real server does that its document leaves out: the fourteen points, one test each, over real HTTP. */

const week: DayRange = { from: todayNumber - 7, to: todayNumber };
const toNow: DayRange = { from: todayNumber - 6, to: todayNumber + 1 };
const costs = (days: DayRange): UsageWindow => ({ source: "costs", view: ["project_id", "line_item"], width: "1d", days });
const completions = (days: DayRange): UsageWindow => ({ source: "completions", view: ["project_id", "model"], width: "1d", days });
const costsUrl = (days: DayRange, rest = "&group_by=project_id&group_by=line_item"): string =>
  `costs?start_time=${dayStart(days.from)}&end_time=${dayStart(days.to)}&limit=180${rest}`;

async function fetched({ client, signal }: Wiring, window: UsageWindow): Promise<Awaited<ReturnType<typeof readWindow>>> {
  return readWindow(client, window, new Dictionary(), nowSeconds, signal);
}

test("1: an amount may be a number or a text, with an exponent or 28 digits; NaN and infinities are refused", async () => {
  await withClient({}, async (wiring) => {
    const { server } = wiring;
    const rows = rowsOf(server.answer(costsUrl(week)));
    for (const json of ["12.5", '"12.50"', '"0.1739150000000000000000000000"', "1.25e-7", '"1.25E-7"', "2E2", '"-3.5"', "0.13080438340307526"]) {
      const rule = server.behave({ does: "amount", json });
      const { segments } = await fetched(wiring, costs(week));
      rule.remove();
      const amount = { value: json.replaceAll('"', "") };
      assert.equal(costText(segments, week), rawCost([{ amount }, ...rows.slice(1)]), json);
    }
    for (const json of ["NaN", "Infinity", "-Infinity", "1e999", '"NaN"', '"Infinity"', '"-Infinity"', '"1e9999"', '""', '"12,50"', '"$1"', "true", "[1]"]) {
      const rule = server.behave({ does: "amount", json });
      await refusal(fetched(wiring, costs(week)), "untrusted");
      rule.remove();
    }
  });
});

test("2: cost buckets snap to UTC midnight, a first usage bucket may be short, and windows ask on bucket boundaries", async () => {
  await withClient({}, async (wiring) => {
    const { server, client, signal } = wiring;
    const noon = dayStart(week.from) + 43_200;
    const snapped = await client.page("costs", { start_time: noon, limit: 2 }, signal);
    assert.equal((snapped.data[0] as { start_time: number }).start_time, dayStart(week.from));

    const question = { source: "completions", view: ["model"], width: "1d", from: noon, to: dayStart(week.to) } as const;
    const reader = new SegmentReader(question, new Dictionary());
    const query = { start_time: noon, end_time: question.to, bucket_width: "1d", group_by: ["model"], limit: 31 } as const;
    for await (const page of client.pages("completions", query, signal)) reader.addBuckets(page.data);
    const raw = rowsOf(server.answer(`usage/completions?start_time=${noon}&end_time=${question.to}&group_by=model&limit=31`));
    assert.equal(totalText(reader.finish(), { source: "completions", metric: "input_tokens", days: week }), rawSum(raw, "input_tokens"));

    const from = server.requests.length;
    for (const width of ["1d", "1h"] as const) await fetched(wiring, { ...completions(toNow), width });
    await fetched(wiring, costs(toNow));
    for (const { query: asked } of server.requests.slice(from)) assert.equal(Number(asked.get("start_time")) % 86_400, 0);
  });
});

test("3: a bucket with no results is an honest zero", async () => {
  await withClient({}, async (wiring) => {
    wiring.server.behave({ does: "zeros" });
    const { segments } = await fetched(wiring, costs(week));
    assert.equal(segments.length, 7);
    const { total, bucketTotals } = figuresOf(segments, { source: "costs", metric: "amount", days: week });
    assert.deepEqual([total, ...bucketTotals].map((value) => value && toText(value)), Array(8).fill("0"));
  });
});

test("4: rows with the same dimensions are summed, and a project that was not asked for does no harm", async () => {
  await withClient({}, async (wiring) => {
    const { server } = wiring;
    const once = rowsOf(server.answer(costsUrl(week)));
    const twice = server.behave({
      does: "edit",
      edit: (body) => ({ ...body, data: (body["data"] as { results: unknown[] }[]).map((bucket) => ({ ...bucket, results: [...bucket.results, ...bucket.results] })) }),
    });
    assert.equal(costText((await fetched(wiring, costs(week))).segments, week), rawCost([...once, ...once]));
    twice.remove();

    server.behave({ does: "keepProject" });
    const byLine = await fetched(wiring, { ...costs(week), view: ["line_item"] });
    assert.equal(costText(byLine.segments, week), rawCost(once));
    const lines = new Set(once.map((row) => row["line_item"]));
    assert.equal(figuresOf(byLine.segments, { source: "costs", metric: "amount", days: week, groupBy: "line_item" }).groups.length, lines.size);
  });
});

test("5: pages end with has_more or an empty page; more without a cursor, or with one again, is an error", async () => {
  for (const afterLastCosts of ["cursor", "emptyPage"] as const) {
    await withClient({ server: { rules: { afterLastCosts } } }, async (wiring) => {
      const { server, client, signal } = wiring;
      const query = { start_time: dayStart(week.from), end_time: dayStart(week.to), limit: 3 } as const;
      const data: unknown[] = [];
      for await (const page of client.pages("costs", query, signal)) data.push(...page.data);
      const whole = bucketsOf(server.answer(costsUrl(week, "")));
      const read = bucketsOf({ status: 200, body: { data } });
      assert.deepEqual(read.map(({ start, rows }) => [start, rawCost(rows)]), whole.map(({ start, rows }) => [start, rawCost(rows)]));
      assert.equal(server.requests.length, afterLastCosts === "cursor" ? 3 : 4);
      for (const { query: sent } of server.requests) assert.deepEqual([sent.get("start_time"), sent.get("end_time"), sent.get("limit")], [String(query.start_time), String(query.end_time), "3"]);
    });
  }
  for (const does of ["noCursor", "repeatedCursor", "cursorLoop"] as const) {
    await withClient({}, async (wiring) => {
      wiring.server.behave({ does });
      await refusal(fetched(wiring, costs(week)), "untrusted");
      assert.ok(wiring.server.requests.length <= 4, "and it does not go round and round");
    });
  }
});

test("6: a start older than the API keeps is asked again once, from the date it names and without the cursor", async () => {
  await withClient({ server: { rules: { lookbackDays: 366 } } }, async (wiring) => {
    const old: DayRange = { from: todayNumber - 400, to: todayNumber - 360 };
    const { segments, earliest } = await fetched(wiring, costs(old));
    assert.equal(earliest, todayNumber - 366);
    assert.deepEqual(segments.map(({ day }) => day), [366, 365, 364, 363, 362, 361].map((ago) => todayNumber - ago));
    assert.deepEqual(wiring.server.requests.map(({ query }) => query.get("start_time")), [dayStart(old.from), dayStart(todayNumber - 366)].map(String));
    assert.ok(wiring.server.requests.every(({ query }) => !query.has("page")));

    const gone = await fetched(wiring, costs({ from: todayNumber - 500, to: todayNumber - 400 }));
    assert.deepEqual([gone.segments, gone.earliest], [[], todayNumber - 366]);
  });
});

test("7: a grouping this organization does not have fails the request by name, and can be left out", async () => {
  await withClient({}, async (wiring) => {
    wiring.server.behave({ does: "rejectGroupBy", field: "api_key_id" });
    const byKey: UsageWindow = { ...costs(week), view: ["project_id", "api_key_id"] };
    const error = await refusal(fetched(wiring, byKey), "badRequest");
    assert.deepEqual([error.detail.status, error.detail.param], [400, "group_by"]);
    assert.match(error.detail.said ?? "", /api_key_id/);
    const { segments } = await fetched(wiring, { ...byKey, without: new Set(["api_key_id"]) });
    assert.equal(costText(segments, week), rawCost(rowsOf(wiring.server.answer(costsUrl(week, "&group_by=project_id")))));
    assert.ok(segments.every(({ dimensions }) => dimensions.api_key_id?.every((id) => id === 0)), "the column is there, unattributed");
  });
});

test("8: a key without a scope gets an error that names the scope, and what it may read still works", async () => {
  await withClient({ key: projectKey }, async (wiring) => {
    assert.equal((await refusal(fetched(wiring, costs(week)), "scopeMissing")).detail.scope, "api.usage.read");
    assert.equal(wiring.server.requests.length, 1);
  });
  await withClient({ server: { keys: [{ key: defaultAdminKey, scopes: ["api.usage.read"] }] } }, async (wiring) => {
    assert.ok((await fetched(wiring, costs(week))).segments.length > 0);
    for (const list of ["projects", "users"] as const) {
      assert.equal((await refusal(wiring.directory[list](wiring.signal), "scopeMissing")).detail.scope, "api.management.read");
      assert.equal((await refusal(wiring.directory.probe(list, wiring.signal), "scopeMissing")).detail.scope, "api.management.read");
    }
  });
});

test("9: a key of another organization sees honest zeros, and the answer says whose key it is", async () => {
  const keys = [{ key: defaultAdminKey, scopes: allScopes, organization: emptyOrganization }];
  await withClient({ server: { keys } }, async (wiring) => {
    const { segments, organization } = await fetched(wiring, costs(week));
    assert.equal(costText(segments, week), "0");
    assert.equal(organization, "brightwater", "from the header, where no row says");
  });
  await withClient({}, async (wiring) => {
    const [row] = rowsOf(wiring.server.answer(costsUrl(week)));
    assert.equal((await fetched(wiring, costs(week))).named, row?.["organization_id"]);
  });
});

test("10: where today's bucket is missing, today is nothing reported and never the newest other day", async () => {
  await withClient({}, async (wiring) => {
    wiring.server.behave({ does: "withoutLastBucket" });
    const { segments } = await fetched(wiring, costs(toNow));
    assert.equal(costText(segments, { from: todayNumber, to: todayNumber + 1 }), undefined);
    assert.notEqual(costText(segments, { from: todayNumber - 1, to: todayNumber }), undefined);
  });
  assert.equal(isFinal(todayNumber, dayStart(todayNumber + 3) - 1), false, "closed for less than 48 hours");
  assert.equal(isFinal(todayNumber, dayStart(todayNumber + 3)), true);
});

test("11: a range that reaches now is asked for without an end, a closed one with its end", async () => {
  await withClient({}, async (wiring) => {
    const { server } = wiring;
    const { segments } = await fetched(wiring, costs(toNow));
    assert.equal(segments.at(-1)?.day, todayNumber, "today is there");
    await fetched(wiring, costs(week));
    assert.deepEqual(server.requests.map(({ query }) => query.get("end_time")), [null, String(dayStart(week.to))]);
    assert.deepEqual(server.requests.map(({ query }) => query.get("limit")), ["7", "7"]);
  });
});

test("12: tokens are input plus output; cached, audio and text parts are inside and never added on top", async () => {
  await withClient({}, async (wiring) => {
    const raw = rowsOf(wiring.server.answer(`usage/completions?start_time=${dayStart(week.from)}&end_time=${dayStart(week.to)}&limit=31&group_by=model`));
    assert.notEqual(rawSum(raw, "input_cached_tokens"), "0");
    const { segments } = await fetched(wiring, completions(week));
    const total = (metric: string): string | undefined => totalText(segments, { source: "completions", metric, days: week });
    assert.equal(total("total_tokens"), (BigInt(rawSum(raw, "input_tokens")) + BigInt(rawSum(raw, "output_tokens"))).toString());
    for (const field of ["input_tokens", "output_tokens", "input_cached_tokens"]) assert.equal(total(field), rawSum(raw, field));
  });
});

test("13: money comes from costs and nowhere else; usage that is gone changes no dollar", async () => {
  assert.deepEqual(allSources.filter((source) => sourceSpec(source).metrics.some(({ unit }) => unit === "usd")), ["costs"]);
  await withClient({}, async (wiring) => {
    wiring.server.behave({ does: "zeros" }, { endpoint: /^usage\// });
    const used = await fetched(wiring, completions(week));
    assert.equal(totalText(used.segments, { source: "completions", metric: "total_tokens", days: week }), "0");
    assert.equal(costText((await fetched(wiring, costs(week))).segments, week), rawCost(rowsOf(wiring.server.answer(costsUrl(week)))));
  });
});

test("14: a line item is free text, comma and all: kept as it came, filtered by as one value", async () => {
  await withClient({}, async ({ server, client, signal }) => {
    const dictionary = new Dictionary();
    const { segments } = await readWindow(client, costs(week), dictionary, nowSeconds, signal);
    const raw = rowsOf(server.answer(costsUrl(week)));
    const { groups } = figuresOf(segments, { source: "costs", metric: "amount", days: week, groupBy: "line_item" });
    assert.deepEqual(new Set(groups.map(({ id }) => dictionary.textOf(id))), new Set(raw.map((row) => row["line_item"])));
    const item = raw.map((row) => String(row["line_item"])).find((text) => text.includes(", ")) ?? "";
    assert.notEqual(item, "");
    const span = { start_time: dayStart(week.from), end_time: dayStart(week.to), limit: 7 } as const;
    const page = await client.page("costs", { ...span, line_items: [item], group_by: ["project_id", "line_item"] }, signal);
    assert.deepEqual(server.requests.at(-1)?.query.getAll("line_items"), [item]);
    const kept = rowsOf({ status: 200, body: page });
    assert.ok(kept.length > 0);
    assert.equal(rawCost(kept), rawCost(raw.filter((row) => row["line_item"] === item)));
  });
});
