import { dayStart, daySeconds, widthSeconds, type BucketWidth, type UtcDay } from "./buckets.ts";
import type { Dimension } from "./dimensions.ts";
import type { RowFilters } from "./rowFilters.ts";
import type { Spans } from "./runsOfRows.ts";
import type { Segment } from "./segment.ts";
import type { Metric } from "./sources.ts";

/** What of an `Ask` decides which columns count. */
interface RowQuestion {
  readonly metric: Metric;
  readonly groupBy: Dimension | null;
}

/** Row numbers that pass the filters; `undefined` where every row does. A row's place among them is its position. */
export type Picks = Uint32Array | undefined;

/** The rows of one segment that pass the filters, and the columns that are added up. */
export interface PickedRows {
  readonly day: UtcDay;
  /** Of all columns, whether or not they pass. */
  readonly rows: number;
  /**
   * The rows that pass, which hold until it is asked of another segment: to find them again costs less than to keep them.
   * Nothing is moved: copying columns costs more than adding them up.
   */
  readonly picks: () => Picks;
  /** The same rows without naming each, where they stand side by side; else `undefined`, as where every row passes. */
  readonly spans: () => Spans | undefined;
  /** Minutes into the day, by row number, as are all columns. */
  readonly at: Uint16Array;
  /** Dictionary numbers of the group-by value; `undefined` where the rows are one group, number 0. */
  readonly ids: Uint32Array | undefined;
  /** Added into one another; none where the segment does not have the metric. */
  readonly whole: readonly Float64Array[];
  readonly limbs: readonly Int32Array[];
}

/** The number of the row at a position. */
export function rowAt(picks: Picks, position: number): number {
  return picks ? (picks[position] ?? 0) : position;
}

/** The buckets that are asked for. */
export interface Grid {
  /** Unix seconds. */
  readonly from: number;
  /** Seconds. */
  readonly step: number;
  readonly count: number;
}

export function gridOf({ from, to, width }: { readonly from: number; readonly to: number; readonly width: BucketWidth }): Grid {
  const step = widthSeconds[width];
  return { from, step, count: Math.max(0, Math.ceil((to - from) / step)) };
}

/** Index of the bucket, which may lie outside the grid on either side. */
export function bucketAt(grid: Grid, day: UtcDay, minutes: number): number {
  return Math.floor((dayStart(day) - grid.from + minutes * 60) / grid.step);
}

type RunRows = Pick<PickedRows, "day" | "picks" | "spans" | "at" | "rows">;

/**
 * Tells the runs of rows that share a bucket of the grid, as positions `[first, end)`. The API sends buckets one after
 * the other, so runs are few and long; rows in any other order are only slower.
 *
 * @param visitSpans is told instead where all rows are of one bucket and stand side by side: then none need be named
 */
export function eachRun(grid: Grid, { day, picks: pick, spans: span, at, rows }: RunRows, visit: (bucket: number, picks: Picks, first: number, end: number) => void, visitSpans?: (bucket: number, spans: Spans) => void): void {
  const wholeDay = grid.step === daySeconds && grid.from % daySeconds === 0;
  const spans = wholeDay && visitSpans ? span() : undefined;
  if (spans) {
    const bucket = bucketAt(grid, day, 0);
    if (spans.length > 0 && bucket >= 0 && bucket < grid.count) visitSpans?.(bucket, spans);
    return;
  }
  const picks = pick();
  const count = picks?.length ?? rows;
  const bucketOf = (position: number): number => bucketAt(grid, day, at[rowAt(picks, position)] ?? 0);
  for (let first = 0; first < count; ) {
    const bucket = bucketOf(first);
    let end = wholeDay ? count : first + 1; // a segment is one day: no row needs looking at
    while (end < count && bucketOf(end) === bucket) end += 1;
    if (bucket >= 0 && bucket < grid.count) visit(bucket, picks, first, end);
    first = end;
  }
}

export function pickRows(segment: Segment, { metric, groupBy }: RowQuestion, filters: RowFilters): PickedRows {
  const { day, at } = segment;
  const decimal = segment.decimals[metric.id];
  const whole = decimal ? [decimal.whole] : metric.of.flatMap((field) => segment.counts[field] ?? []);
  const ids = groupBy ? segment.dimensions[groupBy] : undefined;
  return { day, rows: segment.rows, picks: () => filters.passing(segment), spans: () => filters.spans(segment), at, ids, whole, limbs: decimal?.limbs ?? [] };
}
