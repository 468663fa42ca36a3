import { breakDown, type Ask, type Breakdown } from "../../src/domain/aggregate.ts";
import { dayOf, daysOf, isPartial, type DayRange, type UtcDay } from "../../src/domain/buckets.ts";
import { add, type Decimal } from "../../src/domain/decimal.ts";
import type { Segment } from "../../src/domain/segment.ts";
import type { ResolvedView } from "../../src/domain/viewQuery.ts";
import type { PageRows } from "../../src/shared/protocol.ts";

/** The period before the one shown; bucket `i` of it stands beside bucket `i`, and may have none where a month was shorter. */
export interface Before {
  readonly breakdown: Breakdown;
  readonly resolved: ResolvedView;
  /** Days of it without an answer. */
  readonly missing: readonly UtcDay[];
  /** Days of it that were not over when they were fetched. */
  readonly partial: readonly UtcDay[];
}

/**
 * @param ask The question of that period, in the rows' own numbers
 * @param now Unix seconds
 * @returns `null` while nothing of the period is at hand: that is "not known", which a period of gaps would say less plainly
 */
export function beforeOf(resolved: ResolvedView, rows: PageRows, ask: Ask, now: number): Before | null {
  const segments = rows.segments.filter(({ day }) => day >= resolved.days.from && day < resolved.days.to);
  if (segments.length === 0) return null;
  return { breakdown: breakDown(segments, ask), resolved, missing: daysOf(resolved.days).filter((day) => rows.fetchedAt[day] === undefined), partial: partialDays(segments, rows, now) };
}

/** Days of segments that are over, and were not when they were fetched. @param now Unix seconds */
export function partialDays(segments: readonly Segment[], { fetchedAt }: PageRows, now: number): readonly UtcDay[] {
  return segments.map(({ day }) => day).filter((day) => isPartial(day, fetchedAt[day] ?? 0, now));
}

/** The end of a period before that is longer, as January is than February: it stands beside no bucket, and counts in the total. */
export interface Beyond {
  readonly days: DayRange;
  readonly total: Decimal | undefined;
}

/** @param buckets that are shown */
export function beyondOf({ breakdown, resolved }: Before, buckets: number): Beyond | null {
  const first = breakdown.starts[buckets];
  if (first === undefined) return null;
  const totals = breakdown.bucketTotals.slice(buckets).filter((total) => total !== undefined);
  const total = totals.length === 0 ? undefined : totals.reduce(add);
  return { days: { from: dayOf(first), to: resolved.days.to }, total };
}
