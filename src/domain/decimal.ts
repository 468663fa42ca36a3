/**
 * Exact decimal numbers of any length. The API sends amounts with 14 to 20 fraction digits, as numbers,
 * strings and with exponents; a double cannot add those, so a decimal is `coefficient / 10^scale` in integers.
 */
export interface Decimal {
  readonly coefficient: bigint;
  /** Digits after the decimal point, at least 0. */
  readonly scale: number;
}

export const zero: Decimal = { coefficient: 0n, scale: 0 };

/** More digits than a double can ever print (1e-324 with 17 digits); longer text is an attack, not an amount. */
const mostDigits = 400;
const pattern = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/;

/** The decimal that `text` spells, or `undefined` when it spells none (`NaN`, `Infinity`, empty, too long). */
export function parseDecimal(text: string): Decimal | undefined {
  if (text.length > mostDigits) return undefined;
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const scale = fraction.length - Number(exponent);
  if (Math.abs(scale) > mostDigits) return undefined;
  const digits = BigInt(whole + fraction) * (sign === "-" ? -1n : 1n);
  return scale >= 0 ? trim({ coefficient: digits, scale }) : { coefficient: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** The shortest decimal that reads back as the same double: what `JSON.stringify` would have sent. */
export function decimalOf(value: number): Decimal | undefined {
  return Number.isFinite(value) ? parseDecimal(String(value)) : undefined;
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { coefficient: rescale(a, scale) + rescale(b, scale), scale };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, { coefficient: -b.coefficient, scale: b.scale });
}

/** Negative, zero or positive, as `Array.sort` wants it. */
export function compare(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const difference = rescale(a, scale) - rescale(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function isZero(value: Decimal): boolean {
  return value.coefficient === 0n;
}

/** Every digit, without exponent or trailing zeros: what exports carry. */
export function toText(value: Decimal): string {
  const { coefficient, scale } = trim(value);
  const sign = coefficient < 0n ? "-" : "";
  const digits = (coefficient < 0n ? -coefficient : coefficient).toString().padStart(scale + 1, "0");
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The nearest double, for bar heights and shares only, never for a sum. */
export function toNumber(value: Decimal): number {
  return Number(toText(value));
}

/** `value` with `digits` fraction digits, half away from zero: the one place where a number is rounded. */
export function round(value: Decimal, digits: number): Decimal {
  if (value.scale <= digits) return { coefficient: rescale(value, digits), scale: digits };
  const unit = 10n ** BigInt(value.scale - digits);
  const half = value.coefficient < 0n ? -unit / 2n : unit / 2n;
  return { coefficient: (value.coefficient + half) / unit, scale: digits };
}

function rescale(value: Decimal, scale: number): bigint {
  return value.scale === scale ? value.coefficient : value.coefficient * 10n ** BigInt(scale - value.scale);
}

function trim(value: Decimal): Decimal {
  let { coefficient, scale } = value;
  if (coefficient === 0n) return zero;
  while (scale > 0 && coefficient % 10n === 0n) {
    coefficient /= 10n;
    scale -= 1;
  }
  return { coefficient, scale };
}
