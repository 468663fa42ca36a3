/**
 * Whole parts and first limbs of a decimal column as one double a row, in billionths: one number to add where there were
 * two. NaN where nothing is reported, and never -0.
 */
export interface Billionths {
  readonly values: Float64Array;
  /** No sum of some of the rows is farther from zero. */
  readonly reach: number;
}

/** Sums of so many billionths still leave as much room again below 2^53. */
export const largestReach = 2 ** 52;

/** Columns never change, and are added up again and again; null is a column that would lose digits. By the column of whole parts. */
const known = new WeakMap<Float64Array, Billionths | null>();

/** @returns null where the rows together are too large to be counted by the billionth: millions of dollars in one segment */
export function billionthsOf(whole: Float64Array, firstLimb: Int32Array): Billionths | null {
  let billionths = known.get(whole);
  if (billionths === undefined) known.set(whole, (billionths = joined(whole, firstLimb)));
  return billionths;
}

function joined(whole: Float64Array, firstLimb: Int32Array): Billionths | null {
  const values = new Float64Array(whole.length);
  let reach = 0;
  for (let row = 0; row < whole.length; row += 1) {
    const value = (whole[row] ?? 0) * 1e9 + (firstLimb[row] ?? 0);
    values[row] = value;
    if (!Number.isNaN(value)) reach += Math.abs(value);
  }
  // Below, every value and every sum on the way here was exact.
  return reach < largestReach ? { values, reach } : null;
}
