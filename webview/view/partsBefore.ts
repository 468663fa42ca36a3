import type { Breakdown, Group } from "../../src/domain/aggregate.ts";
import type { ByBucket } from "./running.ts";
import { addDrawn, remainder, type Series } from "./series.ts";

/** What each series was in the period before, bucket beside bucket. */
export interface PartsBefore {
  /** By series and bucket, what is drawn; NaN is a gap. */
  readonly values: readonly Float64Array[];
  /** By series, the exact values behind. */
  readonly amounts: readonly ByBucket[];
  /** By bucket, what no series is: groups that have nothing any more, where none is of several taken together. Not drawn. */
  readonly rest: Float64Array;
}

/** @param buckets that are shown: the period before may have more */
export function partsBefore({ groups, starts, bucketTotals }: Breakdown, series: readonly Series[], buckets: number): PartsBefore {
  const line = (group: Group | undefined): Float64Array => {
    const own = new Float64Array(buckets).fill(Number.NaN);
    if (group) own.set(group.line().subarray(0, Math.min(buckets, starts.length)));
    return own;
  };
  const byId = new Map(groups.map((group) => [group.id, group]));
  const single = new Set(series.map(({ group }) => group));
  const rest = line(undefined);
  for (const other of groups) if (!single.has(other.id)) line(other).forEach((value, bucket) => (rest[bucket] = addDrawn(rest[bucket] ?? Number.NaN, value)));
  const named = series.flatMap(({ group }) => (group === undefined ? [] : (byId.get(group) ?? [])));
  const together: ByBucket = (bucket) => (Number.isNaN(rest[bucket] ?? Number.NaN) ? undefined : remainder(bucketTotals[bucket], named.map((group) => group.at(bucket))));
  return {
    values: series.map(({ group }) => (group === undefined ? rest : line(byId.get(group)))),
    amounts: series.map(({ group }) => (group === undefined ? together : (bucket) => byId.get(group)?.at(bucket))),
    rest: series.some(({ group }) => group === undefined) ? line(undefined) : rest,
  };
}
