import { breakDown, type Ask, type Breakdown } from "../../src/domain/aggregate.ts";
import { daysOf, type UtcDay } from "../../src/domain/buckets.ts";
import { periodBeforeView } from "../../src/domain/periodBeforeView.ts";
import type { ResolvedView, ViewQuery } from "../../src/domain/viewQuery.ts";
import type { PageRows } from "../../src/shared/protocol.ts";

/** The period before the one shown; bucket `i` of it stands beside bucket `i`, and may have none where a month was shorter. */
export interface Before {
  readonly breakdown: Breakdown;
  readonly resolved: ResolvedView;
  /** Days of it without an answer. */
  readonly missing: readonly UtcDay[];
}

/** @returns `null` while nothing of the period before is at hand: that is "not known", which a period of gaps would say less plainly. */
export function beforeOf(range: ViewQuery["range"], shown: ResolvedView, rows: PageRows, ask: (resolved: ResolvedView) => Ask): Before | null {
  const resolved = { ...shown, ...periodBeforeView(range, shown) };
  const segments = rows.segments.filter(({ day }) => day >= resolved.days.from && day < resolved.days.to);
  if (segments.length === 0) return null;
  const had = new Set(segments.map(({ day }) => day));
  return { breakdown: breakDown(segments, ask(resolved)), resolved, missing: daysOf(resolved.days).filter((day) => !had.has(day)) };
}
