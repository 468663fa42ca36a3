import { cumulative } from "../../src/domain/cumulative.ts";
import { zero, type Decimal } from "../../src/domain/decimal.ts";

/** An exact value by bucket; `undefined` where nothing is reported. */
export type ByBucket = (bucket: number) => Decimal | undefined;

/**
 * Exact sums of everything up to a bucket, made when the first is asked for. A bucket that does not count is a gap in
 * them, after which they go on without it; one that counts and has nothing of its own leaves the sum as it was.
 */
export function runningSums(at: ByBucket, buckets: number, counts: (bucket: number) => boolean): ByBucket {
  let sums: readonly (Decimal | undefined)[] | undefined;
  return (bucket) => {
    sums ??= addUp(Array.from({ length: buckets }, (_, each) => at(each)), counts);
    return sums[bucket];
  };
}

function addUp(values: readonly (Decimal | undefined)[], counts: (bucket: number) => boolean): readonly (Decimal | undefined)[] {
  const begins = values.findIndex((value) => value !== undefined);
  const sums = cumulative(values.map((value, bucket) => (counts(bucket) ? (value ?? zero) : undefined)));
  // Before its first value a part is nothing, which is not zero.
  return sums.map(({ sum }, bucket) => (begins >= 0 && bucket >= begins ? sum : undefined));
}

/** The same in doubles, for drawing; NaN is a gap. */
export function runningDrawn(values: Float64Array, counts: (bucket: number) => boolean): Float64Array {
  let sum = Number.NaN;
  return values.map((value, bucket) => {
    if (!Number.isNaN(value)) sum = Number.isNaN(sum) ? value : sum + value;
    return counts(bucket) ? sum : Number.NaN;
  });
}
