import { dayOf, secondsPerDay } from "./calendar.ts";
import type { DayTotals } from "./dayTotals.ts";
import { group } from "./grouping.ts";
import { hashText, mix } from "./hash.ts";
import { addUsage } from "./meter.ts";
import type { Organization } from "./organization.ts";
import { quantities, quantity } from "./price.ts";
import type { Query } from "./query.ts";
import { splitOneIn } from "./costRows.ts";
import type { UsageEndpoint } from "./stream.ts";
import { usageRow } from "./usageRow.ts";
import type { WireUsage } from "./wireTypes.ts";

/** The usage rows of one bucket [`start`, `end`). */
export type UsageRows = (start: number, end: number, now: number) => readonly WireUsage[UsageEndpoint][];

/** Splits an accumulator in two halves that add up to it. */
function halves(sums: Float64Array): readonly [Float64Array, Float64Array] {
  const first = sums.map((value) => Math.floor(value / 2));
  return [first, sums.map((value, index) => value - (first[index] ?? 0))];
}

export function usageRows(organization: Organization, totals: DayTotals, endpoint: UsageEndpoint, query: Query): UsageRows {
  const streams = [...organization.streams.entries()].filter(([, stream]) => stream.endpoint === endpoint);
  const { groups, members } = group(
    query,
    streams,
    ([, stream]) => stream,
    () => null,
  );
  const identities = groups.map((each) => hashText(each.identity));
  const sums = new Float64Array(groups.length * quantities);

  const addBucket = (start: number, end: number, now: number): void => {
    sums.fill(0);
    const wholeDay = start % secondsPerDay === 0 && end - start === secondsPerDay ? totals(dayOf(start), now) : null;
    for (const { of, group: place } of members) {
      const [index, stream] = of;
      if (wholeDay === null) {
        addUsage(stream, start, end, now, sums, place * quantities);
      } else {
        for (let i = 0; i < quantities; i++) {
          const at = place * quantities + i;
          sums[at] = (sums[at] ?? 0) + (wholeDay[index * quantities + i] ?? 0);
        }
      }
    }
  };

  return (start, end, now) => {
    addBucket(start, end, now);
    return groups.flatMap((each, place): readonly WireUsage[UsageEndpoint][] => {
      const at = place * quantities;
      const requests = sums[at + quantity.requests] ?? 0;
      if (requests === 0) return [];
      const own = sums.subarray(at, at + quantities);
      const split = requests > 1 && (mix(identities[place] ?? 0, start) >>> 8) % splitOneIn === 0;
      return (split ? halves(own) : [own]).map((part) => usageRow(endpoint, each.values, part));
    });
  };
}
