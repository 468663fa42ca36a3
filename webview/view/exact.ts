import { toText, type Decimal } from "../../src/domain/decimal.ts";
import type { Unit } from "../../src/domain/sources.ts";
import { unitWord, writeShort } from "../../src/domain/measure.ts";
import { writeDigits } from "../../src/domain/numberFormat.ts";

/** `84.5M`, `$12.34`, `1.25 GiB`: for lists where each line has the same unit, and the heading says it. */
export function shortText(value: Decimal | undefined, unit: Unit): string {
  return writeShort(value, unit).replace(/ [a-z]+$/, "");
}

/** Every digit with its unit, for tooltips and descriptions of rounded cells; nothing to say of nothing. */
export function exactText(value: Decimal | undefined, unit: Unit, says = "Exactly"): string {
  if (!value) return "Nothing reported";
  return `${says} ${digitsText(value)} ${unitWord(value, unit)}`;
}

/** Every digit, grouped. */
export function digitsText(value: Decimal): string {
  return writeDigits(toText(value));
}
