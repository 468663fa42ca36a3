import { isZero, subtract, type Decimal } from "./decimal.ts";
import { shareOf } from "./money.ts";

/** The total of a period. */
export interface PeriodTotal {
  /** `undefined` where nothing is reported, which is not zero. */
  readonly total: Decimal | undefined;
  /** Every bucket of the period is in it. */
  readonly complete: boolean;
}

export interface Change {
  /** Now less before, exact; `undefined` where either is nothing. */
  readonly difference: Decimal | undefined;
  /**
   * The difference as a fraction of what was before: 0.25 is a quarter more, and its sign is that of the difference also
   * where a credit was before. `undefined` where before is nothing or zero, and where it would compare unequal parts.
   */
  readonly ratio: number | undefined;
  /** Both periods are complete. Where it is false, a surface that shows `difference` says what it lacks. */
  readonly complete: boolean;
}

export function changeFrom(before: PeriodTotal, now: PeriodTotal): Change {
  const complete = before.complete && now.complete;
  if (!before.total || !now.total) return { difference: undefined, ratio: undefined, complete };
  const difference = subtract(now.total, before.total);
  const comparable = complete && !isZero(before.total);
  return { difference, ratio: comparable ? shareOf(difference, magnitude(before.total)) : undefined, complete };
}

function magnitude(value: Decimal): Decimal {
  return value.coefficient < 0n ? { coefficient: -value.coefficient, scale: value.scale } : value;
}
