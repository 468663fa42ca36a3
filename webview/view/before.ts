import { breakDown, type Ask, type Breakdown } from "../../src/domain/aggregate.ts";
import { dayOf, daysOf, type UtcDay } from "../../src/domain/buckets.ts";
import type { ResolvedView } from "../../src/domain/viewQuery.ts";
import type { PageRows } from "../../src/shared/protocol.ts";

/** The period of the same length just before the one shown; bucket `i` of it stands beside bucket `i`. */
export interface Before {
  readonly breakdown: Breakdown;
  readonly resolved: ResolvedView;
  /** Days of it without an answer. */
  readonly missing: readonly UtcDay[];
}

/** @returns `null` while nothing of the period before is at hand: that is "not known", which a period of gaps would say less plainly. */
export function beforeOf(shown: ResolvedView, rows: PageRows, ask: (resolved: ResolvedView) => Ask): Before | null {
  const resolved = periodBefore(shown);
  const segments = rows.segments.filter(({ day }) => day >= resolved.days.from && day < resolved.days.to);
  if (segments.length === 0) return null;
  const had = new Set(segments.map(({ day }) => day));
  return { breakdown: breakDown(segments, ask(resolved)), resolved, missing: daysOf(resolved.days).filter((day) => !had.has(day)) };
}

/** A part of days has the part just before; whole days have whole days. */
function periodBefore(shown: ResolvedView): ResolvedView {
  const to = shown.from;
  const from = to - (shown.to - shown.from);
  return { ...shown, from, to, days: { from: dayOf(from), to: dayOf(to - 1) + 1 } };
}
