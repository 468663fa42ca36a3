import assert from "node:assert/strict";
import { test } from "node:test";
import { allDimensions } from "../../src/domain/dimensions.ts";
import { allSources, metricOf, sourceSpec, viewFor } from "../../src/domain/sources.ts";
import { defaultView, isoRange, isWholeSpend, resolveView, withSource, type ViewQuery } from "../../src/domain/viewQuery.ts";

/** The dashboard's question: what it turns into, and what is left of it for another source. */

const now = Date.UTC(2026, 10, 22, 19, 40, 11) / 1000;

test("asked of another source, a question keeps what that one knows and nothing else", () => {
  for (const from of allSources) {
    const everything = Object.fromEntries(allDimensions.map((dimension) => [dimension, ["x", null]]));
    const query: ViewQuery = { ...defaultView, ...withSource(defaultView, from), filters: everything };
    for (const to of allSources) {
      const { source, metric, groupBy, filters, range, width } = withSource(query, to);
      assert.deepEqual([source, range, width], [to, query.range, query.width]);
      assert.equal(metricOf(to, metric).id, metric);
      const known = new Set(sourceSpec(to).views.flat());
      assert.ok(groupBy === "none" || known.has(groupBy));
      assert.deepEqual(Object.keys(filters).sort(), allDimensions.filter((dimension) => known.has(dimension)).sort());
    }
  }
});

test("a grouping with filters is answered by a view that has them all, or by none", () => {
  for (const source of allSources) for (const groupBy of [...allDimensions, "none" as const]) for (const filter of allDimensions) {
    const { view } = resolveView({ ...defaultView, source, groupBy, filters: { [filter]: ["x"] } }, now);
    const asked = [filter, ...(groupBy === "none" ? [] : [groupBy])];
    assert.equal(view, viewFor(source, asked));
    if (view) assert.ok(asked.every((dimension) => view.includes(dimension)));
  }
});

test("widths that a source or a range does not offer become one that they do", () => {
  assert.equal(resolveView({ ...defaultView, width: "1m" }, now).width, "1d");
  assert.equal(resolveView({ ...defaultView, source: "completions", range: "today", width: "1m" }, now).width, "1m");
  assert.equal(resolveView({ ...defaultView, source: "completions", range: "last90Days", width: "1h" }, now).width, "1d");
  assert.equal(resolveView({ ...defaultView, source: "completions", range: "today" }, now).width, "1h");
  assert.equal(resolveView({ ...defaultView, source: "completions", range: "last7Days" }, now).width, "1d");
  // Minutes that are too many are shown by the hour, not by the day, as long as hours are not too many, too.
  assert.equal(resolveView({ ...defaultView, source: "completions", range: "last7Days", width: "1m" }, now).width, "1h");
  assert.equal(resolveView({ ...defaultView, source: "completions", range: "last90Days", width: "1m" }, now).width, "1d");
});

test("a budget is held against all that is spent: a filter takes some of it away, also one that keeps no value", () => {
  assert.equal(isWholeSpend(defaultView), true);
  assert.equal(isWholeSpend({ ...defaultView, source: "completions" }), false);
  for (const filters of [{ project_id: ["a"] }, { project_id: [null] }, { project_id: [] }]) assert.equal(isWholeSpend({ ...defaultView, filters }), false);
});

test("a part of days is widened to whole buckets, and shown finer the shorter it is", () => {
  const part = (from: string, to: string, minutes: readonly [number, number], width: ViewQuery["width"] = "auto") => {
    const view = resolveView({ ...defaultView, source: "completions", groupBy: "none", range: { from, to, minutes }, width }, now);
    return [view.width, new Date(view.from * 1000).toISOString().slice(0, 16), new Date(view.to * 1000).toISOString().slice(0, 16)];
  };
  const day = "2026-11-20";
  assert.deepEqual(part(day, day, [610, 700]), ["1m", "2026-11-20T10:10", "2026-11-20T11:40"]);
  assert.deepEqual(part(day, day, [610, 700], "1h"), ["1h", "2026-11-20T10:00", "2026-11-20T12:00"]);
  assert.deepEqual(part(day, "2026-11-21", [610, 700]), ["1h", "2026-11-20T10:00", "2026-11-21T12:00"]);
  assert.deepEqual(part(day, "2026-11-21", [610, 700], "1d"), ["1d", "2026-11-20T00:00", "2026-11-22T00:00"]);
  assert.deepEqual(part(day, day, [700, 610]), ["1h", "2026-11-20T00:00", "2026-11-21T00:00"]); // crossed: the day whole
  assert.deepEqual(part(day, "2026-12-24", [60, 120]).slice(1), ["2026-11-20T00:00", "2026-11-23T00:00"]); // cut at today: whole
});

test("a range is told by its first and its last day", () => {
  const { days } = resolveView({ ...defaultView, range: { from: "2026-02-27", to: "2026-03-01" } }, now);
  assert.equal(isoRange(days), "2026-02-27 to 2026-03-01");
});
