import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { daysOf, isFinal, widthSeconds, type BucketWidth, type UtcDay } from "../../src/domain/buckets.ts";
import { allSources, sourceSpec } from "../../src/domain/sources.ts";
import { windowQuery, type UsageWindow } from "../../src/api/usageClient.ts";
import { planWindows } from "../../src/model/planner.ts";
import type { Want } from "../../src/worker/calls.ts";

const today = 20_779;
const nowSeconds = today * 86_400 + 70_000;
const widths: readonly BucketWidth[] = ["1m", "1h", "1d"];

const cases = fc.record({
  source: fc.constantFrom(...allSources),
  width: fc.constantFrom(...widths),
  back: fc.integer({ min: 0, max: 400 }),
  length: fc.integer({ min: 0, max: 400 }),
  staleBefore: fc.integer({ min: nowSeconds - 4 * 86_400, max: nowSeconds }),
  /** When each day was fetched, in hours before now; null is never. */
  fetched: fc.array(fc.option(fc.integer({ min: 0, max: 24 * 30 })), { minLength: 1, maxLength: 40 }),
});

interface Planned {
  readonly want: Want;
  readonly fetchedAt: (day: UtcDay) => number | undefined;
  readonly windows: readonly UsageWindow[];
}

function plan({ source, width, back, length, staleBefore, fetched }: (typeof cases) extends fc.Arbitrary<infer C> ? C : never): Planned {
  const from = today - back;
  const want: Want = { source, width, view: sourceSpec(source).views[0] ?? [], days: { from, to: Math.min(from + length, today + 1) } };
  const fetchedAt = (day: UtcDay): number | undefined => {
    const hours = fetched[day % fetched.length];
    return hours === null || hours === undefined ? undefined : nowSeconds - hours * 3_600;
  };
  return { want, fetchedAt, windows: planWindows(want, fetchedAt, staleBefore) };
}

test("no window is longer than it may be, where an answer would grow too large", () => {
  const days = { from: 20_000, to: 20_100 };
  const windows = planWindows({ source: "costs", view: ["project_id", "line_item"], width: "1d", days }, () => undefined, 0, 30);
  assert.deepEqual(windows.map((window) => window.days.to - window.days.from), [30, 30, 30, 10]);
  const fewest = planWindows({ source: "costs", view: ["project_id", "line_item"], width: "1d", days }, () => undefined, 0, 0);
  assert.equal(fewest.length, 100);
});

test("windows cover what is needed, each day once, and not a day more", () => {
  fc.assert(
    fc.property(cases, (given) => {
      const { want, fetchedAt, windows } = plan(given);
      const covered = windows.flatMap(({ days }) => daysOf(days));
      assert.equal(new Set(covered).size, covered.length);
      const offered = sourceSpec(want.source).widths[want.width] !== undefined;
      const needed = daysOf(want.days).filter((day) => {
        const at = fetchedAt(day);
        return offered && (at === undefined || (at < given.staleBefore && at < (day + 1) * 86_400 + 48 * 3_600));
      });
      assert.deepEqual(covered.toSorted((a, b) => a - b), needed);
    }),
    { numRuns: 400 },
  );
});

test("no window asks for more buckets than one request may, and each is a request the endpoint takes", () => {
  fc.assert(
    fc.property(cases, (given) => {
      for (const window of plan(given).windows) {
        const most = sourceSpec(window.source).widths[window.width]?.most ?? 0;
        const buckets = ((window.days.to - window.days.from) * 86_400) / widthSeconds[window.width];
        assert.ok(buckets >= 1 && buckets <= most, `${window.source} ${window.width} ${String(buckets)}`);
        const query = windowQuery(window, nowSeconds);
        assert.equal(query.start_time % 86_400, 0);
        assert.equal(query.limit, buckets);
        assert.equal(query.end_time, window.days.to > today ? undefined : window.days.to * 86_400);
      }
    }),
    { numRuns: 300 },
  );
});

test("a final day is never asked for again, however stale everything is", () => {
  fc.assert(
    fc.property(cases, (given) => {
      const { fetchedAt, windows } = plan(given);
      for (const day of windows.flatMap(({ days }) => daysOf(days))) {
        const at = fetchedAt(day);
        assert.ok(at === undefined || !isFinal(day, at));
      }
    }),
  );
});

test("windows come newest first", () => {
  fc.assert(
    fc.property(cases, (given) => {
      const starts = plan(given).windows.map(({ days }) => days.from);
      assert.deepEqual(starts, starts.toSorted((a, b) => b - a));
    }),
  );
});

test("there are no fewer requests than needed and no more: a run of days is cut into the largest windows", () => {
  fc.assert(
    fc.property(cases, (given) => {
      const { want, windows } = plan(given);
      const longest = Math.max(1, Math.floor(((sourceSpec(want.source).widths[want.width]?.most ?? 0) * widthSeconds[want.width]) / 86_400));
      windows.forEach((window, index) => {
        const next = windows[index + 1];
        const touches = next?.days.to === window.days.from;
        if (touches) assert.equal(window.days.to - window.days.from, longest, "two windows that touch could have been one");
      });
    }),
  );
});

test("a year of costs is three requests, a year of completions twelve, and nothing is asked for what is fresh", () => {
  const days = { from: today - 364, to: today + 1 };
  const year = (source: "costs" | "completions"): number => planWindows({ source, view: [], width: "1d", days }, () => undefined, nowSeconds).length;
  assert.equal(year("costs"), 3);
  assert.equal(year("completions"), 12);
  assert.deepEqual(planWindows({ source: "costs", view: [], width: "1d", days }, () => nowSeconds, nowSeconds), []);
});

test("a width that the endpoint does not have is not asked for", () => {
  assert.deepEqual(planWindows({ source: "costs", view: [], width: "1h", days: { from: today, to: today + 1 } }, () => undefined, nowSeconds), []);
});
