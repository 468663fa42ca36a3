import { decimalOf, parseDecimal, toText } from "./decimal.ts";
import { numberPatterns, type NumberPattern } from "./numberPatterns.ts";

/**
 * How numbers are written: as the reader's language writes them. Formats take decimal texts, not doubles, so that
 * what is exact stays exact on its way to the screen.
 */
type Style = "plain" | "dollars" | "percent";

/** A number above or below zero: its digits, the fraction's being all that is known. */
interface Digits {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
}

/** Figures that mean nothing to a reader of English text are worse than a comma in another place. */
const fallback = "en-US";
let locale = fallback;
let pattern = patternOf(fallback);
const formats = new Map<string, Intl.NumberFormat>();

/** Chooses the language for the whole of this host or page, once, at its start. A tag that is none leaves English. */
export function useNumberLocale(tag: string): void {
  formats.clear();
  pattern = patternOf(tag);
  try {
    locale = pattern ? tag : (Intl.NumberFormat.supportedLocalesOf(tag)[0] ?? fallback);
  } catch {
    locale = fallback; // `supportedLocalesOf` throws on what is no language tag at all
  }
}

function patternOf(tag: string): NumberPattern | undefined {
  const known = tag.toLowerCase();
  return Object.hasOwn(numberPatterns, known) ? numberPatterns[known] : undefined;
}

/** Signs as wide as a plus: a hyphen before a number is easily missed. Some languages have it of themselves. */
export const minus = "−";

/** `1,234,567.89`: every digit of a plain decimal text, grouped. */
export function writeDigits(text: string): string {
  return write("plain", text, 0, 100);
}

/** `1,234.50`: so many fraction digits, rounded half away from zero. */
export function writeFixed(value: number | string, digits: number): string {
  return write("plain", value, digits, digits);
}

/** `$1,234.50`, `1.234,50 $`. */
export function writeDollars(value: number | string, digits = 2): string {
  return write("dollars", value, digits, digits);
}

/** `12.3%` of a fraction of one. */
export function writePercent(share: number, digits = 1): string {
  return write("percent", share, digits, digits);
}

/** `1,234`. */
export function writeCount(value: number): string {
  return write("plain", value, 0, 3);
}

/** @param least fraction digits, and @param most of them. What is rounded to nothing, or is a nothing below zero, has no sign. */
function write(style: Style, value: number | string, least: number, most: number): string {
  const digits = pattern && digitsOf(value);
  return pattern && digits ? byPattern(pattern, style, digits, least, most) : byIntl(style, value, least, most);
}

const intlOptions: Readonly<Record<Style, Intl.NumberFormatOptions>> = {
  plain: {},
  dollars: { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol" },
  percent: { style: "percent" },
};

function byIntl(style: Style, value: number | string, least: number, most: number): string {
  const name = `${style} ${String(least)} ${String(most)}`;
  let format = formats.get(name);
  if (!format) {
    formats.set(name, (format = new Intl.NumberFormat(locale, { ...intlOptions[style], minimumFractionDigits: least, maximumFractionDigits: most, signDisplay: "negative" })));
  }
  return format.format(value as Intl.StringNumericLiteral).replace("-", minus);
}

function byPattern({ decimal, group, leastBefore, dollars, percent }: NumberPattern, style: Style, digits: Digits, least: number, most: number): string {
  const { negative, whole, fraction } = cut(style === "percent" ? aHundredTimes(digits) : digits, least, most);
  const [before, behind] = style === "dollars" ? dollars : style === "percent" ? percent : ["", ""];
  const grouped = whole.length < 3 + leastBefore ? whole : inGroups(whole, group);
  return `${negative ? minus : ""}${before}${grouped}${fraction === "" ? "" : decimal}${fraction}${behind}`;
}

/** Undefined for what is no finite number. */
function digitsOf(value: number | string): Digits | undefined {
  const text = String(value);
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (parts) return { negative: parts[1] === "-", whole: withoutZeros(parts[2] ?? ""), fraction: parts[3] ?? "" };
  const known = typeof value === "number" ? decimalOf(value) : parseDecimal(text); // with an exponent
  return known && digitsOf(toText(known));
}

function aHundredTimes({ negative, whole, fraction }: Digits): Digits {
  return { negative, whole: withoutZeros(whole + fraction.slice(0, 2).padEnd(2, "0")), fraction: fraction.slice(2) };
}

/** Rounds half away from zero to `most` fraction digits, and leaves no more than `least` zeros at their end. */
function cut({ negative, whole, fraction }: Digits, least: number, most: number): Digits {
  let kept = fraction.slice(0, most);
  if (fraction.charAt(most) >= "5") {
    const up = String(BigInt(whole + kept) + 1n).padStart(most + 1, "0");
    whole = up.slice(0, up.length - most);
    kept = up.slice(up.length - most);
  }
  let length = kept.length;
  while (length > least && kept[length - 1] === "0") length -= 1;
  kept = kept.slice(0, length).padEnd(least, "0");
  return { negative: negative && /[1-9]/.test(whole + kept), whole, fraction: kept };
}

function withoutZeros(whole: string): string {
  return whole.replace(/^0+(?=\d)/, "");
}

function inGroups(whole: string, group: string): string {
  let text = whole.slice(-3);
  for (let end = whole.length - 3; end > 0; end -= 3) text = `${whole.slice(Math.max(0, end - 3), end)}${group}${text}`;
  return text;
}
