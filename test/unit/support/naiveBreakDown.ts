import type { Ask } from "../../../src/domain/aggregate.ts";
import { dayStart, widthSeconds, type UtcDay } from "../../../src/domain/buckets.ts";
import type { Dimension } from "../../../src/domain/dimensions.ts";

/** The same questions as `breakDown`'s, answered row by row in whole numbers: slow, and too plain to be wrong. */

export interface NaiveRow {
  /** Minutes into the day. */
  readonly at: number;
  readonly dimensions: Readonly<Partial<Record<Dimension, number>>>;
  /** What the row reports for the metric, in units of 10^-40; nothing where it does not report it. */
  readonly worth: bigint | undefined;
}

export interface NaiveSegment {
  readonly day: UtcDay;
  readonly buckets: readonly number[];
  readonly rows: readonly NaiveRow[];
}

interface NaiveGroup {
  readonly id: number;
  readonly total: bigint | undefined;
  readonly cells: readonly (bigint | undefined)[];
}

export interface NaiveBreakdown {
  readonly starts: readonly number[];
  readonly reported: readonly number[];
  readonly groups: readonly NaiveGroup[];
  readonly total: bigint | undefined;
  readonly bucketTotals: readonly (bigint | undefined)[];
}

interface Placed {
  readonly bucket: number;
  readonly group: number;
  readonly kept: boolean;
  readonly worth: bigint | undefined;
}

export function naiveBreakDown(segments: readonly NaiveSegment[], { metric, width, from, to, groupBy, keep }: Ask): NaiveBreakdown {
  const step = widthSeconds[width];
  const starts = Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, bucket) => from + bucket * step);
  const bucketOf = (day: UtcDay, minutes: number): number => starts.findIndex((start) => dayStart(day) + minutes * 60 >= start && dayStart(day) + minutes * 60 < start + step);
  const came = new Set(segments.flatMap(({ day, buckets }) => buckets.map((minutes) => bucketOf(day, minutes))));
  const all = segments.flatMap(({ day, rows }) =>
    rows.map(({ at, dimensions, worth }): Placed => {
      const kept = Object.entries(keep).every(([name, ids]) => ids.has(dimensions[name as Dimension] ?? NaN) || !(name in dimensions));
      return { bucket: bucketOf(day, at), group: (groupBy && dimensions[groupBy]) ?? 0, kept, worth };
    }),
  );
  const inside = all.filter(({ bucket }) => bucket >= 0);
  const rows = inside.filter(({ kept }) => kept);
  const latest = Math.max(-1, ...inside.map(({ bucket }) => bucket));
  const totalOf = (some: readonly Placed[]): bigint | undefined => sum(metric.over === "last" ? some.filter(({ bucket }) => bucket === latest) : some);
  const groups = [...new Set(rows.map(({ group }) => group))].map((id): NaiveGroup => {
    const own = rows.filter(({ group }) => group === id);
    return { id, total: totalOf(own), cells: starts.map((_, bucket) => sum(own.filter((row) => row.bucket === bucket))) };
  });
  return {
    starts,
    reported: starts.map((_, bucket) => Number(came.has(bucket))),
    groups: groups.sort((a, b) => Number((b.total ?? 0n) > (a.total ?? 0n)) - Number((b.total ?? 0n) < (a.total ?? 0n))),
    total: totalOf(rows) ?? (starts.some((_, bucket) => came.has(bucket)) && rows.length === 0 ? 0n : undefined),
    bucketTotals: starts.map((_, bucket) => {
      const own = rows.filter((row) => row.bucket === bucket);
      return sum(own) ?? (came.has(bucket) && own.length === 0 ? 0n : undefined);
    }),
  };
}

function sum(rows: readonly Placed[]): bigint | undefined {
  return rows.reduce<bigint | undefined>((total, { worth }) => (worth === undefined ? total : (total ?? 0n) + worth), undefined);
}
