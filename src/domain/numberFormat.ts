/**
 * How numbers are written: as the reader's language writes them. Formats take decimal texts, not doubles, so that
 * what is exact stays exact on its way to the screen.
 */
type Options = Intl.NumberFormatOptions;
type Digits = Intl.StringNumericLiteral;

/** Figures that mean nothing to a reader of English text are worse than a comma in another place. */
const fallback = "en-US";
let locale = fallback;
const formats = new Map<string, Intl.NumberFormat>();

/** Chooses the language for the whole of this host or page, once, at its start. A tag that is none leaves English. */
export function useNumberLocale(tag: string): void {
  formats.clear();
  try {
    locale = Intl.NumberFormat.supportedLocalesOf(tag)[0] ?? fallback;
  } catch {
    locale = fallback; // `supportedLocalesOf` throws on what is no language tag at all
  }
}

/** Signs as wide as a plus: a hyphen before a number is easily missed. Some languages have it of themselves. */
export const minus = "−";

function write(name: string, options: Options, value: number | Digits): string {
  let format = formats.get(name);
  // What is rounded to nothing, or is a nothing below zero, has no sign.
  if (!format) formats.set(name, (format = new Intl.NumberFormat(locale, { ...options, signDisplay: "negative" })));
  return format.format(value).replace("-", minus);
}

/** `1,234,567.89`: every digit of a plain decimal text, grouped. */
export function writeDigits(text: string): string {
  return write("digits", { maximumFractionDigits: 100 }, text as Digits); // texts of decimals alone: `toText`
}

/** `1,234.50`: so many fraction digits, rounded half away from zero. */
export function writeFixed(value: number | string, digits: number): string {
  return write(`fixed ${String(digits)}`, { minimumFractionDigits: digits, maximumFractionDigits: digits }, value as Digits);
}

/** `$1,234.50`, `1.234,50 $`. */
export function writeDollars(value: number | string, digits = 2): string {
  const options: Options = { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol", minimumFractionDigits: digits, maximumFractionDigits: digits };
  return write(`dollars ${String(digits)}`, options, value as Digits);
}

/** `12.3%` of a fraction of one. */
export function writePercent(share: number, digits = 1): string {
  return write(`percent ${String(digits)}`, { style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits }, share);
}

/** `1,234`. */
export function writeCount(value: number): string {
  return write("count", {}, value);
}
