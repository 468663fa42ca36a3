import { dayOf, type DayRange, type UtcDay } from "../domain/buckets.ts";
import { resolveView, type ViewQuery } from "../domain/viewQuery.ts";
import type { Series } from "../history/series.ts";
import { isLoading } from "./seriesState.ts";
import type { Session } from "./session.ts";

/** So many days are looked through on each side: all that is kept, as a rule. */
const mostAway = 400;

/**
 * Days of the question's length that end or begin with the nearest day that has rows, filters aside; nothing where its
 * own days have some, where they are not known yet, or where no other day has. Of two as near, the earlier.
 */
export function nearestUsage(session: Session, query: ViewQuery): DayRange | null {
  const now = session.now();
  const { view, width, days } = resolveView(query, now);
  if (!view) return null;
  // Hours and minutes are kept of few days: which have any is known by the day.
  const every: readonly Series[] = [{ source: query.source, view, width }, { source: query.source, view, width: "1d" }];
  const has = (day: UtcDay): boolean => every.some((series) => session.history.rows(series, { from: day, to: day + 1 }) > 0);
  if (isLoading(session.state({ source: query.source, view, width }), days) || every.some((series) => session.history.rows(series, days) > 0)) return null;
  const length = days.to - days.from;
  const today = dayOf(now);
  for (let away = 1; away <= mostAway; away += 1) {
    const before = days.from - away;
    if (has(before)) return { from: before - length + 1, to: before + 1 };
    const after = days.to - 1 + away;
    if (after <= today && has(after)) return { from: after, to: Math.min(after + length, today + 1) };
  }
  return null;
}
