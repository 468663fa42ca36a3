import { dayOf, monthStart, type UtcDay } from "../domain/buckets.ts";
import type { Bound } from "../worker/calls.ts";
import type { Settings } from "./settings.ts";

/** First day whose rows by the day are kept: so many months back, and never less than the trees and their comparison need. */
export function firstDay({ history, rangeDays }: Settings, now: number): UtcDay {
  const today = dayOf(now);
  return Math.min(monthStart(today, 1 - history.months), monthStart(today) - 1, today - 2 * rangeDays);
}

/** What the settings let go. */
export function pruneBounds(settings: Settings, now: number): readonly Bound[] {
  const today = dayOf(now);
  return [
    { width: "1d", before: firstDay(settings, now) },
    { width: "1h", before: today - settings.history.hourDays + 1 },
    { width: "1m", before: today - settings.history.minuteDays + 1 },
  ];
}
