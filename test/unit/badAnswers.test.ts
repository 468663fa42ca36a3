import assert from "node:assert/strict";
import { test } from "node:test";
import type { UsageWindow } from "../../src/api/usageClient.ts";
import { dayStart, type DayRange } from "../../src/domain/buckets.ts";
import { Dictionary } from "../../src/domain/dictionary.ts";
import type { SpendErrorKind } from "../../src/domain/errors.ts";
import type { Behaviour } from "../server/behaviours.ts";
import { refusal } from "./support/refusal.ts";
import { readWindow } from "./support/readWindow.ts";
import { nowSeconds, todayNumber, withClient } from "./support/wiring.ts";

/** Answers that cannot be trusted, over real HTTP: each is an error, never part of a total. */

const week: DayRange = { from: todayNumber - 7, to: todayNumber };
const costs: UsageWindow = { source: "costs", view: ["project_id", "line_item"], width: "1d", days: week };
const completions: UsageWindow = { source: "completions", view: ["project_id", "model"], width: "1d", days: week };

interface Bad {
  readonly name: string;
  readonly does: Behaviour;
  readonly kind: SpendErrorKind;
  /** What the message names. */
  readonly names?: RegExp;
  readonly window?: UsageWindow;
  /** Requests it takes: 1 where another try would bring the same. */
  readonly tries?: number;
}

type Json = Readonly<Record<string, unknown>>;
type Change = (value: Json) => Json;
const edit = (change: Change): Behaviour => ({ does: "edit", edit: change });
const inBuckets = (change: (buckets: readonly Json[]) => unknown): Behaviour => edit((body) => ({ ...body, data: change(body["data"] as readonly Json[]) }));
const inFirst = (change: Change): Behaviour => inBuckets(([first, ...rest]) => [change(first ?? {}), ...rest]);
const inFirstRow = (change: Change): Behaviour => inFirst((bucket) => {
  const [row, ...rows] = bucket["results"] as readonly Json[];
  return { ...bucket, results: [change(row ?? {}), ...rows] };
});
const amountOf = (amount: unknown): Behaviour => inFirstRow((row) => ({ ...row, amount }));

const bad: readonly Bad[] = [
  { name: "a web page with 200", does: { does: "html", status: 200 }, kind: "notTheApi", names: /web page/ },
  { name: "a web page with 403", does: { does: "html", status: 403 }, kind: "notTheApi", names: /web page/ },
  { name: "a web page with 404", does: { does: "html", status: 404 }, kind: "notTheApi" },
  { name: "a web page with 502", does: { does: "html", status: 502 }, kind: "serverFailed", tries: 4 },
  { name: "half of the JSON, honestly measured", does: { does: "truncated", contentLength: "honest" }, kind: "untrusted", names: /cut off or broken/ },
  { name: "half of the JSON, in chunks", does: { does: "truncated", contentLength: "none" }, kind: "untrusted", names: /cut off or broken/ },
  { name: "half of what the length promises", does: { does: "truncated", contentLength: "lying" }, kind: "offline", tries: 4 },
  { name: "nothing at all", does: { does: "text", body: "" }, kind: "untrusted" },
  { name: "plain words", does: { does: "text", body: "OK" }, kind: "untrusted" },
  { name: "null", does: { does: "text", body: "null" }, kind: "untrusted", names: /page is no object/ },
  { name: "a list", does: { does: "text", body: "[]" }, kind: "untrusted", names: /page is no object/ },
  { name: "an error with 200", does: { does: "text", body: `{"error":{"message":"no"}}` }, kind: "untrusted", names: /page\.object is missing/ },
  { name: "a page that is something else", does: { does: "wrongObject", of: "page" }, kind: "untrusted", names: /page\.object/ },
  { name: "a bucket that is something else", does: { does: "wrongObject", of: "bucket" }, kind: "untrusted", names: /data\[0\]\.object/ },
  { name: "a row that is something else", does: { does: "wrongObject", of: "row" }, kind: "untrusted", names: /results\[0\]\.object/ },
  { name: "rows of another endpoint", does: inFirstRow((row) => ({ ...row, object: "organization.usage.embeddings.result" })), kind: "untrusted", window: completions },
  ...(["object", "data", "has_more"] as const).map((field): Bad => ({ name: `a page without ${field}`, does: { does: "missingField", of: "page", field }, kind: "untrusted" })),
  ...(["object", "start_time", "end_time", "results"] as const).map((field): Bad => ({ name: `buckets without ${field}`, does: { does: "missingField", of: "bucket", field }, kind: "untrusted", names: new RegExp(field) })),
  ...(["object", "input_tokens", "output_tokens", "num_model_requests"] as const).map((field): Bad => ({ name: `rows without ${field}`, does: { does: "missingField", of: "row", field }, kind: "untrusted", names: new RegExp(field), window: completions })),
  { name: "has_more as a text", does: edit((body) => ({ ...body, has_more: "false" })), kind: "untrusted", names: /has_more/ },
  { name: "data as an object", does: edit((body) => ({ ...body, data: {} })), kind: "untrusted", names: /page\.data/ },
  { name: "a cursor that is a number", does: edit((body) => ({ ...body, has_more: true, next_page: 7 })), kind: "untrusted", names: /next_page/ },
  { name: "more, and an empty cursor", does: edit((body) => ({ ...body, has_more: true, next_page: "" })), kind: "untrusted", names: /next_page/ },
  { name: "more, and no cursor", does: { does: "noCursor" }, kind: "untrusted", names: /next_page is missing/ },
  { name: "the same cursor again", does: { does: "repeatedCursor" }, kind: "untrusted", tries: 2 },
  { name: "cursors in a circle", does: { does: "cursorLoop" }, kind: "untrusted", tries: 2 },
  { name: "the same page for ever under new cursors", does: { does: "endlessPages" }, kind: "untrusted", tries: 2 },
  { name: "a bucket that is null", does: inBuckets((buckets) => [null, ...buckets]), kind: "untrusted" },
  { name: "a bucket twice", does: { does: "repeatedBucket" }, kind: "untrusted", names: /comes again/ },
  { name: "buckets newest first", does: { does: "wrongOrder" }, kind: "untrusted", names: /out of order/ },
  { name: "a bucket before the window", does: inFirst((bucket) => ({ ...bucket, start_time: dayStart(week.from - 1), end_time: dayStart(week.from) })), kind: "untrusted", names: /outside/ },
  { name: "a bucket after the window", does: inBuckets((buckets) => [...buckets, { object: "bucket", start_time: dayStart(week.to), end_time: dayStart(week.to + 1), results: [] }]), kind: "untrusted", names: /outside/ },
  { name: "a bucket that overlaps the one before", does: inBuckets(([first, ...rest]) => [first, { object: "bucket", start_time: dayStart(week.from) + 3_600, end_time: dayStart(week.from + 1), results: [] }, ...rest]), kind: "untrusted" },
  { name: "a bucket longer than asked for", does: inFirst((bucket) => ({ ...bucket, end_time: dayStart(week.from + 2) })), kind: "untrusted", names: /end_time/ },
  { name: "a bucket over midnight", does: inBuckets(([first]) => [{ ...first, start_time: dayStart(week.from) + 43_200, end_time: dayStart(week.from + 1) + 43_200 }]), kind: "untrusted", names: /end_time/ },
  { name: "a bucket that ends before it starts", does: inFirst((bucket) => ({ ...bucket, end_time: dayStart(week.from - 1) })), kind: "untrusted" },
  { name: "a start between seconds", does: inFirst((bucket) => ({ ...bucket, start_time: dayStart(week.from) + 0.5 })), kind: "untrusted" },
  { name: "a start as a text", does: inFirst((bucket) => ({ ...bucket, start_time: String(bucket["start_time"]) })), kind: "untrusted" },
  { name: "results as null", does: inFirst((bucket) => ({ ...bucket, results: null })), kind: "untrusted", names: /results is no list/ },
  { name: "a row that is a text", does: inFirst((bucket) => ({ ...bucket, results: ["row"] })), kind: "untrusted" },
  { name: "an amount that is bare", does: amountOf(5), kind: "untrusted", names: /amount is no object/ },
  { name: "an amount in euros", does: amountOf({ value: 5, currency: "eur" }), kind: "untrusted", names: /currency/ },
  { name: "an amount beyond a trillion dollars", does: amountOf({ value: 1e15, currency: "usd" }), kind: "untrusted", names: /too large/ },
  { name: "a quantity that is a word", does: inFirstRow((row) => ({ ...row, quantity: "many" })), kind: "untrusted", names: /quantity/ },
  { name: "a project that is a number", does: inFirstRow((row) => ({ ...row, project_id: 7 })), kind: "untrusted", names: /project_id/ },
  { name: "a count as a text", does: inFirstRow((row) => ({ ...row, input_tokens: "12" })), kind: "untrusted", names: /input_tokens/, window: completions },
  { name: "a count past exact integers", does: inFirstRow((row) => ({ ...row, input_tokens: 2 ** 60 })), kind: "untrusted", names: /input_tokens/, window: completions },
  { name: "an optional count that is no number", does: inFirstRow((row) => ({ ...row, input_cached_tokens: "few" })), kind: "untrusted", names: /input_cached_tokens/, window: completions },
];

for (const { name, does, kind, names, window = costs, tries = 1 } of bad) {
  test(`refused as ${kind}: ${name}`, async () => {
    await withClient({}, async ({ client, server, signal }) => {
      server.behave(does);
      const error = await refusal(readWindow(client, window, new Dictionary(), nowSeconds, signal), kind);
      if (names) assert.match(error.message, names);
      assert.equal(server.requests.length, tries);
    });
  });
}

test("one bad page late is enough to refuse all pages before it", async () => {
  await withClient({}, async ({ client, server, signal }) => {
    server.behave({ does: "truncated", contentLength: "honest" }, { nth: 3 });
    const all = async (): Promise<void> => {
      const query = { start_time: dayStart(week.from), end_time: dayStart(week.to), limit: 2 } as const;
      for await (const page of client.pages("costs", query, signal)) assert.equal(page.data.length, 2);
    };
    await refusal(all(), "untrusted");
    assert.equal(server.requests.length, 3);
  });
});

test("unknown fields and unknown values do no harm", async () => {
  await withClient({}, async ({ client, server, signal }) => {
    const before = await readWindow(client, costs, new Dictionary(), nowSeconds, signal);
    const more = { a_new_field: { deep: [1, "2", null] }, value: "odd", ["__proto__"]: { amount: 1 } };
    server.behave(
      edit((body) => ({
        ...body,
        ...more,
        data: (body["data"] as readonly Json[]).map((bucket) => ({ ...bucket, ...more, results: (bucket["results"] as readonly Json[]).map((row) => ({ ...row, ...more, quantity_unit: "parsecs" })) })),
      })),
    );
    const after = await readWindow(client, costs, new Dictionary(), nowSeconds, signal);
    assert.deepEqual(after.segments.map(({ decimals }) => decimals), before.segments.map(({ decimals }) => decimals));
  });
});

test("a clock that is a day behind the server's loses nothing: days after the window are left for later", async () => {
  // Just past the server's midnight, or with a wrong clock: the server has a day that was not thought of.
  await withClient({}, async ({ client, server, signal }) => {
    const yesterday = nowSeconds - 86_400;
    const days = { from: todayNumber - 7, to: todayNumber };
    const { segments } = await readWindow(client, { ...costs, days }, new Dictionary(), yesterday, signal);
    assert.deepEqual(server.requests[0]?.query.get("end_time"), null);
    assert.deepEqual(segments.map(({ day }) => day), [7, 6, 5, 4, 3, 2, 1].map((ago) => todayNumber - ago));
  });
});
