import { breakDown, type Ask, type Breakdown } from "../../src/domain/aggregate.ts";
import { daysOf, type UtcDay } from "../../src/domain/buckets.ts";
import { comparedPeriod } from "../../src/domain/periodBefore.ts";
import type { ResolvedView, ViewQuery } from "../../src/domain/viewQuery.ts";
import type { PageRows } from "../../src/shared/protocol.ts";

/** The period before the one shown; bucket `i` of it stands beside bucket `i`, and may have none where a month was shorter. */
export interface Before {
  readonly breakdown: Breakdown;
  readonly resolved: ResolvedView;
  /** Days of it without an answer. */
  readonly missing: readonly UtcDay[];
}

/**
 * @param now Unix seconds
 * @returns `null` where no comparison is wanted, and while nothing of the period before is at hand: that is "not known", which a period of gaps would say less plainly
 */
export function beforeOf(query: ViewQuery, now: number, rows: PageRows, ask: (resolved: ResolvedView) => Ask): Before | null {
  const resolved = comparedPeriod(query, now);
  if (!resolved) return null;
  const segments = rows.segments.filter(({ day }) => day >= resolved.days.from && day < resolved.days.to);
  if (segments.length === 0) return null;
  const had = new Set(segments.map(({ day }) => day));
  return { breakdown: breakDown(segments, ask(resolved)), resolved, missing: daysOf(resolved.days).filter((day) => !had.has(day)) };
}
