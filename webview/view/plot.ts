import { toNumber, type Decimal } from "../../src/domain/decimal.ts";
import { nothing, writeShare, writeValue, writeWithUnit } from "../../src/domain/measure.ts";
import type { ChartKind } from "../state/look.ts";
import type { BucketTrait } from "./bucketTraits.ts";
import type { Drawing } from "./drawing.ts";
import { exactText } from "./exact.ts";
import { partsBefore, type PartsBefore } from "./partsBefore.ts";
import { runningDrawn, runningSums, type ByBucket } from "./running.ts";
import type { Series } from "./series.ts";

/** The kinds that are drawn along time. */
export type PlotKind = Exclude<ChartKind, "weekHours">;

/** What one kind of chart draws and says of a drawing: chart, tooltip, read-out and bucket table read from this one. */
export interface Plot {
  readonly kind: PlotKind;
  readonly drawing: Drawing;
  readonly series: readonly Series[];
  readonly traits: readonly BucketTrait[];
  /** By series and bucket, what is drawn: wire units, or shares of one. NaN is a gap. */
  readonly values: readonly Float64Array[];
  /** By series, the exact values behind. */
  readonly amounts: readonly ByBucket[];
  readonly whole: ByBucket;
  /** The whole of the period before; `undefined` where nothing is compared. */
  readonly wholeBefore: ByBucket | undefined;
  /** The same as it is drawn; `null` where it has no place among what is drawn. */
  readonly before: Float64Array | null;
  /** The same by series, as lines or shares of their own; `null` where it is drawn as a whole. */
  readonly partsBefore: Pick<PartsBefore, "values" | "amounts"> | null;
  /** A month that is not over, with what it may cost; `null` where there is no such line to draw. */
  readonly month: Month | null;
}

export interface Month {
  readonly budget: Decimal;
  readonly days: number;
}

export type PlotInput = Pick<Plot, "drawing" | "series" | "traits" | "month">;

export function plotOf(kind: PlotKind, input: PlotInput): Plot {
  const { drawing, series, traits } = input;
  const totals = drawing.breakdown.bucketTotals; // before the groups: they are then made together
  const totalsBefore = drawing.before?.breakdown.bucketTotals;
  const values = series.map((each) => each.line());
  const whole: ByBucket = (bucket) => totals[bucket];
  const wholeBefore: ByBucket | undefined = totalsBefore && ((bucket) => totalsBefore[bucket]);
  if (kind === "cumulative") return cumulativePlot({ ...input, kind, values, whole, wholeBefore });
  // Shares have one height whatever the sum, and lines of parts are not to be held against a whole: each against its own.
  const byPart = kind === "share" || (kind === "lines" && series.length > 1);
  const parts = drawing.before && byPart ? partsBefore(drawing.before.breakdown, series, traits.length) : null;
  return {
    ...input,
    kind,
    values: kind === "share" ? sharesOf(values, traits.length) : values,
    amounts: series.map((each) => (bucket) => each.at(bucket)),
    whole,
    wholeBefore,
    before: wholeBefore && !byPart ? drawnOf(wholeBefore, traits.length) : null,
    partsBefore: parts && kind === "share" ? { ...parts, values: sharesOf(parts.values, traits.length, [parts.rest]) } : parts,
    month: null,
  };
}

type Unsummed = PlotInput & Pick<Plot, "kind" | "values" | "whole" | "wholeBefore">;

function cumulativePlot(input: Unsummed): Plot {
  const { series, traits, values, whole, wholeBefore } = input;
  const buckets = traits.length;
  const counts = (bucket: number): boolean => whole(bucket) !== undefined;
  const sumsBefore = wholeBefore && runningSums(wholeBefore, buckets, (bucket) => wholeBefore(bucket) !== undefined);
  return {
    ...input,
    values: values.map((own) => runningDrawn(own, counts)),
    amounts: series.map((each) => runningSums((bucket) => each.at(bucket), buckets, counts)),
    whole: runningSums(whole, buckets, counts),
    wholeBefore: sumsBefore,
    before: sumsBefore ? drawnOf(sumsBefore, buckets) : null,
    partsBefore: null,
  };
}

/**
 * Each bucket's parts of what is above zero in it; a credit is a share below. Nothing where nothing is above.
 *
 * @param besides counts in what they are shares of
 */
function sharesOf(values: readonly Float64Array[], buckets: number, besides: readonly Float64Array[] = []): readonly Float64Array[] {
  const sums = aboveZero([...values, ...besides], buckets);
  return values.map((own) => own.map((value, bucket) => (sums[bucket] ? value / sums[bucket] : Number.NaN)));
}

/** What shares are shares of, by bucket. */
export function aboveZero(values: readonly Float64Array[], buckets: number): Float64Array {
  return Float64Array.from({ length: buckets }, (_, bucket) => values.reduce((sum, own) => sum + Math.max(0, own[bucket] || 0), 0));
}

function drawnOf(at: ByBucket, buckets: number): Float64Array {
  return Float64Array.from({ length: buckets }, (_, bucket) => {
    const value = at(bucket);
    return value ? toNumber(value) : Number.NaN;
  });
}

/** Buckets along the axis: more than are shown where a month is not over. */
export function roomOf({ traits, month }: Plot): number {
  return Math.max(traits.length, month?.days ?? 0);
}

/** A series in a bucket: `$1.23`, a share as `12.3%`; "—" where it has nothing. */
export function partText({ kind, amounts, values, drawing }: Plot, series: number, bucket: number): string {
  const amount = amounts[series]?.(bucket);
  if (kind !== "share") return writeValue(amount, drawing.metric.unit);
  const share = values[series]?.[bucket];
  return amount && share !== undefined ? writeShare(share) : nothing;
}

/** What a series was in the bucket of the period before, in the same words; `null` where it is compared as a whole, or not at all. */
export function partBefore({ kind, partsBefore, drawing }: Plot, series: number, bucket: number): string | null {
  if (!partsBefore) return null;
  const amount = partsBefore.amounts[series]?.(bucket);
  return kind === "share" && amount ? writeShare(partsBefore.values[series]?.[bucket]) : writeValue(amount, drawing.metric.unit);
}

/** Every digit of the same, of a share what it is the share of. */
export function partExact({ amounts, drawing }: Plot, series: number, bucket: number): string {
  return exactText(amounts[series]?.(bucket), drawing.metric.unit);
}

/** All of a bucket: `$12.34`, and of a running sum what it is. */
export function wholeText({ kind, whole, drawing }: Plot, bucket: number): string {
  const total = whole(bucket);
  return `${writeWithUnit(total, drawing.metric.unit)}${kind === "cumulative" && total ? " so far" : ""}`;
}
