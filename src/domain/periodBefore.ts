import { dayOf, daySeconds, dayStart, monthStart, periodBefore as daysBefore, type DayRange } from "./buckets.ts";
import { resolveView, type ResolvedView, type ViewQuery } from "./viewQuery.ts";

/** Days that the API looks back, today included: what lies before is kept nowhere. */
export const lookbackDays = 365;

/**
 * What a question's range is compared with: as long, and just before. A month so far is compared with the same days of
 * the month before, cut to that month's length; last month with the month before it.
 *
 * @param now Unix seconds
 */
export function periodBefore(query: ViewQuery, now: number): ResolvedView {
  const resolved = resolveView(query, now);
  const { days, from, to } = resolved;
  if (query.range === "monthToDate") return whole(resolved, { from: monthStart(days.from, -1), to: Math.min(days.from, monthStart(days.from, -1) + days.to - days.from) });
  if (query.range === "lastMonth") return whole(resolved, { from: monthStart(days.from, -1), to: days.from });
  if (from === dayStart(days.from) && to === dayStart(days.to)) return whole(resolved, daysBefore(days));
  const start = from - (to - from);
  return { ...resolved, from: start, to: from, days: { from: dayOf(start), to: Math.ceil(from / daySeconds) } };
}

/** The period that is compared with, where that is wanted and can be had. */
export function comparedPeriod(query: ViewQuery, now: number): ResolvedView | undefined {
  return query.compare && isComparable(query, now) ? periodBefore(query, now) : undefined;
}

/** Whether the API looks back far enough for the whole of the period before. */
export function isComparable(query: ViewQuery, now: number): boolean {
  return periodBefore(query, now).days.from > dayOf(now) - lookbackDays;
}

/**
 * Why a range is not to be held against the whole of the period before; empty where it is. The last 24 hours end with
 * the hour or minute that it is, and so lack a part of that alone, not of a day.
 */
export function unevenText({ query, resolved, now }: { readonly query: ViewQuery; readonly resolved: ResolvedView; readonly now: number }): string {
  return resolved.to > now && (query.range !== "last24Hours" || resolved.width === "1d") ? "today is not over" : "";
}

function whole(resolved: ResolvedView, days: DayRange): ResolvedView {
  return { ...resolved, days, from: dayStart(days.from), to: dayStart(days.to) };
}
