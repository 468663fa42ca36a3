import { decimalOf, parseDecimal, zero, type Decimal } from "./decimal.ts";
import { filled } from "./rowsByValue.ts";

/**
 * Exact decimals as typed arrays: whole units in doubles, then as many nine-digit limbs as the finest value needs.
 * Each limb is below 10^9, so nine million rows add up in a double without losing a digit before carries are settled.
 * `NaN` in `whole` is "not reported", which is not zero.
 */
export interface DecimalColumn {
  readonly whole: Float64Array;
  /** `limbs[k][row]` counts units of 10^(-9(k+1)), with the sign of the value. */
  readonly limbs: readonly Int32Array[];
}

/** One decimal, cut as a column keeps it. The last limb is not 0. */
export interface Limbs {
  readonly whole: number;
  readonly limbs: readonly number[];
}

export const limbDigits = 9;
const limbUnit = 10n ** BigInt(limbDigits);
/** Beyond a trillion dollars a row, something else is wrong. */
const largestWhole = 1e12;
/** A whole part of so many digits is exact in a double. */
const exactDigits = 15;
/** Longer texts are rare enough to be read the long way. */
const usualLength = 64;
const noLimbs: readonly number[] = [];

/** Grows row by row; `finish` cuts to length. */
export class DecimalColumnBuilder {
  readonly #whole: number[] = [];
  readonly #limbs: number[][] = [];

  /** @returns false, and takes nothing, where the value is too large to be true. */
  push(value: Decimal | Limbs | undefined): boolean {
    const { whole, limbs } = value === undefined ? notReported : "whole" in value ? value : cut(value);
    if (Math.abs(whole) > largestWhole) return false;
    while (this.#limbs.length < limbs.length) this.#limbs.push(this.#whole.map(() => 0));
    for (let index = 0; index < this.#limbs.length; index += 1) this.#limbs[index]?.push(limbs[index] ?? 0);
    this.#whole.push(whole);
    return true;
  }

  /** @param order as of `filled` */
  finish(order?: Uint32Array): DecimalColumn {
    return { whole: filled(new Float64Array(this.#whole.length), this.#whole, order), limbs: this.#limbs.map((column) => filled(new Int32Array(column.length), column, order)) };
  }
}

const notReported: Limbs = { whole: Number.NaN, limbs: noLimbs };

/** What `parseDecimal` reads, as limbs. Amounts come by the hundred thousand: what is spelled plainly never becomes a `bigint`. */
export function parseLimbs(text: string): Limbs | undefined {
  const plain = plainLimbs(text);
  if (plain) return plain;
  const decimal = parseDecimal(text);
  return decimal && cut(decimal);
}

/** What `decimalOf` reads, as limbs. */
export function limbsOf(value: number): Limbs | undefined {
  if (Number.isSafeInteger(value)) return { whole: value + 0, limbs: noLimbs }; // -0 is 0
  return Number.isFinite(value) ? parseLimbs(String(value)) : undefined;
}

/** A whole part that no double holds comes out rounded: by far too large to be true. */
function cut({ coefficient, scale }: Decimal): Limbs {
  const depth = Math.ceil(scale / limbDigits);
  const limbs = Array.from({ length: depth }, () => 0);
  let rest = coefficient * 10n ** BigInt(depth * limbDigits - scale);
  for (let index = depth - 1; index >= 0; index -= 1) {
    limbs[index] = Number(rest % limbUnit);
    rest /= limbUnit;
  }
  return { whole: Number(rest), limbs: withoutZeros(limbs) };
}

/** Digits with or without a point and a sign before them; undefined for anything else, which may be a number all the same. */
function plainLimbs(text: string): Limbs | undefined {
  const { length } = text;
  const negative = text.startsWith("-");
  const start = negative || text.startsWith("+") ? 1 : 0;
  let at = start;
  let whole = 0;
  for (let digit; (digit = digitAt(text, at)) >= 0; at += 1) whole = 10 * whole + digit;
  if (at === start || at - start > exactDigits || length > usualLength) return undefined;
  const signed = negative ? 0 - whole : whole; // never -0
  if (at === length) return { whole: signed, limbs: noLimbs };
  if (text[at] !== "." || at + 1 === length) return undefined;
  const limbs: number[] = [];
  for (at += 1; at < length; ) {
    let limb = 0;
    for (const end = at + limbDigits; at < end; at += 1) {
      const digit = at < length ? digitAt(text, at) : 0;
      if (digit < 0) return undefined;
      limb = 10 * limb + digit;
    }
    limbs.push(negative ? 0 - limb : limb);
  }
  return { whole: signed, limbs: withoutZeros(limbs) };
}

/** -1 where there is none. */
function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - 48;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

function withoutZeros(limbs: number[]): readonly number[] {
  while (limbs.at(-1) === 0) limbs.pop();
  return limbs;
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
