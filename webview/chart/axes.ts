import { dayOf, daySeconds, shortDay, widthSeconds } from "../../src/domain/buckets.ts";
import { utcClock } from "../../src/domain/clockTime.ts";
import { writeDollars, writeFixed, writePercent } from "../../src/domain/numberFormat.ts";
import type { Unit } from "../../src/domain/sources.ts";
import { roomOf, type Plot } from "../view/plot.ts";

/** Numbers on the value axis: short, and in steps that are round in the reader's unit rather than the wire's. */
export interface ValueScale {
  /** Wire units in one axis unit. */
  readonly divisor: number;
  readonly write: (value: number, step: number) => string;
}

/** Shares of one. */
export const shareScale: ValueScale = { divisor: 0.01, write: (value, step) => writePercent(value / 100, digitsOf(step)) };

const bytes = [
  [2 ** 40, "TiB"],
  [2 ** 30, "GiB"],
  [2 ** 20, "MiB"],
  [2 ** 10, "KiB"],
] as const;
const times = [
  [3_600, "h"],
  [60, "min"],
] as const;

export function valueScale(unit: Unit, largest: number): ValueScale {
  if (unit === "usd") return { divisor: 1, write: (value, step) => writeDollars(value, step < 1 ? Math.max(2, digitsOf(step)) : 0) };
  const steps = unit === "bytes" ? bytes : unit === "seconds" ? times : [];
  const [divisor, name] = steps.find(([size]) => largest >= size) ?? [1, unit === "bytes" ? "B" : unit === "seconds" ? "s" : ""];
  return { divisor, write: (value, step) => `${compact(value, step)}${name ? ` ${name}` : ""}` };
}

function digitsOf(step: number): number {
  return step >= 1 ? 0 : Math.min(9, Math.ceil(-Math.log10(step)));
}

function compact(value: number, step: number): string {
  const [size, suffix] = ([[1e12, "T"], [1e9, "B"], [1e6, "M"], [1e3, "K"]] as const).find(([each]) => Math.abs(value) >= each) ?? [1, ""];
  return `${writeFixed(value / size, digitsOf(step / size))}${suffix}`;
}

export interface TimeTick {
  readonly bucket: number;
  readonly label: string;
}

/** Hours, then days, then months: the first spacing that leaves each label room to be read. */
const spacings = [60, 300, 900, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600, daySeconds, 2 * daySeconds, 3 * daySeconds, 7 * daySeconds, 14 * daySeconds];

/** Which buckets to name below the chart, in at most `most` labels. The last bucket of daily charts is named: it is today. */
export function timeTicks(plot: Plot, most: number): readonly TimeTick[] {
  const { breakdown, resolved } = plot.drawing;
  const step = widthSeconds[resolved.width];
  const starts = Array.from({ length: roomOf(plot) }, (_, bucket) => (breakdown.starts[0] ?? 0) + bucket * step);
  const length = starts.length * step;
  const spacing = spacings.find((each) => each >= step && length / each <= most);
  if (spacing === undefined) return monthTicks(starts, most);
  // Counted back from the last day, so that the newest is always named; hours are counted from midnight.
  const last = starts.at(-1) ?? 0;
  const wanted = (start: number): boolean => (spacing < daySeconds ? start % spacing === 0 : start % daySeconds === 0 && (last - (last % daySeconds) - start) % spacing === 0);
  return starts.flatMap((start, bucket) => (wanted(start) ? [{ bucket, label: tickLabel(start, spacing) }] : []));
}

function tickLabel(start: number, spacing: number): string {
  if (spacing >= daySeconds || start % daySeconds === 0) return shortDay(dayOf(start));
  return utcClock(start);
}

function monthTicks(starts: readonly number[], most: number): readonly TimeTick[] {
  const firsts = starts.flatMap((start, bucket) => {
    const date = new Date(start * 1000);
    return date.getUTCDate() === 1 && date.getUTCHours() === 0 && date.getUTCMinutes() === 0 ? [{ bucket, label: shortDay(dayOf(start)).slice(2) }] : [];
  });
  const every = Math.ceil(firsts.length / Math.max(1, most));
  return firsts.filter((_, index) => (firsts.length - 1 - index) % every === 0);
}
