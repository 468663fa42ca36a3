import { daySeconds } from "../../src/domain/buckets.ts";
import type { Change } from "../../src/domain/changeFrom.ts";
import { isZero, zero, type Decimal } from "../../src/domain/decimal.ts";
import { nothing, writeShare, writeValue } from "../../src/domain/measure.ts";
import type { Unit } from "../../src/domain/sources.ts";
import { minus } from "../../src/domain/numberFormat.ts";
import type { Drawing } from "./drawing.ts";
import { rangeText } from "./localTime.ts";
import { count } from "./words.ts";

/** Why a period cannot be compared with the one before, in a sentence; `null` where it can. */
export function incomparable(drawing: Drawing): string | null {
  const { compared, before } = drawing;
  if (!compared) return "Not compared";
  if (!before) return "The period before is not loaded";
  const now = lacking(drawing);
  const lacks = now ?? lacking(before);
  return lacks && `Incomplete: ${now ? "this period" : "the period before"} is ${lacks}`;
}

/** `without 3 days`, or of `of` days `without 3 of 30 days`; `null` where a period lacks nothing of what is over. */
export function lacking({ missing, partial }: Pick<Drawing, "missing" | "partial">, of?: number): string | null {
  const days = missing.length + partial.length;
  if (days === 0) return null;
  return `without ${partial.length > 0 ? "all or part of " : ""}${of ? `${String(days)} of ${count(of, "day")}` : count(days, "day")}`;
}

/** `+$1.20`, `−1,234`, `±0`. */
export function writeChange(difference: Decimal, unit: Unit): string {
  if (isZero(difference)) return `±${writeValue(zero, unit)}`;
  const size = difference.coefficient < 0n ? { ...difference, coefficient: -difference.coefficient } : difference;
  return `${difference.coefficient < 0n ? minus : "+"}${writeValue(size, unit)}`;
}

/** `+12.3%`, `new` where nothing was before. */
export function writeChangeShare({ difference, ratio }: Change): string {
  if (!difference) return nothing;
  if (ratio === undefined) return isZero(difference) ? "±0%" : "new";
  return ratio === 0 ? "±0%" : `${ratio < 0 ? minus : "+"}${writeShare(Math.abs(ratio))}`;
}

/** `the 30 days before`, as it stands behind "on"; a month that is compared with another by its dates. */
export function periodBeforeText({ resolved, before }: Drawing): string {
  if (!before) return "the period before";
  const { from, to } = before.resolved;
  const length = to - from;
  if (to !== resolved.from) return rangeText(before.resolved);
  if (length === daySeconds && from % daySeconds === 0) return "the day before";
  if (length % daySeconds === 0 && from % daySeconds === 0) return `the ${count(length / daySeconds, "day")} before`;
  return length % 3_600 === 0 ? `the ${count(length / 3_600, "hour")} before` : `the ${count(length / 60, "minute")} before`;
}
