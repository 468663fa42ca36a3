import { breakDown, type Ask } from "./aggregate.ts";
import { dayOf, dayStart } from "./buckets.ts";
import { add, type Decimal } from "./decimal.ts";
import type { Segment } from "./segment.ts";

/** All the hours of a range that are the same hour of the same weekday, UTC. */
export interface WeekHour {
  /** Exact; `undefined` where no such hour is known: a gap, which is not zero. */
  readonly sum: Decimal | undefined;
  /** How many such hours `sum` is of. Weekdays come four or five times a month: for a fair comparison, divide by it. */
  readonly hours: number;
}

export const weekdays = 7;
export const hoursOfDay = 24;

/**
 * Sums by weekday (Monday first) and hour of day, 7 x 24.
 * @param segments of one source and view, in buckets of an hour or less: throws a `RangeError` for whole days
 * @param ask of a metric that adds up; the range on whole hours
 * @param counts whether all of the hour that begins at `start` (Unix s) is known
 */
export function weekHours(
  segments: Iterable<Segment>,
  ask: Omit<Ask, "width" | "groupBy">,
  counts: (start: number) => boolean = () => true,
): readonly (readonly WeekHour[])[] {
  const hourly = [...segments];
  if (hourly.some(({ width }) => width === "1d")) throw new RangeError("Days cannot be told apart by the hour.");
  const { starts, bucketTotals } = breakDown(hourly, { ...ask, width: "1h", groupBy: null });
  const week = Array.from({ length: weekdays }, () => Array.from({ length: hoursOfDay }, (): WeekHour => ({ sum: undefined, hours: 0 })));
  starts.forEach((start, bucket) => {
    const total = bucketTotals[bucket];
    const hours = week[weekdayOf(start)];
    const hour = hourOf(start);
    const known = hours?.[hour];
    if (total && hours && known && counts(start)) hours[hour] = { sum: known.sum ? add(known.sum, total) : total, hours: known.hours + 1 };
  });
  return week;
}

/** 1970-01-01 was a Thursday. */
function weekdayOf(seconds: number): number {
  return (((dayOf(seconds) + 3) % weekdays) + weekdays) % weekdays;
}

function hourOf(seconds: number): number {
  return Math.floor((seconds - dayStart(dayOf(seconds))) / 3_600);
}
