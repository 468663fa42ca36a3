import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseJson } from "../../src/api/json.ts";
import { SegmentReader } from "../../src/api/segmentReader.ts";
import { daySeconds, type DayRange } from "../../src/domain/buckets.ts";
import { Dictionary } from "../../src/domain/dictionary.ts";
import type { Segment } from "../../src/domain/segment.ts";
import { spelled, unitsText } from "./support/amounts.ts";
import { costText, figuresOf } from "./support/figures.ts";
import { thrown } from "./support/refusal.ts";

/** From the text of a page to columns, digit for digit. */

const days: DayRange = { from: 20_000, to: 20_003 };
const question = { source: "costs", view: ["project_id", "line_item"], width: "1d", from: days.from * daySeconds, to: days.to * daySeconds } as const;

function bucket(day: number, rows: readonly string[]): string {
  return `{"object":"bucket","start_time":${day * daySeconds},"end_time":${(day + 1) * daySeconds},"results":[${rows.join()}]}`;
}

function readCosts(buckets: readonly string[], dictionary = new Dictionary()): readonly Segment[] {
  const reader = new SegmentReader(question, dictionary);
  reader.addBuckets(parseJson(`[${buckets.join()}]`, "test") as readonly unknown[]);
  return reader.finish();
}

const costRow = (amount: string, rest = ""): string => `{"object":"organization.costs.result","amount":{"value":${amount},"currency":"usd"}${rest}}`;

test("a total over the text of a page is the exact sum of what stands there, number or string", () => {
  const amount = fc.tuple(spelled, fc.boolean(), fc.integer({ min: 0, max: 2 }));
  fc.assert(
    fc.property(fc.array(amount, { maxLength: 60 }), (amounts) => {
      const of = (day: number): readonly string[] => amounts.filter(([, , at]) => at === day).map(([{ text }, quoted]) => costRow(quoted ? `"${text}"` : text));
      const segments = readCosts([0, 1, 2].map((day) => bucket(days.from + day, of(day))));
      assert.equal(costText(segments, days), unitsText(amounts.reduce((sum, [{ worth }]) => sum + worth, 0n)));
    }),
    { numRuns: 300 },
  );
});

test("null and absent dimensions are one unattributed group, and no row is dropped", () => {
  const rows = [costRow("1"), costRow("2", `,"project_id":null,"line_item":null`), costRow("4", `,"project_id":"p"`), costRow("8", `,"project_id":""`)];
  const dictionary = new Dictionary();
  const { groups } = figuresOf(readCosts([bucket(days.from, rows)], dictionary), { source: "costs", metric: "amount", days, groupBy: "project_id" });
  assert.deepEqual(groups.map(({ id, total }) => [dictionary.textOf(id), total?.coefficient]), [["", 8n], ["p", 4n], [null, 3n]]);
});

test("a cost without an amount is not reported, and is not zero", () => {
  for (const row of [`{"object":"organization.costs.result"}`, `{"object":"organization.costs.result","amount":null}`, `{"object":"organization.costs.result","amount":{"value":null,"currency":"usd"}}`]) {
    assert.equal(costText(readCosts([bucket(days.from, [row])]), days), undefined, row);
  }
  assert.equal(costText(readCosts([bucket(days.from, [])]), days), "0");
  assert.equal(costText(readCosts([]), days), undefined);
});

test("dollars may be spelled in any case or not at all; other currencies are refused", () => {
  for (const currency of [`"usd"`, `"USD"`, "null"]) assert.equal(costText(readCosts([bucket(days.from, [`{"object":"organization.costs.result","amount":{"value":1,"currency":${currency}}}`])]), days), "1");
  for (const currency of [`"eur"`, `""`, "7", "{}", `["usd"]`]) thrown(() => readCosts([bucket(days.from, [`{"object":"organization.costs.result","amount":{"value":1,"currency":${currency}}}`])]), "untrusted");
});

test("a count that no row has is not reported, and one that some have is the sum of those", () => {
  const usage = (rest: string): string => `{"object":"organization.usage.completions.result","input_tokens":9,"output_tokens":0,"num_model_requests":1${rest}}`;
  const cached = (rows: readonly string[]): bigint | undefined => {
    const reader = new SegmentReader({ ...question, source: "completions", view: [] }, new Dictionary());
    reader.addBuckets(parseJson(`[${bucket(days.from, rows)}]`, "test") as readonly unknown[]);
    return figuresOf(reader.finish(), { source: "completions", metric: "input_cached_tokens", days }).total?.coefficient;
  };
  assert.equal(cached([usage(""), usage(`,"input_cached_tokens":null`)]), undefined);
  assert.equal(cached([usage(""), usage(`,"input_cached_tokens":0`)]), 0n);
  assert.equal(cached([usage(`,"input_cached_tokens":3`), usage(""), usage(`,"input_cached_tokens":4`)]), 7n);
});

test("buckets may come on several pages, each once and in order", () => {
  const reader = new SegmentReader(question, new Dictionary());
  const page = (day: number): readonly unknown[] => parseJson(`[${bucket(day, [costRow("1")])}]`, "test") as readonly unknown[];
  reader.addBuckets(page(days.from));
  reader.addBuckets(page(days.from + 1)); // the last day may be missing
  for (const day of [days.from, days.from + 1]) thrown(() => reader.addBuckets(page(day)), "untrusted");
  assert.equal(costText(reader.finish(), days), "2");
});

test("a bucket that is left out before another is not nothing reported: the answer is refused", () => {
  for (const missing of [0, 1]) {
    const left = [0, 1, 2].filter((day) => day !== missing).map((day) => bucket(days.from + day, [costRow("1")]));
    assert.match(thrown(() => readCosts(left), "untrusted").message, /start_time leaves one out before it, or is out of order/);
  }
});

test("an answer that ends before all that was asked for says nothing of the rest: it is refused, unless the rest is yet to come", () => {
  for (const last of [-1, 0, 1]) {
    const buckets = parseJson(`[${[0, 1].filter((day) => day <= last).map((day) => bucket(days.from + day, [costRow("1")])).join()}]`, "test") as readonly unknown[];
    const reader = new SegmentReader(question, new Dictionary());
    reader.addBuckets(buckets);
    for (const until of [question.to, (days.from + last + 2) * daySeconds]) assert.match(thrown(() => reader.finish(until), "untrusted").message, /data ends before \d{4}-\d\d-\d\d, up to which it was asked for/);
    assert.equal(reader.finish((days.from + last + 1) * daySeconds).length, last + 1);
  }
});

test("batch is told apart as true, false and null", () => {
  const usage = (batch: string, input: number): string => `{"object":"organization.usage.completions.result","input_tokens":${input},"output_tokens":0,"num_model_requests":1,"batch":${batch}}`;
  const dictionary = new Dictionary();
  const reader = new SegmentReader({ ...question, source: "completions", view: ["batch"] }, dictionary);
  reader.addBuckets(parseJson(`[${bucket(days.from, [usage("true", 1), usage("false", 2), usage("null", 4), usage("true", 8)])}]`, "test") as readonly unknown[]);
  const { groups } = figuresOf(reader.finish(), { source: "completions", metric: "input_tokens", days, groupBy: "batch" });
  assert.deepEqual(groups.map(({ id, total }) => [dictionary.textOf(id), total?.coefficient]), [["true", 9n], [null, 4n], ["false", 2n]]);
});

test("an error names endpoint and place, and repeats little of what was there", () => {
  const error = thrown(() => readCosts([bucket(days.from, [costRow("1"), `{"object":"${"x".repeat(5_000)}"}`])]), "untrusted");
  assert.match(error.message, /^organization\/costs .*data\[0\]\.results\[1\]\.object/);
  assert.ok(error.message.length < 300);
});
