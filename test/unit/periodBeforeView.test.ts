import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { dayOf, isoDay } from "../../src/domain/buckets.ts";
import { periodBeforeView } from "../../src/domain/periodBeforeView.ts";
import { defaultView, mostDays, rangePresets, resolveView, type RangePreset, type ViewQuery } from "../../src/domain/viewQuery.ts";

/** The period that a view is compared with. */

const seconds = (iso: string): number => Date.parse(iso) / 1000;
const iso = (at: number): string => new Date(at * 1000).toISOString().slice(0, 16);

interface Case {
  readonly range: ViewQuery["range"];
  readonly now: string;
  readonly width?: ViewQuery["width"];
  /** `[from, to)` of the period before; a day stands for its start. */
  readonly before: readonly [from: string, to: string];
  /** First and last day that hold it, where they are more than it. */
  readonly days?: readonly [first: string, last: string];
}

const cases: readonly Case[] = [
  { range: "today", now: "2026-03-01T00:00:00Z", before: ["2026-02-28", "2026-03-01"] },
  { range: "today", now: "2028-03-01T23:59:59Z", before: ["2028-02-29", "2028-03-01"] },
  { range: "today", now: "2027-01-01T12:00:00Z", before: ["2026-12-31", "2027-01-01"] },
  { range: "last7Days", now: "2026-03-03T12:00:00Z", before: ["2026-02-18", "2026-02-25"] },
  { range: "last30Days", now: "2026-11-22T12:00:00Z", before: ["2026-09-24", "2026-10-24"] },
  { range: "last12Months", now: "2028-12-31T12:00:00Z", before: ["2027-01-02", "2028-01-02"] },
  { range: { from: "2026-02-01", to: "2026-02-28" }, now: "2026-11-22T12:00:00Z", before: ["2026-01-04", "2026-02-01"] },
  { range: { from: "2028-02-29", to: "2028-02-29" }, now: "2028-11-22T12:00:00Z", before: ["2028-02-28", "2028-02-29"] },
  // The same days of the month before, or all of it.
  { range: "monthToDate", now: "2026-11-01T05:00:00Z", before: ["2026-10-01", "2026-10-02"] },
  { range: "monthToDate", now: "2026-11-22T12:00:00Z", before: ["2026-10-01", "2026-10-23"] },
  { range: "monthToDate", now: "2026-03-28T12:00:00Z", before: ["2026-02-01", "2026-03-01"] },
  { range: "monthToDate", now: "2026-03-29T12:00:00Z", before: ["2026-02-01", "2026-03-01"] },
  { range: "monthToDate", now: "2026-03-31T12:00:00Z", before: ["2026-02-01", "2026-03-01"] },
  { range: "monthToDate", now: "2028-03-29T12:00:00Z", before: ["2028-02-01", "2028-03-01"] },
  { range: "monthToDate", now: "2028-03-28T12:00:00Z", before: ["2028-02-01", "2028-02-29"] },
  { range: "monthToDate", now: "2026-05-31T12:00:00Z", before: ["2026-04-01", "2026-05-01"] },
  { range: "monthToDate", now: "2027-01-31T12:00:00Z", before: ["2026-12-01", "2027-01-01"] },
  { range: "lastMonth", now: "2026-03-31T12:00:00Z", before: ["2026-01-01", "2026-02-01"] },
  { range: "lastMonth", now: "2028-04-01T00:00:00Z", before: ["2028-02-01", "2028-03-01"] },
  { range: "lastMonth", now: "2027-02-10T12:00:00Z", before: ["2026-12-01", "2027-01-01"] },
  { range: "lastMonth", now: "2027-01-10T12:00:00Z", before: ["2026-11-01", "2026-12-01"] },
  // Up to now by the hour and the minute; by the day it is two whole days.
  { range: "last24Hours", now: "2026-03-01T14:20:00Z", width: "1h", before: ["2026-02-27T15:00", "2026-02-28T15:00"], days: ["2026-02-27", "2026-02-28"] },
  { range: "last24Hours", now: "2028-03-01T14:20:30Z", width: "1m", before: ["2028-02-28T14:21", "2028-02-29T14:21"], days: ["2028-02-28", "2028-02-29"] },
  { range: "last24Hours", now: "2026-11-22T23:20:00Z", width: "1h", before: ["2026-11-21", "2026-11-22"], days: ["2026-11-21", "2026-11-21"] },
  { range: "last24Hours", now: "2026-11-22T00:00:00Z", width: "1h", before: ["2026-11-20T01:00", "2026-11-21T01:00"], days: ["2026-11-20", "2026-11-21"] },
  { range: "last24Hours", now: "2026-11-22T14:20:00Z", width: "1d", before: ["2026-11-19", "2026-11-21"] },
];

for (const { range, now, width = "auto", before: [from, to], days } of cases) {
  const name = typeof range === "string" ? rangePresets[range] : `${range.from} to ${range.to}`;
  test(`${name}${width === "auto" ? "" : ` by ${width}`} on ${now} is compared with ${from} up to ${to}`, () => {
    const query: ViewQuery = { ...defaultView, source: "completions", metric: "total_tokens", range, width };
    const before = periodBeforeView(range, resolveView(query, seconds(now)));
    const point = (at: string): string => (at.includes("T") ? at : `${at}T00:00`);
    assert.deepEqual([iso(before.from), iso(before.to)], [point(from), point(to)]);
    const [first, last] = days ?? [from, isoDay(dayOf(before.to) - 1)];
    assert.deepEqual([isoDay(before.days.from), isoDay(before.days.to - 1)], [first, last]);
  });
}

test("whatever the moment: it ends where the view starts or sooner, has its length or the month's, and lies in its days", () => {
  const presets = Object.keys(rangePresets) as RangePreset[];
  fc.assert(
    fc.property(fc.constantFrom(...presets), fc.constantFrom("1d" as const, "1h" as const, "1m" as const, "auto" as const), fc.integer({ min: 1_600_000_000, max: 2_200_000_000 }), (range, width, now) => {
      const view = resolveView({ ...defaultView, source: "completions", metric: "total_tokens", range, width }, now);
      const before = periodBeforeView(range, view);
      const length = before.to - before.from;
      assert.ok(before.from < before.to && before.to <= view.from);
      if (range === "monthToDate") assert.ok(length <= view.to - view.from && isoDay(before.days.from).endsWith("-01"));
      else assert.equal(before.to, view.from);
      if (range === "lastMonth") assert.ok(isoDay(before.days.from).endsWith("-01") && isoDay(before.days.to).endsWith("-01") && length <= 31 * 86_400);
      else if (range !== "monthToDate") assert.equal(length, view.to - view.from);
      assert.ok(before.from >= before.days.from * 86_400 && before.to <= before.days.to * 86_400 && before.days.to - before.days.from <= mostDays["1d"]);
    }),
    { numRuns: 500 },
  );
});
