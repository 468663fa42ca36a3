import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { breakDown, type Ask, type Breakdown } from "../../src/domain/aggregate.ts";
import { dayStart } from "../../src/domain/buckets.ts";
import { parseDecimal, toNumber, toText, type Decimal } from "../../src/domain/decimal.ts";
import { SegmentBuilder, type Segment } from "../../src/domain/segment.ts";
import { metricOf, type Metric } from "../../src/domain/sources.ts";
import { spelled, unitsText, type Spelled } from "./support/amounts.ts";

/** Sums over segments against sums of whole numbers, row by row. */

interface CostRow {
  readonly day: number;
  readonly project: number;
  readonly item: number;
  readonly amount: Spelled | undefined;
}

const firstDay = 20_000;
const dayCount = 6;
const cost = metricOf("costs", "amount");
const row: fc.Arbitrary<CostRow> = fc.record({ day: fc.nat(dayCount - 1), project: fc.nat(3), item: fc.nat(4), amount: fc.option(spelled, { nil: undefined, freq: 6 }) });
/** Days that the API answered for at all; rows on others are left out. */
const answered = fc.array(fc.boolean(), { minLength: dayCount, maxLength: dayCount });

function costSegments(rows: readonly CostRow[], days: readonly boolean[]): readonly Segment[] {
  return days.flatMap((here, day) => {
    if (!here) return [];
    const builder = new SegmentBuilder("costs", ["project_id", "line_item"], "1d", firstDay + day);
    builder.addBucket(0);
    for (const each of rows.filter((one) => one.day === day)) assert.ok(builder.addRow({ at: 0, dimensions: [each.project, each.item], counts: [], amount: each.amount && parseDecimal(each.amount.text) }));
    return [builder.finish()];
  });
}

const ask = (rest: Partial<Ask> = {}): Ask => ({ metric: cost, width: "1d", from: dayStart(firstDay), to: dayStart(firstDay + dayCount), groupBy: null, keep: {}, ...rest });
const text = (value: Decimal | undefined): string | undefined => value && toText(value);

/** The rows' own sum; nothing where no row reports, unless there are no rows in a place that was answered for. */
function sumOf(rows: readonly CostRow[], zeroWhereEmpty: boolean): string | undefined {
  const reporting = rows.flatMap(({ amount }) => amount ?? []);
  if (reporting.length === 0) return rows.length === 0 && zeroWhereEmpty ? "0" : undefined;
  return unitsText(reporting.reduce((sum, { worth }) => sum + worth, 0n));
}

test("totals, groups and buckets are the exact sums of their rows; nothing, zero and missing stay apart", () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), answered, fc.constantFrom("project_id" as const, "line_item" as const, null), (all, days, groupBy) => {
      const rows = all.filter(({ day }) => days[day]);
      const result = breakDown(costSegments(rows, days), ask({ groupBy }));
      assert.equal(text(result.total), sumOf(rows, days.includes(true)));
      assert.deepEqual([...result.reported], days.map(Number));
      assert.deepEqual(result.starts, days.map((_, day) => dayStart(firstDay + day)));
      days.forEach((here, day) => assert.equal(text(result.bucketTotals[day]), sumOf(rows.filter((one) => one.day === day), here), `day ${day}`));
      const idOf = (each: CostRow): number => (groupBy === "project_id" ? each.project : groupBy === "line_item" ? each.item : 0);
      assert.deepEqual(new Set(result.groups.map(({ id }) => id)), new Set(rows.map(idOf)));
      for (const group of result.groups) {
        const own = rows.filter((each) => idOf(each) === group.id);
        assert.equal(text(group.total), sumOf(own, false));
        days.forEach((_, day) => {
          const exact = sumOf(own.filter((one) => one.day === day), false);
          assert.equal(text(group.at(day)), exact);
          const drawn = group.drawn(day);
          if (exact === undefined) assert.ok(Number.isNaN(drawn));
          else assert.ok(Math.abs(drawn - Number(exact)) <= 1e-6 + 1e-12 * Math.abs(Number(exact)));
        });
      }
      const totals = result.groups.flatMap(({ total }) => (total ? [toNumber(total)] : [0]));
      assert.deepEqual(totals, totals.toSorted((a, b) => b - a), "largest first");
    }),
    { numRuns: 400 },
  );
});

test("a filter keeps exactly the rows it names, and what is kept apart adds up to the whole", () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), fc.uniqueArray(fc.nat(3)), fc.option(fc.uniqueArray(fc.nat(4)), { nil: undefined }), (rows, projects, items) => {
      const days = Array<boolean>(dayCount).fill(true);
      const keep = { project_id: new Set(projects), ...(items && { line_item: new Set(items) }) };
      const result = breakDown(costSegments(rows, days), ask({ keep, groupBy: "line_item" }));
      const kept = rows.filter(({ project, item }) => projects.includes(project) && (items?.includes(item) ?? true));
      assert.equal(text(result.total), sumOf(kept, true));
      assert.deepEqual(new Set(result.groups.map(({ id }) => id)), new Set(kept.map(({ item }) => item)));
    }),
  );
});

test("only buckets within the range count", () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), fc.nat(dayCount), fc.nat(dayCount), (rows, from, length) => {
      const days = Array<boolean>(dayCount).fill(true);
      const result = breakDown(costSegments(rows, days), ask({ from: dayStart(firstDay + from), to: dayStart(firstDay + from + length) }));
      const inside = rows.filter(({ day }) => day >= from && day < from + length);
      assert.equal(text(result.total), sumOf(inside, length > 0 && from < dayCount));
      assert.equal(result.bucketTotals.length, length);
    }),
  );
});

test("ten thousand rows of up to a billion dollars add up to the last digit", () => {
  fc.assert(
    fc.property(fc.array(spelled, { minLength: 200, maxLength: 400 }), (amounts) => {
      const rows = Array.from({ length: 25 }, () => amounts).flat().map((amount, index): CostRow => ({ day: index % dayCount, project: index % 7, item: 0, amount }));
      const result = breakDown(costSegments(rows, Array<boolean>(dayCount).fill(true)), ask({ groupBy: "project_id" }));
      assert.equal(text(result.total), sumOf(rows, true));
    }),
    { numRuns: 5 },
  );
});

interface CountRow {
  readonly minute: number;
  readonly model: number;
  readonly input: number;
  readonly output: number;
  readonly cached: number | undefined;
}

function usageSegment(rows: readonly CountRow[], minutes: readonly number[]): Segment {
  const builder = new SegmentBuilder("completions", ["model"], "1m", firstDay);
  for (const minute of minutes) builder.addBucket(minute);
  // In the source's own order: input, output, requests, then input_cached_tokens.
  for (const { minute, model, input, output, cached } of rows) builder.addRow({ at: minute, dimensions: [model], counts: [input, output, 1, cached ?? Number.NaN] });
  return builder.finish();
}

const count = fc.nat(1_000_000_000);
const countRow: fc.Arbitrary<CountRow> = fc.record({ minute: fc.nat(1_439), model: fc.nat(3), input: count, output: count, cached: fc.option(count, { nil: undefined }) });
const usageAsk = (metric: Metric, width: "1m" | "1h" | "1d"): Ask => ({ metric, width, from: dayStart(firstDay), to: dayStart(firstDay + 1), groupBy: "model", keep: {} });

test("minutes add up to hours and days, a metric of two fields adds both, and an unreported field is no zero", () => {
  fc.assert(
    fc.property(fc.array(countRow, { maxLength: 80 }), fc.constantFrom("1m" as const, "1h" as const, "1d" as const), (rows, width) => {
      const segment = usageSegment(rows, [...new Set(rows.map(({ minute }) => minute)), 0]);
      const sums: Readonly<Record<string, (each: CountRow) => number | undefined>> = { total_tokens: ({ input, output }) => input + output, input_tokens: ({ input }) => input, input_cached_tokens: ({ cached }) => cached, num_model_requests: () => 1 };
      for (const [id, valueOf] of Object.entries(sums)) {
        const result = breakDown([segment], usageAsk(metricOf("completions", id), width));
        const of = (some: readonly CountRow[], empty: string | undefined): string | undefined => {
          const values = some.flatMap((each) => valueOf(each) ?? []);
          return values.length > 0 ? String(values.reduce((sum, value) => sum + value, 0)) : some.length === 0 ? empty : undefined;
        };
        assert.equal(text(result.total), of(rows, "0"), id);
        for (const group of result.groups) assert.equal(text(group.total), of(rows.filter(({ model }) => model === group.id), undefined), id);
        const step = { "1m": 1, "1h": 60, "1d": 1_440 }[width];
        result.bucketTotals.forEach((value, bucket) => {
          const inside = rows.filter(({ minute }) => Math.floor(minute / step) === bucket);
          assert.equal(text(value), of(inside, bucket === 0 ? "0" : undefined), `${id} ${bucket}`);
        });
      }
    }),
    { numRuns: 60 },
  );
});

/** Bytes stored by project, one row for each pair. */
function storedSegment(day: number, rows: readonly (readonly [project: number, bytes: number])[]): Segment {
  const builder = new SegmentBuilder("vector_stores", ["project_id"], "1d", day);
  builder.addBucket(0);
  for (const [project, bytes] of rows) builder.addRow({ at: 0, dimensions: [project], counts: [bytes] });
  return builder.finish();
}

const levelOf = (segments: readonly Segment[], rest: Partial<Ask>): Breakdown => breakDown(segments, ask({ metric: metricOf("vector_stores", "usage_bytes"), groupBy: "project_id", ...rest }));

test("a level is read at its newest day and never summed over days", () => {
  const segments = [storedSegment(firstDay, [[1, 100], [2, 7]]), storedSegment(firstDay + 1, [[1, 120], [1, 3]])];
  const { total, groups, bucketTotals } = levelOf(segments, {});
  assert.equal(text(total), "123");
  assert.deepEqual(bucketTotals.map(text), ["107", "123", undefined, undefined, undefined, undefined]);
  assert.deepEqual(groups.map(({ id, total: own }) => [id, text(own)]), [[1, "123"], [2, undefined]]);
});

test("a group's figure is the same whether it is one of many or filtered for", () => {
  const segments = [storedSegment(firstDay, [[1, 100], [2, 7]]), storedSegment(firstDay + 1, [[1, 120]])];
  for (const { id, total } of levelOf(segments, {}).groups) assert.equal(text(levelOf(segments, { keep: { project_id: new Set([id]) } }).total), text(total), `project ${id}`);
});
