import { bucketLabel, dayOf, daySeconds, dayStart, isoDay, shortDay, type BucketWidth, type DayRange } from "../../src/domain/buckets.ts";
import { localClock, utcClock } from "../../src/domain/clockTime.ts";
import type { ResolvedView } from "../../src/domain/viewQuery.ts";

/** Clock times in the reader's own zone, beside the UTC days that the API counts in; written as in the status bar and as the page's days are. */

/** `14:05 (13:05 UTC)`, with the date where it was not within the last twelve hours: `21 Nov 14:05 (13:05 UTC)`. */
export function timeText(at: number, now: number): string {
  const date = new Date(at * 1000);
  const day = shortDay(dayOf(at - 60 * date.getTimezoneOffset()));
  const local = now - at > daySeconds / 2 ? `${day} ${localClock(at)}` : localClock(at);
  return date.getTimezoneOffset() === 0 ? `${local} UTC` : `${local} (${utcClock(at)} UTC)`;
}

/** Local time at which the UTC day of `now` ends. */
export function resetTime(now: number, length: "long" | "short" = "long"): string {
  const at = dayStart(dayOf(now) + 1);
  return new Date(at * 1000).getTimezoneOffset() === 0 ? `${localClock(at)} UTC` : `${localClock(at)} ${length === "long" ? "local time" : "local"}`;
}

/** `24 Oct – 22 Nov 2026`; one day stands alone; a part of days has its times: `21 Nov 14:00 – 22 Nov 14:00 UTC`, `20 Nov 10:10 – 11:40 UTC`. */
export function rangeText(resolved: ResolvedView): string {
  const { days, from, to, width } = resolved;
  if (isPart(resolved)) return `${bucketLabel(from, width)} – ${endLabel(from, to, width)} UTC`;
  return `${daysText(days)} ${isoDay(days.to - 1).slice(0, 4)}`;
}

/** `24 Oct – 22 Nov`; the first with its year where the last is of another, one day alone. */
export function daysText({ from, to }: DayRange): string {
  const last = to - 1;
  const year = (day: number): string => isoDay(day).slice(0, 4);
  if (from === last) return shortDay(last);
  const first = year(from) === year(last) ? shortDay(from) : `${shortDay(from)} ${year(from)}`;
  return `${first} – ${shortDay(last)}`;
}

/** Whether it begins or ends within a day. */
export function isPart({ days, from, to }: ResolvedView): boolean {
  return from !== dayStart(days.from) || to !== dayStart(days.to);
}

/** Of the same day the time alone; its last bucket ends at 24:00 and not on the next day. */
function endLabel(from: number, to: number, width: BucketWidth): string {
  if (dayOf(from) !== dayOf(to - 1)) return bucketLabel(to, width);
  return to === dayStart(dayOf(to)) ? "24:00" : utcClock(to);
}
