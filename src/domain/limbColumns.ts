import { limbDigits } from "./decimalColumn.ts";

/** Steps that sums of limbs take on their columns: carries, room, and limbs that are not there. */

export const limbUnit = 10 ** limbDigits;

/** Adds `carry` to one limb, leaves it in `[0, 10^9)` and returns what goes on to the next higher one. */
export function carryInto(column: Float64Array | undefined, index: number, carry: number): number {
  if (!column) return carry;
  const sum = (column[index] ?? 0) + carry;
  if (sum >= 0 && sum < limbUnit) {
    column[index] = sum;
    return 0;
  }
  // Below 2^53 the quotient is below 2^24, where 10^-9 is too much to be rounded away: floor is right.
  const up = Math.floor(sum / limbUnit);
  column[index] = sum - up * limbUnit;
  return up;
}

/** A column with its values moved into a longer one. */
export function longer<T extends Uint8Array | Float64Array>(column: T, into: T): T {
  into.set(column);
  return into;
}

/** As long as the longest segment so far. */
let shared = new Int32Array(0);

/** A column of at least `length` zeros, where a segment's amounts are less fine than others'. Never written to. */
export function zeros(length: number): Int32Array {
  if (shared.length < length) shared = new Int32Array(Math.max(length, 2 * shared.length));
  return shared;
}
