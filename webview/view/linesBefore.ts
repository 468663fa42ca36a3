import type { Breakdown } from "../../src/domain/aggregate.ts";
import { addDrawn, type Series } from "./series.ts";

/**
 * What each series was in the period before, by bucket: of several groups taken together all that none of the others is,
 * also what has nothing any more. NaN is a gap.
 *
 * @param buckets that are shown: the period before may have more
 */
export function linesBefore({ groups, starts }: Breakdown, series: readonly Series[], buckets: number): readonly Float64Array[] {
  const line = (group: (typeof groups)[number] | undefined): Float64Array => {
    const own = new Float64Array(buckets).fill(Number.NaN);
    if (group) own.set(group.line().subarray(0, Math.min(buckets, starts.length)));
    return own;
  };
  const byId = new Map(groups.map((group) => [group.id, group]));
  const single = new Set(series.map(({ group }) => group));
  return series.map(({ group }) => {
    if (group !== undefined) return line(byId.get(group));
    const sums = line(undefined);
    for (const other of groups) if (!single.has(other.id)) line(other).forEach((value, bucket) => (sums[bucket] = addDrawn(sums[bucket] ?? Number.NaN, value)));
    return sums;
  });
}
