import { dayOf, dayStart, monthStart, periodBefore, type DayRange } from "./buckets.ts";
import type { ResolvedView, ViewQuery } from "./viewQuery.ts";

/** A stretch of time, as `ResolvedView` has it. */
export type Period = Pick<ResolvedView, "days" | "from" | "to">;

/**
 * The period to compare a view with: the same length just before. Months differ in length, and a person compares them by
 * date: month to date goes with the same days of the month before, or all of it where it is shorter, and last month with
 * the whole month before that.
 */
export function periodBeforeView(range: ViewQuery["range"], { days, from, to }: Period): Period {
  if (range === "monthToDate") return wholeDays({ from: monthStart(days.from, -1), to: Math.min(monthStart(days.from, -1) + days.to - days.from, days.from) });
  if (range === "lastMonth") return wholeDays({ from: monthStart(days.from, -1), to: days.from });
  if (from === dayStart(days.from) && to === dayStart(days.to)) return wholeDays(periodBefore(days));
  // Hours or minutes up to now: whole days are only where they are found.
  const start = from - (to - from);
  return { days: { from: dayOf(start), to: dayOf(from - 1) + 1 }, from: start, to: from };
}

function wholeDays(days: DayRange): Period {
  return { days, from: dayStart(days.from), to: dayStart(days.to) };
}
