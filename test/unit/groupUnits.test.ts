import assert from "node:assert/strict";
import { test } from "node:test";
import { dayStart } from "../../src/domain/buckets.ts";
import { parseDecimal } from "../../src/domain/decimal.ts";
import type { Ask } from "../../src/domain/aggregate.ts";
import { GroupUnits } from "../../src/domain/groupUnits.ts";
import { SegmentBuilder, type Segment } from "../../src/domain/segment.ts";
import { metricOf } from "../../src/domain/sources.ts";

const day = 20_000;
const [tokens, images] = [90, 91];
type Row = readonly [item: number, amount: string | null, quantity: string | null, unit: number];

function segment(at: number, rows: readonly Row[]): Segment {
  const builder = new SegmentBuilder("costs", ["project_id", "line_item"], "1d", at);
  const read = (text: string | null) => (text === null ? undefined : parseDecimal(text));
  for (const [item, amount, quantity, unit] of rows) builder.addRow({ at: 0, dimensions: [1, item], counts: [], amount: read(amount), quantity: read(quantity), unit });
  return builder.finish();
}

function units(segments: readonly Segment[], change: Partial<Ask> = {}): GroupUnits {
  return new GroupUnits(segments, { metric: metricOf("costs", "amount"), width: "1d", from: dayStart(day), to: dayStart(day + 2), groupBy: "line_item", keep: {}, ...change });
}

test("one unit on every row is the group's, whatever day it came on", () => {
  const two = [segment(day, [[5, "1", "10", tokens]]), segment(day + 1, [[5, "0", "0", tokens], [6, "2", "3", images]])];
  assert.deepEqual(units(two).of(5), { unit: tokens, whole: true });
  assert.deepEqual(units(two).of(6), { unit: images, whole: true });
  assert.deepEqual(units(two).ofAll([5]), { unit: tokens, whole: true });
  assert.deepEqual(units(two).ofAll([5, 6]), { unit: undefined, whole: true });
  assert.deepEqual(units(two, { groupBy: "project_id" }).of(1), { unit: undefined, whole: true });
  assert.deepEqual(units(two, { groupBy: null }).of(0), { unit: undefined, whole: true });
});

test("a row without amount, quantity or unit leaves no price, and the unit of the others", () => {
  for (const lacking of [[5, null, "1", tokens], [5, "1", null, tokens], [5, "1", "1", 0]] as const) {
    assert.deepEqual(units([segment(day, [[5, "1", "10", tokens], lacking])]).of(5), { unit: tokens, whole: false }, lacking.join());
    assert.deepEqual(units([segment(day, [lacking, [5, "1", "10", tokens]])]).of(5), { unit: tokens, whole: false }, lacking.join());
  }
  assert.deepEqual(units([segment(day, [[5, "1", "1", 0]])]).of(5), { unit: 0, whole: false });
  assert.deepEqual(units([]).of(5), { unit: 0, whole: false });
});

test("rows outside the range and rows that are filtered away do not count", () => {
  const rows = [segment(day, [[5, "1", "10", tokens]]), segment(day + 2, [[5, "1", "10", images]])];
  assert.deepEqual(units(rows).of(5), { unit: tokens, whole: true });
  const mixed = [segment(day, [[5, "1", "10", tokens], [6, "1", "10", images]])];
  assert.deepEqual(units(mixed, { groupBy: "project_id", keep: { line_item: new Set([6]) } }).of(1), { unit: images, whole: true });
});
