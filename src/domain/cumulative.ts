import { add, type Decimal } from "./decimal.ts";

/** What buckets come to, up to and with one of them. */
export interface RunningSum {
  /** `undefined` in a bucket of which nothing is known: a gap stays a gap. */
  readonly sum: Decimal | undefined;
  /** No bucket up to here is a gap. Where it is false, `sum` is only what is known of the whole. */
  readonly complete: boolean;
}

/**
 * Running exact sums, one for each bucket.
 * @param bucketTotals in order of time; `undefined` is a gap, which is not zero. Of a metric that adds up, not of a level.
 */
export function cumulative(bucketTotals: readonly (Decimal | undefined)[]): readonly RunningSum[] {
  let known: Decimal | undefined;
  let complete = true;
  return bucketTotals.map((total) => {
    if (!total) {
      complete = false;
      return { sum: undefined, complete };
    }
    known = known ? add(known, total) : total;
    return { sum: known, complete };
  });
}
