import { daySeconds } from "../../src/domain/buckets.ts";
import { isZero, subtract, toNumber, zero, type Decimal } from "../../src/domain/decimal.ts";
import { nothing, writeShare, writeValue } from "../../src/domain/measure.ts";
import type { Unit } from "../../src/domain/sources.ts";
import type { Drawing } from "./drawing.ts";
import { count } from "./words.ts";

/** What became of a number since the period before. */
export interface Change {
  readonly amount: Decimal;
  /** Of what was before, 0.1 being a tenth more; `undefined` where there was nothing, so that all of it is new. */
  readonly share: number | undefined;
}

/** @param before `undefined` where nothing was reported, which in a period that is known whole is none */
export function changeOf(value: Decimal | undefined, before: Decimal | undefined): Change | undefined {
  if (!value) return undefined;
  const amount = subtract(value, before ?? zero);
  const share = before && !isZero(before) ? toNumber(amount) / Math.abs(toNumber(before)) : isZero(amount) ? 0 : undefined;
  return { amount, share };
}

/** Why a period cannot be compared with the one before, in a sentence; `null` where it can. */
export function incomparable({ query, before, missing }: Drawing): string | null {
  if (!query.compare) return "Not compared";
  if (!before) return "The period before is not loaded";
  if (missing.length > 0) return `Incomplete: this period is without ${count(missing.length, "day")}`;
  return before.missing.length > 0 ? `Incomplete: the period before is without ${count(before.missing.length, "day")}` : null;
}

/** `+$1.20`, `-1,234`, `±0`. */
export function writeChange(change: Decimal, unit: Unit): string {
  if (isZero(change)) return `±${writeValue(zero, unit)}`;
  const size = change.coefficient < 0n ? { ...change, coefficient: -change.coefficient } : change;
  return `${change.coefficient < 0n ? "-" : "+"}${writeValue(size, unit)}`;
}

/** `+12.3%`, `new` where nothing was before. */
export function writeChangeShare(change: Change | undefined): string {
  if (!change) return nothing;
  if (change.share === undefined) return "new";
  if (change.share === 0) return "±0%";
  return `${change.share < 0 ? "-" : "+"}${writeShare(Math.abs(change.share))}`;
}

/** `the 30 days before`, as it stands behind "on". */
export function periodBeforeText({ resolved }: Drawing): string {
  const length = resolved.to - resolved.from;
  if (length === daySeconds && resolved.from % daySeconds === 0) return "the day before";
  if (length % daySeconds === 0 && resolved.from % daySeconds === 0) return `the ${count(length / daySeconds, "day")} before`;
  return length % 3_600 === 0 ? `the ${count(length / 3_600, "hour")} before` : `the ${count(length / 60, "minute")} before`;
}
