import fc from "fast-check";

/** Amounts as the wire may spell them, and what they are worth, by arithmetic that is not the product's. */

/** Fraction digits that any generated amount has at most. */
export const spelledDigits = 40;

export interface Spelled {
  /** As JSON has it: a number's text, or a string's content. */
  readonly text: string;
  /** In units of 10^-40. */
  readonly worth: bigint;
}

/** Up to a billion dollars, either sign, up to 22 fraction digits, plain or with an exponent of either sign. */
export const spelled: fc.Arbitrary<Spelled> = fc
  .record({
    negative: fc.boolean(),
    whole: fc.oneof(fc.constant(0), fc.nat(9), fc.nat(1_000_000_000)),
    // Leading zeros, so that amounts below a cent are common.
    zeros: fc.oneof(fc.constant(0), fc.nat(8)),
    digits: fc.string({ unit: fc.constantFrom("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), maxLength: 14 }),
    exponent: fc.option(fc.integer({ min: -12, max: 12 }), { nil: undefined }),
    capital: fc.boolean(),
    plus: fc.boolean(),
  })
  .map(({ negative, whole, zeros, digits: last, exponent = 0, capital, plus }) => {
    const fraction = "0".repeat(zeros) + last;
    const digits = String(whole) + fraction;
    const worth = BigInt(digits) * 10n ** BigInt(spelledDigits - fraction.length);
    // The same amount, its point moved by the exponent: `12.5` is `125e-1`, `0.00125e4`, …
    const shift = fraction.length + exponent;
    const moved = exponent === 0 ? plain(digits, fraction.length) : `${plain(digits, Math.max(0, shift))}${capital ? "E" : "e"}${exponentText(shift, exponent, plus)}`;
    return { text: (negative ? "-" : "") + moved, worth: negative ? -worth : worth };
  });

/** What has to be said behind the e, where `shift` digits stand behind the point instead of those of the fraction. */
function exponentText(shift: number, exponent: number, plus: boolean): string {
  const value = shift < 0 ? exponent - shift : exponent;
  return value >= 0 && plus ? `+${value}` : String(value);
}

/** Digits with the last `places` of them behind the point. */
function plain(digits: string, places: number): string {
  const padded = digits.padStart(places + 1, "0");
  const whole = padded.slice(0, padded.length - places).replace(/^0+(?=\d)/, ""); // JSON knows no leading zeros
  return places === 0 ? whole : `${whole}.${padded.slice(-places)}`;
}

/** A number of `digits` fraction digits in units, as text without trailing zeros. */
export function unitsText(units: bigint, digits = spelledDigits): string {
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, "0");
  const fraction = text.slice(-digits).replace(/0+$/, "");
  return `${units < 0n ? "-" : ""}${text.slice(0, -digits)}${fraction === "" ? "" : `.${fraction}`}`;
}
