import { amountDigits } from "./price.ts";

/** The exact decimal text of an amount in units of 10^-20 dollars, without trailing zeros. */
export function plainDecimal(scaled: bigint): string {
  const digits = scaled.toString().padStart(amountDigits + 1, "0");
  const whole = digits.slice(0, -amountDigits);
  const fraction = digits.slice(-amountDigits).replace(/0+$/, "");
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

/** The same with more fraction digits than anyone needs, as a real server has sent: `0.1739150000000000000000000000`. */
export function paddedDecimal(scaled: bigint): string {
  const plain = plainDecimal(scaled);
  const [whole = "0", fraction = ""] = plain.split(".");
  return `${whole}.${fraction.padEnd(28, "0")}`;
}

/** The same in scientific notation: `1.7391e-2`. */
export function scientificDecimal(scaled: bigint): string {
  const digits = scaled.toString();
  const fraction = digits.slice(1).replace(/0+$/, "");
  const exponent = digits.length - 1 - amountDigits;
  return `${digits.charAt(0)}${fraction === "" ? "" : `.${fraction}`}e${String(exponent)}`;
}

/**
 * An amount as the API might send it: mostly a number, now and then a string, padded or in scientific notation, as clients have
 * reported of it. Which one depends on `variety` alone, so that a row keeps its form while it grows.
 */
export function wireAmount(scaled: bigint, variety: number): number | string {
  switch (variety % 16) {
    case 0:
      return plainDecimal(scaled);
    case 1:
      return paddedDecimal(scaled);
    case 2:
      return scientificDecimal(scaled);
    default:
      return Number(plainDecimal(scaled));
  }
}
