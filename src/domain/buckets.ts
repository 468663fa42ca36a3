import { utcClock } from "./clockTime.ts";

/**
 * Time as the API counts it: half-open buckets on UTC boundaries. A day is a UTC day, named by its number since
 * 1970-01-01, so that no local clock, daylight saving or time zone can move a boundary.
 */
export const allWidths = ["1m", "1h", "1d"] as const;
export type BucketWidth = (typeof allWidths)[number];

/** A UTC day: whole days since 1970-01-01. */
export type UtcDay = number;

/** Days `[from, to)`. */
export interface DayRange {
  readonly from: UtcDay;
  readonly to: UtcDay;
}

export const daySeconds = 86_400;
export const widthSeconds: Readonly<Record<BucketWidth, number>> = { "1m": 60, "1h": 3_600, "1d": daySeconds };

/** The UTC day that `seconds` (Unix) falls in. */
export function dayOf(seconds: number): UtcDay {
  return Math.floor(seconds / daySeconds);
}

/** Unix seconds at which a UTC day starts. */
export function dayStart(day: UtcDay): number {
  return day * daySeconds;
}

/** First day of the UTC month that `day` is in, `offset` months away. */
export function monthStart(day: UtcDay, offset = 0): UtcDay {
  const date = new Date(dayStart(day) * 1000);
  return dayOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset, 1) / 1000);
}

/** Days in the UTC month that `day` is in. */
export function daysInMonth(day: UtcDay): number {
  return monthStart(day, 1) - monthStart(day);
}

/** `2026-11-22`. */
export function isoDay(day: UtcDay): string {
  return new Date(dayStart(day) * 1000).toISOString().slice(0, 10);
}

/** The day an ISO date names, or `undefined` for anything but a real `YYYY-MM-DD`. */
export function parseIsoDay(text: string): UtcDay | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const milliseconds = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(milliseconds)) return undefined;
  const day = dayOf(milliseconds / 1000);
  return isoDay(day) === text ? day : undefined;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `22 Nov`: a day for a person. */
export function shortDay(day: UtcDay): string {
  const date = new Date(dayStart(day) * 1000);
  return `${String(date.getUTCDate())} ${months[date.getUTCMonth()] ?? ""}`;
}

/** `22 Nov 14:05`: the start of a bucket, UTC; the time only where buckets are shorter than a day. */
export function bucketLabel(start: number, width: BucketWidth): string {
  const day = shortDay(dayOf(start));
  return width === "1d" ? day : `${day} ${utcClock(start)}`;
}

/** Days of a range, first to last. */
export function daysOf(range: DayRange): UtcDay[] {
  return Array.from({ length: Math.max(0, range.to - range.from) }, (_, index) => range.from + index);
}

/** The period of the same length just before. */
export function periodBefore(range: DayRange): DayRange {
  return { from: range.from - (range.to - range.from), to: range.from };
}

/** The API restates closed buckets for a while; 48 h is the longest reported. */
export const restatementSeconds = 2 * daySeconds;

/** Whether a day was over when it was fetched at `fetchedAt` (Unix s): all of it is known, though it may still be restated. */
export function isComplete(day: UtcDay, fetchedAt: number): boolean {
  return fetchedAt >= dayStart(day + 1);
}

/** Unix seconds up to which all buckets of these days are there at a time (Unix s): those of the day that is not over may be yet to come. */
export function overBy({ to }: DayRange, at: number): number {
  return dayStart(Math.min(to, dayOf(at)));
}

/** Whether a day fetched at `fetchedAt` (Unix s) can never change again. */
export function isFinal(day: UtcDay, fetchedAt: number): boolean {
  return isComplete(day, fetchedAt - restatementSeconds);
}

/** Whether a day is over by `now`, and was not when it was fetched (Unix s): only a part of it is known. */
export function isPartial(day: UtcDay, fetchedAt: number, now: number): boolean {
  return isComplete(day, now) && !isComplete(day, fetchedAt);
}

/** Seconds of a day that had passed when it was fetched at `fetchedAt` (Unix s). */
export function knownSeconds(day: UtcDay, fetchedAt: number): number {
  return Math.max(0, Math.min(daySeconds, fetchedAt - dayStart(day)));
}
