import { daysOf, type UtcDay } from "../../src/domain/buckets.ts";
import { comparedPeriod } from "../../src/domain/periodBefore.ts";
import type { ResolvedView, ViewQuery } from "../../src/domain/viewQuery.ts";
import type { PageRows } from "../../src/shared/protocol.ts";

/** The period that an answer is compared with. */
export interface Compared {
  readonly resolved: ResolvedView;
  /** Its days that are not at hand: not fetched yet, on their way, or failed. Gaps, not zeros. */
  readonly lacking: readonly UtcDay[];
}

/** Nothing where no comparison is wanted, or none can be had. @param now Unix seconds by the host's clock */
export function comparedOf(query: ViewQuery, rows: PageRows, now: number): Compared | undefined {
  const resolved = comparedPeriod(query, now);
  if (!resolved) return undefined;
  const had = new Set(rows.segments.map((segment) => segment.day));
  return { resolved, lacking: daysOf(resolved.days).filter((day) => !had.has(day)) };
}
