import { add, isZero, parseDecimal, round, toText, zero, type Decimal } from "./decimal.ts";
import { minus, writeDollars } from "./numberFormat.ts";

/** US dollars, exact. The brand keeps a plain decimal (tokens, a quantity) from being taken for money. */
export type Usd = Decimal & { readonly unit: "usd" };

export const noDollars: Usd = usd(zero);

export function usd(value: Decimal): Usd {
  return { coefficient: value.coefficient, scale: value.scale, unit: "usd" };
}

/** Dollars from a decimal text; throws on text that is no number, so only for what has been checked. */
export function usdFrom(text: string): Usd {
  const value = parseDecimal(text);
  if (!value) throw new RangeError(`not an amount: ${text.slice(0, 40)}`);
  return usd(value);
}

export function addUsd(a: Usd, b: Usd): Usd {
  return usd(add(a, b));
}

/** `part` of `whole` as a fraction of 1, or `undefined` where the whole is nothing. */
export function shareOf(part: Decimal, whole: Decimal): number | undefined {
  return isZero(whole) ? undefined : Number(toText(part)) / Number(toText(whole));
}

/**
 * `$1,234.56`, rounded half away from zero. What is not zero never reads as `$0.00`: below half a cent it is
 * `<$0.01`. Credits are `−$1.20`.
 */
export function formatUsd(value: Usd): string {
  const cents = round(value, 2);
  if (isZero(cents) && !isZero(value)) return `${value.coefficient < 0n ? minus : ""}<${writeDollars("0.01")}`;
  return writeDollars(toText(cents));
}

/** `+$1.20`, `−$0.40`, `±$0.00`: a difference, with its sign always shown. */
export function formatUsdChange(value: Usd): string {
  if (isZero(value)) return `±${writeDollars("0")}`;
  return value.coefficient > 0n ? `+${formatUsd(value)}` : formatUsd(value);
}
