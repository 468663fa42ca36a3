import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import fc from "fast-check";
import { bucketLabel, dayOf, daysInMonth, daysOf, dayStart, isComplete, isFinal, isoDay, isPartial, knownSeconds, monthStart, parseIsoDay, periodBefore, shortDay } from "../../src/domain/buckets.ts";
import { daysOfRange, defaultView, mostDays, rangePresets, resolveView, widthsFor, type RangePreset } from "../../src/domain/viewQuery.ts";
import { allSources } from "../../src/domain/sources.ts";

/** UTC days and months against a calendar counted by hand, wherever the machine stands. */

const zones = ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns"];
const ownZone = process.env["TZ"];
afterEach(() => {
  if (ownZone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = ownZone;
});

/** 1970 to 2100, counted year by year: no Date in it. */
interface Civil {
  readonly year: number;
  readonly month: number;
  readonly date: number;
  readonly length: number;
}
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const civil: Civil[] = [];
for (let year = 1970; year <= 2100; year += 1) {
  [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].forEach((length, index) => {
    for (let date = 1; date <= length; date += 1) civil.push({ year, month: index + 1, date, length });
  });
}
const civilOf = (day: number): Civil => civil[day] ?? assert.fail(`day ${day} is not in the calendar`);
const names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const pad = (value: number): string => String(value).padStart(2, "0");
const iso = ({ year, month, date }: Civil): string => `${year}-${pad(month)}-${pad(date)}`;
const zone = fc.constantFrom(...zones);
const anyDay = fc.integer({ min: 800, max: civil.length - 800 });

test("a zone set here is the zone Date uses, so that the tests below mean something", () => {
  const offsets = zones.map((each) => {
    process.env["TZ"] = each;
    return new Date(1_790_000_000_000).getTimezoneOffset();
  });
  assert.equal(new Set(offsets).size, zones.length, offsets.join());
});

test("every day has its ISO name, its month and its length, in any time zone", () => {
  fc.assert(
    fc.property(zone, anyDay, fc.nat(86_399), (tz, day, second) => {
      process.env["TZ"] = tz;
      const { date, month, length } = civilOf(day);
      assert.equal(dayOf(day * 86_400 + second), day);
      assert.equal(dayStart(day), day * 86_400);
      assert.equal(isoDay(day), iso(civilOf(day)));
      assert.equal(parseIsoDay(isoDay(day)), day);
      assert.equal(monthStart(day), day - date + 1);
      assert.equal(daysInMonth(day), length);
      assert.equal(shortDay(day), `${date} ${names[month - 1] ?? ""}`);
      const clock = `${pad(Math.floor(second / 3_600))}:${pad(Math.floor(second / 60) % 60)}`;
      assert.equal(bucketLabel(day * 86_400 + second, "1m"), `${shortDay(day)} ${clock}`);
      assert.equal(bucketLabel(day * 86_400, "1d"), shortDay(day));
    }),
    { numRuns: 1_000 },
  );
});

test("months are whole months apart, over years and leap days", () => {
  fc.assert(
    fc.property(zone, anyDay, fc.integer({ min: -24, max: 24 }), (tz, day, offset) => {
      process.env["TZ"] = tz;
      const start = civilOf(monthStart(day, offset));
      const here = civilOf(day);
      assert.equal(start.date, 1);
      assert.equal(start.year * 12 + start.month, here.year * 12 + here.month + offset);
    }),
  );
  assert.deepEqual([2000, 2024, 2026, 2028, 2100].map((year) => daysInMonth(Date.UTC(year, 1, 3) / 86_400_000)), [29, 29, 28, 29, 28]);
});

test("only real dates are read", () => {
  for (const text of ["2026-02-29", "2026-02-30", "2026-04-31", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026-01-01T00:00:00Z", " 2026-01-01", "", "today", "+02026-01-01"]) assert.equal(parseIsoDay(text), undefined, text);
  assert.equal(isoDay(parseIsoDay("2028-02-29") ?? 0), "2028-02-29");
});

test("ranges are whole days that end with today, and the period before touches them", () => {
  const lengths: Readonly<Partial<Record<RangePreset, number>>> = { today: 1, last24Hours: 2, last7Days: 7, last30Days: 30, last90Days: 90, last12Months: 365 };
  fc.assert(
    fc.property(zone, anyDay, fc.nat(86_399), fc.constantFrom(...(Object.keys(rangePresets) as RangePreset[])), (tz, day, second, preset) => {
      process.env["TZ"] = tz;
      const range = daysOfRange(preset, day * 86_400 + second);
      const { date } = civilOf(day);
      const lengthBefore = civilOf(day - date).length;
      const length = lengths[preset] ?? (preset === "monthToDate" ? date : lengthBefore);
      assert.equal(range.to - range.from, length);
      assert.equal(range.to, preset === "lastMonth" ? day - date + 1 : day + 1);
      const before = periodBefore(range);
      assert.deepEqual([before.to, before.to - before.from], [range.from, length]);
      assert.deepEqual(daysOf(range), Array.from({ length }, (_, index) => range.from + index));
    }),
  );
});

test("custom ranges hold both ends; what of their dates cannot be shown becomes the nearest that can", () => {
  const now = Date.UTC(2026, 10, 22, 19, 40) / 1000;
  const today = dayOf(now);
  assert.deepEqual(daysOfRange({ from: "2026-11-01", to: "2026-11-01" }, now), { from: today - 21, to: today - 20 });
  const shown = (from: string, to: string): string => {
    const days = daysOfRange({ from, to }, now);
    return `${isoDay(days.from)} ${isoDay(days.to - 1)}`;
  };
  assert.equal(shown("2026-11-20", "2026-12-10"), "2026-11-20 2026-11-22", "up to today");
  assert.equal(shown("2026-12-01", "2026-12-10"), "2026-11-22 2026-11-22", "all to come: today alone");
  assert.equal(shown("2026-11-23", "2029-11-23"), "2026-11-22 2026-11-22");
  assert.equal(shown("2026-11-02", "2026-10-30"), "2026-10-30 2026-11-02", "crossed");
  assert.equal(shown("", "2026-11-01"), "2026-11-01 2026-11-01", "one that cannot be read");
  assert.equal(shown("2026-11-01", "2026-02-30"), "2026-11-01 2026-11-01");
  assert.equal(shown("", ""), "2026-11-22 2026-11-22");
  assert.equal(shown("1999-01-01", "2026-11-01"), `${isoDay(today - 21 - 399)} 2026-11-01`, "too many: the last of them");
});

test("what a view shows lies on bucket boundaries, within its days, and holds now where the range reaches it", () => {
  const minutes = fc.option(fc.tuple(fc.nat(1_440), fc.nat(1_440)), { nil: undefined });
  const custom = fc.tuple(anyDay, fc.nat(500), minutes).map(([from, length, part]) => ({ from: isoDay(from), to: isoDay(from + length), ...(part && { minutes: part }) }));
  const range = fc.oneof(fc.constantFrom(...(Object.keys(rangePresets) as RangePreset[])), custom);
  fc.assert(
    fc.property(range, fc.constantFrom(...allSources), fc.constantFrom("auto" as const, "1d" as const, "1h" as const, "1m" as const), anyDay, fc.nat(86_399), (asked, source, width, day, second) => {
      const now = day * 86_400 + second;
      const view = resolveView({ ...defaultView, source, groupBy: "none", range: asked, width }, now);
      const step = { "1m": 60, "1h": 3_600, "1d": 86_400 }[view.width];
      assert.deepEqual([view.from % step, view.to % step], [0, 0]);
      assert.ok(view.from < view.to && view.from >= dayStart(view.days.from) && view.to <= dayStart(view.days.to));
      assert.ok(view.days.to - view.days.from <= mostDays[view.width]);
      assert.ok(widthsFor(source, view.days).includes(view.width));
      if (source === "costs") assert.equal(view.width, "1d");
      if (asked === "last24Hours" && view.width !== "1d") assert.equal(view.to - view.from, 86_400);
      if (typeof asked === "string" && asked !== "lastMonth") assert.ok(view.from <= now && now < view.to);
    }),
    { numRuns: 1_000 },
  );
});

test("a day is final 48 hours after its end and not a second sooner", () => {
  fc.assert(fc.property(anyDay, fc.integer({ min: -400_000, max: 400_000 }), (day, seconds) => assert.equal(isFinal(day, dayStart(day + 3) + seconds), seconds >= 0)));
});

test("a day is complete where it was over when it was fetched, and partial where it is over only since", () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -400_000, max: 400_000 }), fc.nat(400_000), (day, seconds, since) => {
      const at = dayStart(day + 1) + seconds;
      assert.equal(isComplete(day, at), seconds >= 0);
      assert.equal(isComplete(day, at), knownSeconds(day, at) === 86_400);
      assert.equal(isPartial(day, at, at + since), seconds < 0 && seconds + since >= 0);
    }),
  );
});
