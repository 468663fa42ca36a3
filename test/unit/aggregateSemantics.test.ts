import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { breakDown, type Ask, type Breakdown } from "../../src/domain/aggregate.ts";
import { dayStart, type BucketWidth } from "../../src/domain/buckets.ts";
import { parseDecimal, toText, type Decimal } from "../../src/domain/decimal.ts";
import type { Dimension } from "../../src/domain/dimensions.ts";
import { SegmentBuilder, type Segment } from "../../src/domain/segment.ts";
import { metricOf, type Metric, type SourceId } from "../../src/domain/sources.ts";
import { spelled, spelledDigits, unitsText, type Spelled } from "./support/amounts.ts";
import { naiveBreakDown, type NaiveSegment } from "./support/naiveBreakDown.ts";

/** `breakDown` against a plain sum of whole numbers, over everything a segment can hold and an ask can want. */

const firstDay = 20_000;
const unit = 10n ** BigInt(spelledDigits);

/** A question with the same rows in both forms. */
interface Case {
  readonly segments: readonly Segment[];
  readonly naive: readonly NaiveSegment[];
  readonly ask: Ask;
}

interface Row {
  readonly at: number;
  /** One number for each dimension that any segment of the case has. */
  readonly ids: readonly number[];
  readonly amount: Spelled | undefined;
  readonly counts: readonly (number | undefined)[];
}

interface Day {
  readonly day: number;
  /** Whether the segment lacks the last dimension, as one of another view would. */
  readonly narrow: boolean;
  readonly emptyBuckets: readonly number[];
  readonly rows: readonly Row[];
}

/** Small numbers and 0, so that rows meet; and numbers too large and too few for a table. */
const id = fc.oneof({ weight: 8, arbitrary: fc.nat(5) }, fc.constantFrom(65_535, 65_537, 1_048_575, 1_048_576, 1_048_579, 2_147_483_653, 4_294_967_295));
const ids = fc.tuple(id, id, id);
const idSet = fc.uniqueArray(id, { maxLength: 6 }).map((kept) => new Set(kept));
const minute = fc.oneof(fc.constant(0), fc.nat(1_439), fc.nat(130));
const wholeCount = fc.oneof(fc.nat(20), fc.constant(-0), fc.nat(1_000_000_000));
/** A few amounts again and again, so that totals tie. */
const usual = ["0", "0.1", "-0.1", "2.5"].map(spelledOf);
/** More than three limbs of fraction, and more than four. */
const finest = ["0.1000000000000000000000000000005", "-0.0000000000000000000000000000003", "0.1000000000000000000000000000000000000007", "-3.1000000000000000000000000000000000000008"].map(spelledOf);
const row: fc.Arbitrary<Row> = fc.record({
  at: minute,
  ids,
  amount: fc.option(fc.oneof(spelled, fc.constantFrom(...usual), fc.constantFrom(...finest)), { nil: undefined, freq: 5 }),
  counts: fc.array(fc.option(wholeCount, { nil: undefined, freq: 3 }), { minLength: 4, maxLength: 4 }),
});
const day: fc.Arbitrary<Day> = fc.record({ day: fc.nat(3), narrow: fc.boolean(), emptyBuckets: fc.array(minute, { maxLength: 3 }), rows: fc.array(row, { maxLength: 25 }) });
/** In any order, and more than one a day. */
const days = fc.array(day, { maxLength: 6 });
const asked = fc.record({
  from: fc.nat(3),
  /** Seconds past midnight: days need not be UTC days. */
  past: fc.constantFrom(0, 0, 0, 18_000),
  length: fc.nat(4),
  width: fc.constantFrom<BucketWidth>("1d", "1d", "1d", "1d", "1h", "1h", "1h", "1h", "1m"),
  /** Which dimension is grouped by; the last one is in no segment. */
  groupBy: fc.option(fc.nat(3), { nil: null }),
  keep: fc.array(fc.option(idSet, { nil: undefined, freq: 2 }), { minLength: 4, maxLength: 4 }),
});

function spelledOf(text: string): Spelled {
  return { text, worth: (BigInt(text.replace(".", "")) * unit) / 10n ** BigInt(text.split(".")[1]?.length ?? 0) };
}

/** @param worthOf of a row that reports the metric, in whole units of 10^-40 */
function caseOf(source: SourceId, dimensions: readonly Dimension[], absent: Dimension, metric: Metric, all: readonly Day[], wanted: (typeof asked extends fc.Arbitrary<infer T> ? T : never), worthOf: (row: Row) => bigint | undefined): Case {
  const segments: Segment[] = [];
  const naive: NaiveSegment[] = [];
  for (const each of all) {
    const view = each.narrow ? dimensions.slice(0, -1) : dimensions;
    const builder = new SegmentBuilder(source, view, "1m", firstDay + each.day);
    const buckets = [...each.emptyBuckets, ...each.rows.map(({ at }) => at)];
    for (const minutes of buckets) builder.addBucket(minutes);
    for (const { at, ids: own, amount, counts } of each.rows) assert.ok(builder.addRow({ at, dimensions: own, counts: counts.map((count) => count ?? Number.NaN), amount: amount && parseDecimal(amount.text) }));
    segments.push(builder.finish());
    const rows = each.rows.map((one) => ({ at: one.at, dimensions: Object.fromEntries(view.map((name, index) => [name, one.ids[index] ?? 0])), worth: worthOf(one) }));
    naive.push({ day: firstDay + each.day, buckets, rows });
  }
  const names = [...dimensions, absent];
  const keep = Object.fromEntries(names.flatMap((name, index) => (wanted.keep[index] ? [[name, wanted.keep[index]]] : [])));
  // Minutes over several days are many buckets; one day shows as much.
  const length = wanted.width === "1m" ? Math.min(1, wanted.length) : wanted.length;
  const from = dayStart(firstDay + wanted.from) + wanted.past;
  const groupBy = wanted.groupBy === null ? null : (names[wanted.groupBy] ?? null);
  return { segments, naive, ask: { metric, width: wanted.width, from, to: from + length * 86_400, groupBy, keep } };
}

const text = (value: Decimal | undefined): string | undefined => value && toText(value);
const naiveText = (value: bigint | undefined): string | undefined => (value === undefined ? undefined : unitsText(value));

/** Everything both say, as text. @param first what is read first: totals are added up from rows or from buckets */
function assertSame({ segments, naive, ask }: Case, first: keyof Breakdown): void {
  const got = breakDown(segments, ask);
  assert.doesNotThrow(() => got[first]);
  const wanted = naiveBreakDown(naive, ask);
  assert.deepEqual(got.starts, wanted.starts);
  assert.deepEqual([...got.reported], wanted.reported);
  assert.equal(text(got.total), naiveText(wanted.total), "total");
  assert.deepEqual(got.bucketTotals.map(text), wanted.bucketTotals.map(naiveText), "bucket totals");
  assert.deepEqual(got.groups.map(({ id: own, total }) => [own, text(total)]), wanted.groups.map(({ id: own, total }) => [own, naiveText(total)]), "groups in order");
  got.groups.forEach((group, place) => {
    const cells = wanted.groups[place]?.cells ?? [];
    assert.deepEqual([...group.line()], cells.map((_, bucket) => group.drawn(bucket)), `line of group ${group.id}`);
    assert.deepEqual(cells.map((_, bucket) => text(group.at(bucket))), cells.map(naiveText), `buckets of group ${group.id}`);
    cells.forEach((cell, bucket) => {
      const drawn = group.drawn(bucket);
      if (cell === undefined) assert.ok(Number.isNaN(drawn));
      else assert.ok(Math.abs(drawn - Number(naiveText(cell))) <= 1e-14 + 1e-14 * Math.abs(drawn), `${drawn} for ${String(naiveText(cell))}`);
    });
  });
}

const readFirst = fc.constantFrom<keyof Breakdown>("groups", "total", "bucketTotals");

test("amounts of any fineness and sign, over any rows, filters, ranges and widths", () => {
  fc.assert(
    fc.property(days, asked, readFirst, (all, wanted, first) => {
      assertSame(caseOf("costs", ["project_id", "line_item", "api_key_id"], "user_id", metricOf("costs", "amount"), all, wanted, ({ amount }) => amount?.worth), first);
    }),
    { numRuns: 400 },
  );
});

test("values of a column whose rows stand side by side, over any range", () => {
  const together = fc.tuple(fc.nat(5), fc.array(row, { minLength: 8, maxLength: 20 })).map(([first, rows]) => rows.map((one) => ({ ...one, ids: [first, ...one.ids.slice(1)] })));
  const longRuns = fc.array(fc.record({ day: fc.nat(3), narrow: fc.boolean(), emptyBuckets: fc.constant([]), rows: fc.array(together, { maxLength: 5 }).map((runs) => runs.flat()) }), { maxLength: 3 });
  const several = fc.uniqueArray(fc.nat(6), { minLength: 2, maxLength: 4 }).map((kept) => new Set(kept));
  fc.assert(
    fc.property(longRuns, asked, several, readFirst, (all, wanted, kept, first) => {
      const only = { ...wanted, keep: [kept, undefined, undefined, undefined] };
      assertSame(caseOf("costs", ["project_id", "line_item", "api_key_id"], "user_id", metricOf("costs", "amount"), all, only, ({ amount }) => amount?.worth), first);
    }),
    { numRuns: 200 },
  );
});

test("the same values as groups, all rows or some of them", () => {
  const thirdLimb = spelledOf("-0.0000000000000000007");
  const amountOf = fc.constantFrom((one: Row) => one.amount, () => undefined, () => thirdLimb);
  // In one bucket, or the API's order by time would part them.
  const together = fc.tuple(fc.nat(5), amountOf, fc.array(row, { minLength: 8, maxLength: 20 })).map(([first, amount, rows]) => rows.map((one) => ({ ...one, at: 0, ids: [first, ...one.ids.slice(1)], amount: amount(one) })));
  const longRuns = fc.array(fc.record({ day: fc.nat(3), narrow: fc.boolean(), emptyBuckets: fc.constant([]), rows: fc.array(together, { maxLength: 5 }).map((runs) => runs.flat()) }), { maxLength: 3 });
  fc.assert(
    fc.property(longRuns, asked, fc.boolean(), readFirst, (all, wanted, whole, first) => {
      const grouped = { ...wanted, from: 0, past: 0 as const, length: 4, width: "1d" as const, groupBy: 0, keep: whole ? [] : wanted.keep };
      assertSame(caseOf("costs", ["project_id", "line_item", "api_key_id"], "user_id", metricOf("costs", "amount"), all, grouped, ({ amount }) => amount?.worth), first);
    }),
    { numRuns: 200 },
  );
});

test("one count field and several added, each reported or not", () => {
  const worth = (values: readonly (number | undefined)[]): bigint | undefined => {
    const known = values.flatMap((value) => value ?? []);
    return known.length === 0 ? undefined : known.reduce((sum, value) => sum + BigInt(value) * unit, 0n);
  };
  // In the source's own order: input, output, requests, then input_cached_tokens.
  const metrics = { total_tokens: [0, 1], input_tokens: [0], num_model_requests: [2], input_cached_tokens: [3], output_audio_tokens: [4] };
  fc.assert(
    fc.property(days, asked, readFirst, fc.constantFrom(...Object.entries(metrics)), (all, wanted, first, [name, fields]) => {
      const worthOf = ({ counts }: Row): bigint | undefined => worth(fields.map((field) => counts[field]));
      assertSame(caseOf("completions", ["project_id", "model", "user_id"], "api_source", metricOf("completions", name), all, wanted, worthOf), first);
    }),
    { numRuns: 400 },
  );
});

test("a metric whose column no segment has is reported nowhere", () => {
  const metric: Metric = { id: "unheard_of", label: "", unit: "tokens", of: ["unheard_of"], over: "sum" };
  fc.assert(fc.property(days, asked, readFirst, (all, wanted, first) => assertSame(caseOf("completions", ["project_id", "model", "user_id"], "api_source", metric, all, wanted, () => undefined), first)));
});

test("a level is read in the newest bucket that has rows, whatever is kept", () => {
  fc.assert(
    fc.property(days, asked, readFirst, (all, wanted, first) => {
      const worthOf = ({ counts }: Row): bigint | undefined => (counts[0] === undefined ? undefined : BigInt(counts[0]) * unit);
      assertSame(caseOf("vector_stores", ["project_id", "api_key_id", "user_id"], "model", metricOf("vector_stores", "usage_bytes"), all, wanted, worthOf), first);
    }),
    { numRuns: 400 },
  );
});

/** A segment whose rows are all alike: more of them than can be built one by one. */
function uniform(rows: number, whole: number, limb: number, over: Partial<Segment> = {}): Segment {
  const column = new Int32Array(rows).fill(limb);
  const empty = { units: null, counts: {}, dimensions: {}, buckets: Uint16Array.of(0), at: new Uint16Array(rows) };
  return { source: "costs", view: "", width: "1d", day: firstDay, rows, decimals: { amount: { whole: new Float64Array(rows).fill(whole), limbs: [column, column, column] } }, ...empty, ...over };
}

const aDay = (ask: Partial<Ask> = {}): Ask => ({ metric: metricOf("costs", "amount"), width: "1d", from: dayStart(firstDay), to: dayStart(firstDay + 2), groupBy: null, keep: {}, ...ask });

for (const sign of [1, -1]) {
  test(`twelve million rows of ${sign < 0 ? "minus " : ""}a billion dollars, less the last digit, lose none`, () => {
    const segment = uniform(6_000_000, sign * 999_999_999, sign * 999_999_999);
    const worth = BigInt(sign) * (10n ** 36n - 1n);
    for (const first of ["groups", "bucketTotals"] as const) {
      for (const second of [segment, { ...segment, day: firstDay + 1 }]) {
        const got = breakDown([segment, second], aDay());
        assert.ok(got[first]);
        assert.equal(text(got.total), unitsText(12_000_000n * worth, 27));
        assert.equal(text(got.groups[0]?.total), unitsText(12_000_000n * worth, 27));
        const perDay = second === segment ? 12_000_000n : 6_000_000n;
        assert.equal(text(got.bucketTotals[0]), unitsText(perDay * worth, 27));
        assert.equal(text(got.groups[0]?.at(0)), unitsText(perDay * worth, 27));
      }
    }
  });
}

for (const groups of [2, 50_000]) {
  test(`days of millions of dollars among ${String(groups)} projects lose no digit`, () => {
    const rows = 1_000;
    const project_id = Uint32Array.from({ length: rows }, (_, index) => (index % 2) * (groups - 1));
    const whole = [4_100, -2_100, 4_300, 9_000, 4_100, 3_900, 9_000, -4_400, 2_700, 4_100, 4_300];
    const segments = whole.map((dollars, index) => uniform(rows, dollars, Math.sign(dollars) * 999_999_999, { day: firstDay + (index % 2), dimensions: { project_id } }));
    // Each row is the next dollar, less the last digit.
    const worth = (those: readonly number[]): bigint => those.reduce((sum, dollars) => sum + BigInt(Math.sign(dollars)) * (BigInt(Math.abs(dollars) + 1) * 10n ** 27n - 1n), 0n);
    const half = BigInt(rows / 2);
    const [even, odd] = [0, 1].map((rest) => whole.filter((_, index) => index % 2 === rest));
    const ofDays = [worth(even ?? []), worth(odd ?? [])];
    for (const keep of [{}, { project_id: new Set([0, groups - 1]) }, { project_id: new Set([0]) }]) {
      for (const first of ["groups", "bucketTotals"] as const) {
        const got = breakDown(segments, aDay({ groupBy: "project_id", keep }));
        assert.ok(got[first]);
        const kept = BigInt(got.groups.length);
        assert.equal(kept, keep.project_id?.size === 1 ? 1n : 2n);
        assert.deepEqual(got.groups.map((group) => text(group.total)), got.groups.map(() => unitsText(half * worth(whole), 27)));
        assert.equal(text(got.total), unitsText(kept * half * worth(whole), 27));
        assert.deepEqual(got.bucketTotals.map(text), ofDays.map((one) => unitsText(kept * half * one, 27)));
        assert.deepEqual(ofDays.map((_, bucket) => text(got.groups[0]?.at(bucket))), ofDays.map((one) => unitsText(half * one, 27)));
      }
    }
  });
}

test("amounts of up to some millions over many days, in all groups and filters", () => {
  const large = fc.tuple(fc.bigInt({ min: -3_000_000n * unit, max: 3_000_000n * unit }), fc.nat(9)).map(([units, rest]): Spelled => {
    const worth = units - (units % 10n ** 13n) + BigInt(rest) * 10n ** 13n;
    return { text: unitsText(worth), worth };
  });
  const largeRow = fc.tuple(row, fc.option(large, { nil: undefined, freq: 9 })).map(([one, amount]): Row => ({ ...one, amount }));
  const largeDays = fc.array(fc.tuple(day, fc.array(largeRow, { minLength: 1, maxLength: 40 })).map(([one, rows]): Day => ({ ...one, rows })), { minLength: 4, maxLength: 12 });
  fc.assert(
    fc.property(largeDays, asked, readFirst, (all, wanted, first) => {
      assertSame(caseOf("costs", ["project_id", "line_item", "user_id"], "api_key_id", metricOf("costs", "amount"), all, wanted, ({ amount }) => amount?.worth), first);
    }),
    { numRuns: 60 },
  );
});

test("totals near the largest that a double counts add up over all groups, with what their last digits carry", () => {
  const small = 100;
  // One row each for what a project's millions of rows amount to.
  const project_id = Uint32Array.from({ length: small + 2 }, (_, index) => index);
  const whole = Float64Array.from(project_id, (index) => (index < small ? 0 : 2 ** 52 - 1));
  const one = new Int32Array(small + 2).fill(999_999_999);
  const segment = uniform(small + 2, 0, 0, { dimensions: { project_id }, decimals: { amount: { whole, limbs: [one] } } });
  for (const first of ["total", "bucketTotals"] as const) {
    const got = breakDown([segment], aDay({ groupBy: "project_id" }));
    assert.ok(got[first]);
    assert.deepEqual([got.total, got.bucketTotals[0]].map(text), Array(2).fill("9007199254741091.999999898"), first);
  }
});

test("a metric of two fields adds up millions of rows of a billion each", () => {
  const counts = (rows: number, count: number): Segment => {
    const column = new Float64Array(rows).fill(count);
    return { ...uniform(rows, 0, 0), source: "completions", counts: { input_tokens: column, output_tokens: column }, decimals: {} };
  };
  const [first, second] = [1_125_899, 2 ** 22]; // almost as much as settling may leave, and then rows of which each is two values
  const { total } = breakDown([counts(first, 1_000_000_000), counts(second, 999_999_999)], aDay({ metric: metricOf("completions", "total_tokens") }));
  assert.equal(text(total), String(2n * (BigInt(first) * 1_000_000_000n + BigInt(second) * 999_999_999n)));
});

test("credits are drawn as the double nearest to them", () => {
  for (const amount of ["-0.001", "-0.1", "-0.000000000000000001", "-3.1000000000000000000000000000000000000008", "-999999999.000000001"]) {
    const builder = new SegmentBuilder("costs", ["project_id"], "1d", firstDay);
    builder.addBucket(0);
    builder.addRow({ at: 0, dimensions: [1], counts: [], amount: parseDecimal(amount) });
    assert.equal(breakDown([builder.finish()], aDay({ groupBy: "project_id" })).groups[0]?.drawn(0), Number(amount));
  }
});

test("a day too large for a double leaves nothing behind for the next", () => {
  const rows = 2 ** 22 + 1;
  const segment = uniform(rows, 2 ** 30, 0);
  const { bucketTotals, groups, total } = breakDown([segment, { ...segment, day: firstDay + 1 }], aDay());
  const perDay = String(BigInt(rows) * 2n ** 30n);
  assert.deepEqual([...bucketTotals, groups[0]?.at(1)].map(text), [perDay, perDay, perDay]);
  assert.equal(text(total), String(BigInt(rows) * 2n ** 31n));
});

test("a whole part or count of minus zero is zero, and not nothing", () => {
  for (const segment of [uniform(1, -0, 0), { ...uniform(1, -0, 0), counts: { amount: Float64Array.of(-0) }, decimals: {} }]) {
    const { groups, total, bucketTotals } = breakDown([segment], aDay());
    assert.deepEqual([groups.length, text(groups[0]?.total), text(total), text(bucketTotals[0])], [1, "0", "0", "0"]);
  }
});

test("totals that differ in the twenty-seventh digit only are in order, and equal ones as they first appear", () => {
  const amounts = ["5.000000000000000000000000001", "5", "5.000000000000000000000000002", "-1", "5", "-1.000000000000000000000000001"];
  const builder = new SegmentBuilder("costs", ["project_id"], "1d", firstDay);
  const numbers = [9, 8, 3, 70_000_000, 2, 1];
  amounts.forEach((amount, index) => builder.addRow({ at: 0, dimensions: [numbers[index] ?? 0], counts: [], amount: parseDecimal(amount) }));
  const { groups } = breakDown([builder.finish()], aDay({ groupBy: "project_id" }));
  assert.deepEqual(groups.map(({ id: own }) => own), [3, 9, 8, 2, 70_000_000, 1]);
});

test("a hundred thousand groups that all tie keep the order in which they appear", () => {
  const rows = 100_000;
  const project_id = Uint32Array.from({ length: rows }, (_, index) => (index * 7_919) % rows);
  const { groups } = breakDown([uniform(rows, 0, 1, { dimensions: { project_id } })], aDay({ groupBy: "project_id" }));
  assert.deepEqual(groups.map(({ id: own }) => own), [...project_id]);
});

test("what is drawn of a bucket is as exact as a double can be, also where a credit of another run takes most of it back", () => {
  const segments = ["594158339.00000006", "-585403908.07617900"].map((amount) => {
    const builder = new SegmentBuilder("costs", ["project_id"], "1d", firstDay);
    builder.addBucket(0);
    builder.addRow({ at: 0, dimensions: [1], counts: [], amount: parseDecimal(amount) });
    return builder.finish();
  });
  const [group] = breakDown(segments, aDay({ groupBy: "project_id" })).groups;
  assert.deepEqual([group?.drawn(0), group?.line()[0]], [8754430.92382106, 8754430.92382106]);
});
