import { bucketLabel, dayOf, isFinal, shortDay, type BucketWidth, type UtcDay } from "../../src/domain/buckets.ts";
import type { Drawing } from "./drawing.ts";

/** What there is to say of one bucket beside its numbers. */
export type BucketTrait =
  /** Reported, and old enough to stand. */
  | "settled"
  /** Reported, of the last two days: the API may still restate it. */
  | "moving"
  /** The range holds it, no answer does. */
  | "missing"
  /** The same, and the API keeps it no more. */
  | "expired"
  /** The API answered without it. */
  | "unreported"
  /** Still to come. */
  | "ahead";

export function bucketTrait(drawing: Drawing, bucket: number, missing: ReadonlySet<number>): BucketTrait {
  const start = drawing.breakdown.starts[bucket] ?? 0;
  const day = dayOf(start);
  if (drawing.breakdown.reported[bucket] === 1) return isFinal(day, drawing.now) ? "settled" : "moving";
  if (start > drawing.now) return "ahead";
  if (!missing.has(day)) return "unreported";
  return isExpired(day, drawing.keptFrom) ? "expired" : "missing";
}

/** @param keptFrom first day that the API keeps, where that is known */
export function isExpired(day: UtcDay, keptFrom: UtcDay | null): boolean {
  return keptFrom !== null && day < keptFrom;
}

export function bucketTraits(drawing: Drawing): readonly BucketTrait[] {
  const missing = new Set(drawing.missing);
  return drawing.breakdown.starts.map((_, bucket) => bucketTrait(drawing, bucket, missing));
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
