import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, isoDay } from "../../src/domain/buckets.ts";
import { comparedPeriod, isComparable, periodBefore, unevenText } from "../../src/domain/periodBefore.ts";
import { defaultView, rangePresets, resolveView, type RangePreset, type ViewQuery } from "../../src/domain/viewQuery.ts";

const at = (text: string): number => Date.parse(text) / 1000;
const now = at("2026-11-22T13:05:00Z");
const before = (change: Partial<ViewQuery>, when = now): string => {
  const { days, from, to } = periodBefore({ ...defaultView, ...change }, when);
  const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 16);
  assert.equal(dayOf(from), days.from, "the first second lies in the first day");
  assert.equal(dayOf(to - 1), days.to - 1, "and the last in the last");
  return `${iso(from)} ${iso(to)}`;
};

test("presets of days are compared with as many days just before", () => {
  assert.equal(before({ range: "today" }), "2026-11-21T00:00 2026-11-22T00:00");
  assert.equal(before({ range: "last7Days" }), "2026-11-09T00:00 2026-11-16T00:00");
  assert.equal(before({ range: "last30Days" }), "2026-09-24T00:00 2026-10-24T00:00");
  assert.equal(before({ range: "last90Days" }), "2026-05-27T00:00 2026-08-25T00:00");
  assert.equal(before({ range: { from: "2026-03-10", to: "2026-03-12" } }), "2026-03-07T00:00 2026-03-10T00:00");
});

test("24 hours that roll are compared with the 24 before; by the day they are two days", () => {
  const hours = { source: "completions", metric: "total_tokens", range: "last24Hours" } as const;
  assert.equal(before({ ...hours, width: "1h" }), "2026-11-20T14:00 2026-11-21T14:00");
  assert.equal(before({ range: "last24Hours" }), "2026-11-19T00:00 2026-11-21T00:00");
});

test("a month so far is compared with the same days of the month before, cut to its length", () => {
  assert.equal(before({ range: "monthToDate" }), "2026-10-01T00:00 2026-10-23T00:00");
  assert.equal(before({ range: "monthToDate" }, at("2026-03-31T10:00:00Z")), "2026-02-01T00:00 2026-03-01T00:00");
  assert.equal(before({ range: "monthToDate" }, at("2026-03-01T10:00:00Z")), "2026-02-01T00:00 2026-02-02T00:00");
  assert.equal(before({ range: "monthToDate" }, at("2026-01-05T10:00:00Z")), "2025-12-01T00:00 2025-12-06T00:00");
  assert.equal(before({ range: "monthToDate" }, at("2026-02-28T10:00:00Z")), "2026-01-01T00:00 2026-01-29T00:00");
});

test("last month is compared with the whole month before it", () => {
  assert.equal(before({ range: "lastMonth" }), "2026-09-01T00:00 2026-10-01T00:00");
  assert.equal(before({ range: "lastMonth" }, at("2026-03-15T00:00:00Z")), "2026-01-01T00:00 2026-02-01T00:00");
});

test("a part of a day is compared with the time of the same length just before, over midnight if need be", () => {
  const part = { source: "completions", metric: "total_tokens" } as const;
  assert.equal(before({ ...part, range: { from: "2026-11-20", to: "2026-11-20", minutes: [610, 700] } }), "2026-11-20T08:40 2026-11-20T10:10");
  assert.equal(before({ ...part, range: { from: "2026-11-20", to: "2026-11-20", minutes: [30, 120] } }), "2026-11-19T23:00 2026-11-20T00:30");
});

test("it has the width and view of what it stands beside, and ends where that begins", () => {
  for (const range of Object.keys(rangePresets) as RangePreset[]) {
    const query: ViewQuery = { ...defaultView, range };
    const resolved = resolveView(query, now);
    const period = periodBefore(query, now);
    assert.deepEqual([period.width, period.view], [resolved.width, resolved.view]);
    assert.ok(period.to <= resolved.from, range);
  }
});

test("what lies beyond a year cannot be compared with, and is then not asked for", () => {
  const compared = (change: Partial<ViewQuery>): boolean => comparedPeriod({ ...defaultView, compare: true, ...change }, now) !== undefined;
  assert.equal(isComparable({ ...defaultView, range: "last12Months" }, now), false);
  assert.equal(compared({ range: "last12Months" }), false);
  assert.equal(compared({ range: "last90Days" }), true);
  assert.equal(compared({ range: "last90Days", compare: false }), false);
  // The first day of the year is the last that can be compared with.
  const day = dayOf(now) - 364;
  assert.equal(compared({ range: { from: isoDay(day + 1), to: isoDay(day + 1) } }), true);
  assert.equal(compared({ range: { from: isoDay(day), to: isoDay(day) } }), false);
});

test("a range that reaches beyond now is uneven in every width, but for hours that roll along with it", () => {
  const uneven = (range: ViewQuery["range"], width: ViewQuery["width"]): boolean => {
    const query = { ...defaultView, source: "completions", metric: "total_tokens", range, width } as const;
    return unevenText({ query, resolved: resolveView(query, now), now }) !== "";
  };
  for (const width of ["1d", "1h", "1m"] as const) {
    assert.equal(uneven("today", width), true);
    assert.equal(uneven("last7Days", width), true);
    assert.equal(uneven("last24Hours", width), width === "1d");
    assert.equal(uneven({ from: "2026-11-20", to: "2026-11-21" }, width), false);
    assert.equal(uneven({ from: "2026-11-22", to: "2026-11-22", minutes: [600, 1_020] }, width), true);
    assert.equal(uneven({ from: "2026-11-22", to: "2026-11-22", minutes: [600, 720] }, width), width === "1d");
  }
});
