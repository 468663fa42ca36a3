import { compare, type Decimal } from "../../src/domain/decimal.ts";
import { quotient } from "../../src/domain/quotient.ts";
import type { Unit } from "../../src/domain/sources.ts";
import { exactText } from "./exact.ts";

/** A sum by how many it is of; `undefined` where there is no sum. One that never ends is cut long after its last digit that is shown. */
export function meanOf(sum: Decimal | undefined, count: number): Decimal | undefined {
  return sum && quotient(sum, { coefficient: BigInt(count), scale: 0 });
}

/** All of its digits: `Exactly 0.25 images`, and of one that was cut `About 0.33333333333333333333 images`. */
export function meanText(sum: Decimal | undefined, count: number, unit: Unit): string {
  const mean = meanOf(sum, count);
  const cut = mean && sum && compare({ ...mean, coefficient: mean.coefficient * BigInt(count) }, sum) !== 0;
  return exactText(mean, unit, cut ? "About" : "Exactly");
}
