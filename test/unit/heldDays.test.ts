import assert from "node:assert/strict";
import { test } from "node:test";
import type { CoveredDay } from "../../src/history/series.ts";
import type { Want } from "../../src/worker/calls.ts";
import { HeldDays } from "../../src/worker/heldDays.ts";

/** What a window wants in memory, and has not. */

const view = ["project_id", "line_item"] as const;
const want = (from: number, to: number): Want => ({ source: "costs", view, width: "1d", days: { from, to } });
const kept = (...days: number[]): readonly CoveredDay[] => days.map((day) => ({ source: "costs", view: view.join("+"), width: "1d", day, fetchedAt: 1, rows: 1 }));
const daysOf = (held: HeldDays, changed: readonly CoveredDay[] = []): readonly (readonly number[])[] => {
  const lacking = held.lacking(changed);
  held.give(lacking);
  return lacking.map(({ days }) => days);
};

test("days that are kept are lacking once, and again when they change", () => {
  const held = new HeldDays();
  held.hold([want(10, 20)]);
  assert.deepEqual(daysOf(held, kept(9, 10, 12, 20)), [[10, 12]]);
  assert.deepEqual(daysOf(held), [[]]);
  assert.deepEqual(daysOf(held, kept(12, 13, 25)), [[12, 13]]);
});

test("days that were kept before they were wanted are lacking", () => {
  const held = new HeldDays();
  held.hold([want(10, 12)]);
  assert.deepEqual(daysOf(held, kept(8, 9, 10, 11)), [[10, 11]]);
  held.hold([want(8, 12)]);
  assert.deepEqual(daysOf(held), [[8, 9]]);
});

test("days that were let go of are lacking when they are wanted again", () => {
  const held = new HeldDays();
  held.hold([want(10, 12)]);
  assert.deepEqual(daysOf(held, kept(10, 11)), [[10, 11]]);
  held.hold([want(11, 12)]);
  held.hold([want(10, 12)]);
  assert.deepEqual(daysOf(held), [[10]]);
});

test("what is not given stays lacking, also where nothing more changes", () => {
  const held = new HeldDays();
  held.hold([want(10, 12)]);
  assert.deepEqual(held.lacking(kept(10)).map(({ days }) => days), [[10]]);
  assert.deepEqual(daysOf(held), [[10]]);
  assert.deepEqual(held.lacking(kept(11)).map(({ days }) => days), [[11]]);
  assert.deepEqual(daysOf(held), [[11]]);
});

test("of wants that overlap the first has the day, and of other series nothing is told", () => {
  const held = new HeldDays();
  held.hold([want(10, 12), want(11, 14), { ...want(10, 14), width: "1h" }]);
  assert.deepEqual(daysOf(held, kept(10, 11, 12, 13)), [[10, 11], [12, 13], []]);
  assert.deepEqual(daysOf(held, kept(11)), [[11], [], []]);
});

test("another thread goes on where it was left", () => {
  const held = new HeldDays();
  held.hold([want(10, 14)]);
  daysOf(held, kept(10, 11));
  const left = held.rest();
  const next = new HeldDays();
  next.hold(left.wants);
  next.resume(left);
  assert.deepEqual(daysOf(next, kept(12)), [[12]]);
});
