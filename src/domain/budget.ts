import { daySeconds, daysInMonth, type UtcDay } from "./buckets.ts";
import { compare, round, toNumber, type Decimal } from "./decimal.ts";
import { usd, type Usd } from "./money.ts";

/** Budgets in dollars, as the settings hold them; `undefined` where none is set. */
export interface Budgets {
  readonly daily: Usd | undefined;
  readonly monthly: Usd | undefined;
}

/** Past 75 % of a budget is a warning, past 100 % is over. */
export type BudgetLevel = "under" | "warning" | "over";
export const budgetSteps = [75, 100] as const;
export type BudgetStep = (typeof budgetSteps)[number];

/** The highest step that `spent` has reached, or `undefined` below the first. */
export function budgetStep(spent: Decimal, budget: Usd): BudgetStep | undefined {
  return budgetSteps.findLast((step) => compare({ coefficient: spent.coefficient * 100n, scale: spent.scale }, percentOf(budget, step)) >= 0);
}

export function budgetLevel(spent: Decimal, budget: Usd | undefined): BudgetLevel {
  const step = budget && budgetStep(spent, budget);
  return step === undefined ? "under" : step === 100 ? "over" : "warning";
}

/** The worse of two levels. */
export function worse(a: BudgetLevel, b: BudgetLevel): BudgetLevel {
  const order: readonly BudgetLevel[] = ["under", "warning", "over"];
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

function percentOf(budget: Usd, percent: number): Decimal {
  return { coefficient: budget.coefficient * BigInt(percent), scale: budget.scale };
}

/**
 * What the month comes to if it goes on as it went: month to date ÷ time that is known of it × its length. An estimate,
 * and labelled as one wherever it stands. `undefined` for less than six hours of a month, where it would be noise.
 *
 * @param known seconds of the month that `monthToDate` is the cost of: of what was spent since the last fetch, nothing is in it
 * @param day any of the month
 */
export function runRate(monthToDate: Usd, known: number, day: UtcDay): Usd | undefined {
  if (known < daySeconds / 4) return undefined;
  const whole = daysInMonth(day) * daySeconds;
  // Six digits beyond what was spent: divided, and then rounded to cents once.
  const exact = { coefficient: (monthToDate.coefficient * BigInt(whole) * 1_000_000n) / BigInt(Math.floor(known)), scale: monthToDate.scale + 6 };
  return usd(round(exact, 2));
}

/** `0.42` where 42 % of the budget is spent. */
export function budgetShare(spent: Decimal, budget: Usd): number {
  return toNumber(spent) / toNumber(budget);
}
