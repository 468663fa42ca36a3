import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { dayStart } from "../../src/domain/buckets.ts";
import { toText, type Decimal } from "../../src/domain/decimal.ts";
import { SegmentBuilder, type Segment } from "../../src/domain/segment.ts";
import { metricOf } from "../../src/domain/sources.ts";
import { weekHours } from "../../src/domain/weekHours.ts";

/** Sums by weekday and hour against the same rows, sorted by the calendar's own names. */

const monday = Date.UTC(2026, 1, 23) / 86_400_000; // over the end of a month
const dayCount = 16;
const weekdayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

interface Row {
  readonly day: number;
  readonly minute: number;
  readonly model: number;
  readonly input: number | undefined;
}

function segmentsOf(rows: readonly Row[], empty: readonly (readonly [day: number, hour: number])[], width: "1h" | "1m"): readonly Segment[] {
  return Array.from({ length: dayCount }, (_, day) => {
    const builder = new SegmentBuilder("completions", ["model"], width, monday + day);
    const step = width === "1h" ? 60 : 1;
    const own = rows.filter((row) => row.day === day).map((row) => ({ ...row, at: row.minute - (row.minute % step) }));
    const buckets = new Set([...own.map(({ at }) => at), ...empty.filter(([each]) => each === day).map(([, hour]) => hour * 60)]);
    for (const minutes of buckets) builder.addBucket(minutes);
    for (const { at, model, input } of own) builder.addRow({ at, dimensions: [model], counts: [input ?? Number.NaN, 0, 1] });
    return builder.finish();
  });
}

const ask = { metric: metricOf("completions", "input_tokens"), from: dayStart(monday), to: dayStart(monday + dayCount), keep: {} };
const text = (value: Decimal | undefined): string | undefined => value && toText(value);
const nameOf = (day: number): string => new Date((monday + day) * 86_400_000).toUTCString().slice(0, 3);

test("each cell is the sum of its hours, nothing where none was covered, and zero where they were empty", () => {
  const row: fc.Arbitrary<Row> = fc.record({ day: fc.nat(dayCount - 1), minute: fc.nat(1_439), model: fc.nat(2), input: fc.option(fc.nat(1_000_000), { nil: undefined, freq: 8 }) });
  const hours = fc.array(fc.tuple(fc.nat(dayCount - 1), fc.nat(23)), { maxLength: 60 });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 80 }), hours, fc.constantFrom("1h" as const, "1m" as const), fc.option(fc.nat(2), { nil: undefined }), (rows, empty, width, model) => {
      const week = weekHours(segmentsOf(rows, empty, width), { ...ask, keep: model === undefined ? {} : { model: new Set([model]) } });
      assert.deepEqual(week.map((each) => each.length), Array<number>(7).fill(24));
      weekdayNames.forEach((name, weekday) => {
        for (let hour = 0; hour < 24; hour += 1) {
          // Hours of which something is known: all their rows are another model's, or some row reports.
          const sums = Array.from({ length: dayCount }, (_, day) => day).flatMap((day) => {
            const all = rows.filter((each) => each.day === day && Math.floor(each.minute / 60) === hour);
            const covered = all.length > 0 || empty.some(([each, at]) => each === day && at === hour);
            const kept = all.filter((each) => model === undefined || each.model === model);
            const values = kept.flatMap(({ input }) => input ?? []);
            return nameOf(day) === name && covered && (kept.length === 0 || values.length > 0) ? [values.reduce((sum, value) => sum + value, 0)] : [];
          });
          const cell = week[weekday]?.[hour];
          assert.equal(text(cell?.sum), sums.length === 0 ? undefined : String(sums.reduce((sum, value) => sum + value, 0)), `${name} ${hour}`);
          assert.equal(cell?.hours, sums.length, `${name} ${hour}`);
        }
      });
    }),
    { numRuns: 60 },
  );
});

test("only hours in the range count, wherever it starts and ends", () => {
  const rows = [0, 1, 2, 3].map((day) => ({ day, minute: 14 * 60, model: 0, input: 10 ** day }));
  const week = weekHours(segmentsOf(rows, [], "1h"), { ...ask, from: dayStart(monday) + 15 * 3_600, to: dayStart(monday + 2) + 15 * 3_600 });
  assert.deepEqual(week.map((hours) => text(hours[14]?.sum)), [undefined, "10", "100", undefined, undefined, undefined, undefined]);
});

test("whole days are refused: their hour is not known", () => {
  const builder = new SegmentBuilder("completions", ["model"], "1d", monday);
  assert.throws(() => weekHours([builder.finish()], ask), RangeError);
});
