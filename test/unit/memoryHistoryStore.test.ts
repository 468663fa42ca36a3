import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDecimal, zero } from "../../src/domain/decimal.ts";
import { SegmentBuilder, type Segment } from "../../src/domain/segment.ts";
import { MemoryHistoryStore } from "../../src/history/memoryHistoryStore.ts";
import type { Series } from "../../src/history/historyStore.ts";
import { addRestatements, restatementOf } from "../../src/model/restatement.ts";
import { toText } from "../../src/domain/decimal.ts";

const series: Series = { source: "costs", view: ["project_id", "line_item"], width: "1d" };

function segment(day: number, amount: string): Segment {
  const builder = new SegmentBuilder("costs", series.view, "1d", day);
  builder.addBucket(0);
  builder.addRow({ at: 0, dimensions: [0, 0], counts: [], amount: parseDecimal(amount) ?? zero });
  return builder.finish();
}

test("a day that was asked for and not answered for is covered, with nothing reported", () => {
  const store = new MemoryHistoryStore();
  store.land({ series, days: { from: 10, to: 13 }, segments: [segment(11, "1")], fetchedAt: 100 });
  assert.deepEqual(store.days(series, { from: 9, to: 14 }).map((kept) => [kept.segment.day, kept.segment.rows, kept.segment.buckets.length]), [[10, 0, 0], [11, 1, 1], [12, 0, 0]]);
  assert.equal(store.day(series, 9), undefined);
});

test("a slow answer does not undo a newer one, day by day", () => {
  const store = new MemoryHistoryStore();
  store.land({ series, days: { from: 10, to: 11 }, segments: [segment(10, "2")], fetchedAt: 200 });
  store.land({ series, days: { from: 9, to: 11 }, segments: [segment(9, "1"), segment(10, "1")], fetchedAt: 100 });
  assert.equal(store.day(series, 10)?.fetchedAt, 200);
  assert.equal(store.day(series, 9)?.fetchedAt, 100);
});

test("series do not mix: another view, width or source is another series", () => {
  const store = new MemoryHistoryStore();
  store.land({ series, days: { from: 10, to: 11 }, segments: [segment(10, "2")], fetchedAt: 200 });
  assert.equal(store.day({ ...series, view: ["user_id"] }, 10), undefined);
  assert.equal(store.day({ ...series, width: "1h" }, 10), undefined);
  assert.equal(store.day({ ...series, source: "completions" }, 10), undefined);
  assert.equal(store.revision(series), 1);
  assert.equal(store.revision({ ...series, view: ["user_id"] }), 0);
});

test("a day is restated only against what was fetched after it had closed, and only when the sum changed", () => {
  const before = { segment: segment(10, "1.10"), fetchedAt: 11 * 86_400 };
  assert.equal(restatementOf(undefined, segment(10, "2")), undefined);
  assert.equal(restatementOf({ ...before, fetchedAt: 11 * 86_400 - 1 }, segment(10, "2")), undefined);
  assert.equal(restatementOf(before, segment(10, "1.1")), undefined);
  const restated = restatementOf(before, segment(10, "0.9"));
  assert.equal(restated && toText(restated.change), "-0.2");
});

test("changes of a day add up since it was first shown, and a day that moved back is not told", () => {
  const step = (amount: string, from: string) => restatementOf({ segment: segment(10, from), fetchedAt: 11 * 86_400 }, segment(10, amount));
  const first = step("1.5", "1");
  const second = step("1.75", "1.5");
  const back = step("1", "1.75");
  assert.ok(first && second && back);
  const other = { ...first, day: 9 };
  const told = addRestatements(addRestatements([], [first, other]), [second]);
  assert.deepEqual(told.map(({ day, change }) => [day, toText(change)]), [[10, "0.75"], [9, "0.5"]]);
  assert.deepEqual(addRestatements(told, [back]).map(({ day }) => day), [9]);
});
