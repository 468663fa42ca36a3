import { isZero, type Decimal } from "./decimal.ts";

/**
 * `part / whole`, half away from zero, with at least `significant` digits of the result (a price of a token has its
 * first one in the seventh place after the point). `undefined` where the whole is zero.
 *
 * @param significant as many as are exported, of a quotient that never ends, where nothing is said
 */
export function quotient(part: Decimal, whole: Decimal, significant = 20): Decimal | undefined {
  if (isZero(whole)) return undefined;
  if (isZero(part)) return { coefficient: 0n, scale: 0 };
  const negative = part.coefficient < 0n !== whole.coefficient < 0n;
  const [top, bottom] = [magnitude(part.coefficient), magnitude(whole.coefficient)];
  // The quotient of n and m digits has n - m or n - m + 1; it is taken at least as far as the decimal point.
  const shift = Math.max(0, significant - (digitsOf(top) - digitsOf(bottom)), whole.scale - part.scale);
  const scale = shift + part.scale - whole.scale;
  // One digit more than can be wanted, and a last one that says whether anything came after it: then it is rounded once.
  const shifted = top * 10n ** BigInt(shift + 1);
  const cut = (shifted / bottom) * 10n + (shifted % bottom === 0n ? 0n : 1n);
  return toSignificant({ coefficient: negative ? -cut : cut, scale: scale + 2 }, significant);
}

/** `value` with as many digits after the point as leave it `significant` ones; whole digits are never lost. */
export function toSignificant(value: Decimal, significant: number): Decimal {
  const over = Math.min(value.scale, digitsOf(magnitude(value.coefficient)) - significant);
  if (over <= 0) return value;
  const unit = 10n ** BigInt(over);
  const half = value.coefficient < 0n ? -unit / 2n : unit / 2n;
  return { coefficient: (value.coefficient + half) / unit, scale: value.scale - over };
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function digitsOf(value: bigint): number {
  return value.toString().length;
}
