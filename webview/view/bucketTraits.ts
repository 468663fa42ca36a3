import { bucketLabel, dayOf, isFinal, shortDay, type BucketWidth, type UtcDay } from "../../src/domain/buckets.ts";
import type { Drawing } from "./drawing.ts";

/** What there is to say of one bucket beside its numbers. */
export type BucketTrait =
  /** Reported, and old enough to stand. */
  | "settled"
  /** Reported, and fetched within two days of its end: the API may still restate it. */
  | "moving"
  /** The range holds it, no answer does: its day was never fetched, or before the bucket began. */
  | "missing"
  /** The same, and the API keeps it no more. */
  | "expired"
  /** The API answered without it. */
  | "unreported"
  /** Still to come. */
  | "ahead";

function traitOf({ breakdown, rows, now, keptFrom }: Drawing, start: number, bucket: number): BucketTrait {
  const day = dayOf(start);
  const fetchedAt = rows.fetchedAt[day] ?? 0;
  if (breakdown.reported[bucket] === 1) return isFinal(day, fetchedAt) ? "settled" : "moving";
  if (start > now) return "ahead";
  if (start < fetchedAt) return "unreported";
  return isExpired(day, keptFrom) ? "expired" : "missing";
}

/** @param keptFrom first day that the API keeps, where that is known */
export function isExpired(day: UtcDay, keptFrom: UtcDay | null): boolean {
  return keptFrom !== null && day < keptFrom;
}

export function bucketTraits(drawing: Drawing): readonly BucketTrait[] {
  return drawing.breakdown.starts.map((start, bucket) => traitOf(drawing, start, bucket));
}

/** By day of the week, Sunday first. */
export const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** `Sun 22 Nov` or `Sun 22 Nov 14:00`, UTC. */
export function bucketName(drawing: Drawing, bucket: number): string {
  return startName(drawing.breakdown.starts[bucket] ?? 0, drawing.resolved.width);
}

/** @param start Unix seconds */
export function startName(start: number, width: BucketWidth): string {
  return `${weekdays[new Date(start * 1000).getUTCDay()] ?? ""} ${bucketLabel(start, width)}`;
}

/** A trait as a remark, empty where there is none to make. */
export function traitRemark(trait: BucketTrait): string {
  switch (trait) {
    case "settled":
      return "";
    case "moving":
      return "may still change";
    case "missing":
      return "not loaded";
    case "expired":
      return "no longer kept by OpenAI";
    case "unreported":
      return "nothing reported";
    case "ahead":
      return "still to come";
  }
}

export function shortDays(days: readonly number[]): readonly string[] {
  return days.map(shortDay);
}
