import { decimalOf, zero, type Decimal } from "./decimal.ts";

/**
 * Exact decimals as typed arrays: whole units in doubles, then as many nine-digit limbs as the finest value needs.
 * Each limb is below 10^9, so nine million rows add up in a double without losing a digit; carries are settled once,
 * when a sum is read. `NaN` in `whole` is "not reported", which is not zero.
 */
export interface DecimalColumn {
  readonly whole: Float64Array;
  /** `limbs[k][row]` counts units of 10^(-9(k+1)), with the sign of the value. */
  readonly limbs: readonly Int32Array[];
}

export const limbDigits = 9;
const limbUnit = 10n ** BigInt(limbDigits);
/** Beyond a trillion dollars a row, something else is wrong. */
const largestWhole = 1_000_000_000_000n;

/** Grows row by row; `finish` cuts to length. */
export class DecimalColumnBuilder {
  readonly #values: (Decimal | undefined)[] = [];

  /** @returns false, and takes nothing, where the value is too large to be true. */
  push(value: Decimal | undefined): boolean {
    if (value) {
      const whole = value.coefficient / 10n ** BigInt(value.scale);
      if (whole > largestWhole || whole < -largestWhole) return false;
    }
    this.#values.push(value);
    return true;
  }

  finish(): DecimalColumn {
    const values = this.#values;
    const depth = Math.max(0, ...new Set(values.map((value) => Math.ceil((value?.scale ?? 0) / limbDigits))));
    const whole = new Float64Array(values.length);
    const limbs = Array.from({ length: depth }, () => new Int32Array(values.length));
    values.forEach((value, row) => {
      if (!value) whole[row] = Number.NaN;
      else whole[row] = split(value, limbs, row);
    });
    return { whole, limbs };
  }
}

/** Writes the fraction of `value` into the limbs of `row` and returns its whole part. */
function split(value: Decimal, limbs: readonly Int32Array[], row: number): number {
  let rest = value.coefficient * 10n ** BigInt(Math.ceil(value.scale / limbDigits) * limbDigits - value.scale);
  for (let index = Math.ceil(value.scale / limbDigits) - 1; index >= 0; index -= 1) {
    const limb = limbs[index];
    if (limb) limb[row] = Number(rest % limbUnit);
    rest /= limbUnit;
  }
  return Number(rest);
}

/** The decimal that whole units and limb sums amount to; sums may exceed a limb, carries are settled here. */
export function joinLimbs(whole: number, limbs: readonly number[]): Decimal {
  let depth = limbs.length;
  while (depth > 0 && limbs[depth - 1] === 0) depth -= 1;
  // Counts have no limbs, and should one ever be fractional, it is read as the double it is.
  if (depth === 0) return Number.isInteger(whole) ? { coefficient: BigInt(whole), scale: 0 } : (decimalOf(whole) ?? zero);
  let coefficient = BigInt(whole);
  for (let index = 0; index < depth; index += 1) coefficient = coefficient * limbUnit + BigInt(limbs[index] ?? 0);
  return { coefficient, scale: depth * limbDigits };
}
