import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDecimal, zero } from "../../src/domain/decimal.ts";
import { SegmentBuilder, type Segment } from "../../src/domain/segment.ts";
import type { Series } from "../../src/history/series.ts";
import { addRestatements, noteRestatements, readRestatements, restatementOf } from "../../src/history/restatement.ts";
import { toText } from "../../src/domain/decimal.ts";

const series: Series = { source: "costs", view: ["project_id", "line_item"], width: "1d" };

function segment(day: number, amount: string): Segment {
  const builder = new SegmentBuilder("costs", series.view, "1d", day);
  builder.addBucket(0);
  builder.addRow({ at: 0, dimensions: [0, 0], counts: [], amount: parseDecimal(amount) ?? zero });
  return builder.finish();
}

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

test("restatements are kept as a fact and read back, digits and all; another view's are the same money and not told again", () => {
  const changed = [{ before: { segment: segment(10, "1"), fetchedAt: 11 * 86_400 }, after: { segment: segment(10, "1.00000000000000000001"), fetchedAt: 12 * 86_400 } }];
  const fact = noteRestatements(undefined, series, changed);
  assert.deepEqual(readRestatements(fact).map(({ day, change }) => [day, toText(change)]), [[10, "0.00000000000000000001"]]);
  assert.equal(noteRestatements(fact, { ...series, view: ["user_id"] }, changed), undefined);
  assert.equal(noteRestatements(fact, { ...series, source: "completions" }, changed), undefined);
  assert.equal(noteRestatements(fact, series, changed.map(({ after }) => ({ before: after, after }))), undefined);
  assert.deepEqual(readRestatements('[[10,"x"],["a","1"],5,null]'), []);
  assert.deepEqual(readRestatements("{"), []);
});
