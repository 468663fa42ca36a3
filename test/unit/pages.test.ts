import assert from "node:assert/strict";
import { test } from "node:test";
import type { RawPage } from "../../src/api/pageReader.ts";
import { UsageClient, windowQuery, type UsageWindow } from "../../src/api/usageClient.ts";
import { dayStart } from "../../src/domain/buckets.ts";
import { Dictionary } from "../../src/domain/dictionary.ts";
import { FakeClock } from "./support/fakeClock.ts";
import { refusal } from "./support/refusal.ts";
import { ScriptedTransport, scriptedNow, scriptedSender, type Scripted } from "./support/scripted.ts";
import { readWindow } from "./support/readWindow.ts";
import { nowSeconds, todayNumber, withClient } from "./support/wiring.ts";

/** From page to page, and from a window to its request. */

const idle = new AbortController().signal;
const page = (next: string | null, more: boolean, data: readonly unknown[] = [{}]): Scripted => ({ body: JSON.stringify({ object: "page", data, has_more: more, next_page: next }) });
const wired = (...script: readonly Scripted[]): { readonly client: UsageClient; readonly transport: ScriptedTransport } => {
  const transport = new ScriptedTransport(...script);
  return { transport, client: new UsageClient(scriptedSender(transport, { clock: new FakeClock(scriptedNow) })) };
};
async function all(client: UsageClient, limit = 7): Promise<readonly RawPage[]> {
  const pages: RawPage[] = [];
  for await (const each of client.pages("costs", { start_time: 0, project_ids: ["p"], limit }, idle)) pages.push(each);
  return pages;
}

test("each cursor is sent percent-encoded, beside every other parameter", async () => {
  const cursors = ["page_AAAAAGdGxdEiJdKOAAAAAGcqsYA=", "page_a+b/c&d=e#f ä"];
  const { client, transport } = wired(page(cursors[0] ?? "", true), page(cursors[1] ?? "", true), page(null, false));
  assert.equal((await all(client)).length, 3);
  assert.deepEqual(transport.requests.map(({ url }) => url.searchParams.get("page")), [null, ...cursors]);
  for (const { url } of transport.requests) assert.deepEqual([url.searchParams.get("start_time"), url.searchParams.getAll("project_ids"), url.searchParams.get("limit")], ["0", ["p"], "7"]);
  assert.ok(transport.requests[1]?.url.search.includes("page_AAAAAGdGxdEiJdKOAAAAAGcqsYA%3D"));
});

test("the end is has_more false, even beside a cursor, and a page without data, even beside has_more", async () => {
  for (const last of [page("page_more", false), page(null, false), page("page_more", true, []), page(null, true, [])]) {
    const { client, transport } = wired(page("page_1", true), last, page(null, false));
    assert.equal((await all(client)).length, 2);
    assert.equal(transport.requests.length, 2);
  }
});

test("a cursor that comes again is an error, at once or after others", async () => {
  for (const cursors of [["a", "a"], ["a", "b", "a"], ["a", "b", "c", "b"]]) {
    const { client, transport } = wired(...cursors.map((cursor) => page(cursor, true)));
    await refusal(all(client), "untrusted");
    assert.equal(transport.requests.length, cursors.length);
  }
});

test("a refusal on a later page starts the window over from the date that is named, without the cursor and without doubles", async () => {
  await withClient({}, async ({ client, server, signal }) => {
    const days = { from: todayNumber - 7, to: todayNumber };
    const tooOld = { error: { message: `Too old. Earliest supported start date: 2026-11-18 (UTC).`, code: "reporting_lookback_exceeded", type: "invalid_request_error", param: null } };
    // The first answer is a page of two days that promises more; the second says that the start is too old.
    server.behave({ does: "edit", edit: (body) => ({ ...body, data: (body["data"] as unknown[]).slice(0, 2), has_more: true, next_page: "page_x" }) }, { nth: 1 });
    server.behave({ does: "text", status: 400, contentType: "application/json", body: JSON.stringify(tooOld) }, { nth: 2 });
    const window: UsageWindow = { source: "costs", view: ["line_item"], width: "1d", days };
    const { segments, earliest } = await readWindow(client, window, new Dictionary(), nowSeconds, signal);
    assert.equal(earliest, todayNumber - 4);
    assert.deepEqual(segments.map(({ day }) => day), [4, 3, 2, 1].map((ago) => todayNumber - ago));
    assert.deepEqual(server.requests.map(({ query }) => [query.get("start_time"), query.get("page")]), [[String(dayStart(days.from)), null], [String(dayStart(days.from)), "page_x"], [String(dayStart(todayNumber - 4)), null]]);
  });
});

test("a second refusal for age, a date that does not help and one that is no date are the caller's to show", async () => {
  const tooOld = (words: string): Scripted => ({ status: 400, body: JSON.stringify({ error: { message: words, code: "reporting_lookback_exceeded" } }) });
  const window: UsageWindow = { source: "costs", view: ["line_item"], width: "1d", days: { from: todayNumber - 9, to: todayNumber } };
  const cases: readonly (readonly [string, number])[] = [["Earliest supported start date: 2026-11-20 (UTC).", 2], ["Earliest supported start date: 2020-01-01 (UTC).", 1], ["Earliest supported start date: 2026-13-40 (UTC).", 1], ["Too old.", 1]];
  for (const [words, requests] of cases) {
    const { client, transport } = wired(tooOld(words));
    await refusal(readWindow(client, window, new Dictionary(), nowSeconds, idle), "lookbackExceeded");
    assert.equal(transport.requests.length, requests, words);
  }
});

test("a window is one request of whole buckets, and more than one request may ask for is refused", () => {
  const days = { from: todayNumber - 7, to: todayNumber };
  const base: UsageWindow = { source: "completions", view: ["model", "batch"], width: "1h", days };
  assert.deepEqual(windowQuery(base, nowSeconds), { start_time: dayStart(days.from), end_time: dayStart(days.to), bucket_width: "1h", group_by: ["model", "batch"], limit: 168 });
  assert.deepEqual(windowQuery({ ...base, without: new Set(["batch", "model"]) }, nowSeconds), { start_time: dayStart(days.from), end_time: dayStart(days.to), bucket_width: "1h", limit: 168 });
  const largest = [["costs", "1d", 180], ["completions", "1d", 31], ["completions", "1h", 7], ["completions", "1m", 1]] as const;
  for (const [source, width, most] of largest) {
    const ask = (length: number): unknown => windowQuery({ source, view: [], width, days: { from: todayNumber - length, to: todayNumber } }, nowSeconds);
    ask(most);
    assert.throws(() => ask(most + 1), RangeError);
  }
  assert.throws(() => windowQuery({ source: "costs", view: [], width: "1h", days: { from: 1, to: 2 } }, nowSeconds), RangeError);
});

test("hours and minutes are read as they are, day by day", async () => {
  await withClient({}, async ({ client, signal }) => {
    for (const [width, length, buckets] of [["1h", 2, 24], ["1m", 1, 1_440]] as const) {
      const window: UsageWindow = { source: "completions", view: ["model"], width, days: { from: todayNumber - length, to: todayNumber } };
      const { segments } = await readWindow(client, window, new Dictionary(), nowSeconds, signal);
      assert.deepEqual(segments.map((segment) => [segment.buckets.length, segment.width]), Array(length).fill([buckets, width]));
    }
  });
});

test("the server's own time is told with every answer, a refusal included, so that a wrong clock shows", async () => {
  const heard: number[] = [];
  const date = "Sun, 22 Nov 2026 19:40:11 GMT";
  const transport = new ScriptedTransport(
    { body: `{"object":"page","data":[{"object":"bucket","start_time":0,"end_time":86400,"results":[]}],"has_more":false,"next_page":null}`, headers: { date, "openai-organization": "acme" } },
    { status: 400, body: "{}", headers: { date } },
  );
  const client = new UsageClient(scriptedSender(transport, { clock: new FakeClock(scriptedNow), heard: (time) => heard.push(time) }));
  const window: UsageWindow = { source: "costs", view: [], width: "1d", days: { from: 0, to: 1 } };
  assert.equal((await readWindow(client, window, new Dictionary(), nowSeconds, idle)).organization, "acme");
  await assert.rejects(client.page("costs", { start_time: 0 }, idle));
  assert.deepEqual(heard, [Date.UTC(2026, 10, 22, 19, 40, 11), Date.UTC(2026, 10, 22, 19, 40, 11)]);
});
