import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { allSources, sourceSpec } from "../../src/domain/sources.ts";
import { SegmentBuilder } from "../../src/domain/segment.ts";
import { HistoryError } from "../../src/history/historyError.ts";
import { decodeSegment, encodeSegment, withoutSilentCounts } from "../../src/history/segmentCodec.ts";
import type { Series } from "../../src/history/series.ts";
import { costs, costsOn } from "./support/historyFixtures.ts";
import { anySegment } from "./support/segments.ts";

/** Segments as blobs, and back. */

const unreadable = { name: "HistoryError", kind: "damaged", message: /costs 1d project_id\+line_item 20000 cannot be read/ };
const sample = costsOn(20_000, [[1, 3, "12.345678901234567890"], [2, 3, "-0.00000000000001"], [300, 4, "70000"]]);

test("every value of every column comes back to the bit, but for counts that nobody reports", () => {
  fc.assert(
    fc.property(anySegment, (segment) => {
      const back = decodeSegment(costs, segment.day, encodeSegment(costs, segment));
      assert.deepEqual(back, withoutSilentCounts(segment));
    }),
    { numRuns: 2_000 },
  );
});

test("columns whose values just fit a width come back, with rows that report nothing and without", () => {
  for (const limit of [2 ** 8, 2 ** 16, 2 ** 32]) {
    for (const most of [limit - 2, limit - 1, limit, limit + 1]) {
      for (const last of [0, Number.NaN, 2 ** 53]) {
        for (const least of [0, -5, 1_000]) {
          const whole = Float64Array.of(least, least + most, least + 1, last);
          const segment = { ...sample, rows: 4, at: new Uint16Array(4), dimensions: {}, counts: { input_tokens: whole }, decimals: { amount: { whole, limbs: [] } }, units: null };
          assert.deepEqual(decodeSegment(costs, 20_000, encodeSegment(costs, segment)), segment);
        }
      }
    }
  }
});

test("a blob that lies anywhere in a larger buffer is read, too", () => {
  const blob = encodeSegment(costs, sample);
  for (let shift = 1; shift < 10; shift += 1) {
    const larger = new Uint8Array(blob.length + 20);
    larger.set(blob, shift);
    assert.deepEqual(decodeSegment(costs, 20_000, larger.subarray(shift, shift + blob.length)), sample);
  }
});

test("counts that no row reports are left out, and one that one row reports is kept", () => {
  const series: Series = { source: "completions", view: ["model"], width: "1h" };
  const { required, optional } = sourceSpec("completions");
  const builder = new SegmentBuilder("completions", ["model"], "1h", 7);
  const reported = new Set(["input_tokens", "output_tokens", "input_audio_tokens"]);
  for (let row = 0; row < 3; row += 1) {
    builder.addBucket(row * 60);
    builder.addRow({ at: row * 60, dimensions: [row], counts: [...required, ...optional].map((field) => (reported.has(field) && (row === 1 || field !== "input_audio_tokens") ? row : Number.NaN)) });
  }
  const segment = builder.finish();
  const back = decodeSegment(series, 7, encodeSegment(series, segment));
  assert.deepEqual(Object.keys(back.counts).sort(), [...reported].sort());
  assert.deepEqual(back.counts["input_audio_tokens"], Float64Array.of(Number.NaN, 1, Number.NaN));
  assert.deepEqual(back, withoutSilentCounts(segment));
});

test("an empty day of every source comes back empty, and knows its buckets", () => {
  for (const source of allSources) {
    for (const view of sourceSpec(source).views) {
      const series: Series = { source, view, width: "1d" };
      const builder = new SegmentBuilder(source, view, "1d", 1);
      builder.addBucket(0);
      const segment = builder.finish();
      assert.deepEqual(decodeSegment(series, 1, encodeSegment(series, segment)), withoutSilentCounts(segment));
    }
  }
});

test("a blob with any bit turned over is an error that names the day", () => {
  const blob = encodeSegment(costs, sample);
  for (let bit = 0; bit < blob.length * 8; bit += 1) {
    const turned = Uint8Array.from(blob);
    turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.throws(() => decodeSegment(costs, 20_000, turned), unreadable);
  }
});

test("a blob that is cut off anywhere, or goes on, is an error", () => {
  const blob = encodeSegment(costs, sample);
  for (let length = 0; length < blob.length; length += 1) assert.throws(() => decodeSegment(costs, 20_000, blob.slice(0, length)), unreadable);
  assert.throws(() => decodeSegment(costs, 20_000, Buffer.concat([blob, Buffer.alloc(8)])), unreadable);
});

test("noise is an error", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => assert.throws(() => decodeSegment(costs, 20_000, noise), HistoryError)));
});

test("a blob that lies under another day or series is an error", () => {
  const blob = encodeSegment(costs, sample);
  assert.throws(() => decodeSegment(costs, 20_001, blob), { kind: "damaged" });
  assert.throws(() => decodeSegment({ ...costs, view: ["user_id"] }, 20_000, blob), { kind: "damaged" });
});

test("a segment whose columns are not as long as it says is not written", () => {
  assert.throws(() => encodeSegment(costs, { ...sample, rows: 2 }), RangeError);
});

test("a usual day takes about twenty bytes a row", () => {
  const digits = (row: number): string => String((row * 7_919_777_777_777) % 10 ** 15).padStart(15, "0");
  const rows = Array.from({ length: 2_000 }, (_, row) => [1 + (row % 50), 51 + (row % 20), `${row % 200}.${digits(row)}`] as const);
  const { length } = encodeSegment(costs, costsOn(20_000, rows));
  assert.ok(length < 2_000 * 14, `${length} bytes without a quantity`);
});
