import { isoDay } from "../domain/buckets.ts";
import { budgetStep, budgetSteps, type BudgetStep } from "../domain/budget.ts";
import { formatUsd, type Usd } from "../domain/money.ts";
import { glanceOf, type Figure } from "./figures.ts";
import type { Disposable } from "../domain/emitter.ts";
import type { UsageModel } from "./usageModel.ts";

/** Who tells what: all windows of this machine share it, and it outlives them. */
export interface Claims {
  /** Whether `mark` was claimed now, for the first time by anybody. */
  claim(mark: string): Promise<boolean>;
}

export interface Crossing {
  readonly step: BudgetStep;
  /** One sentence for the notification. */
  readonly text: string;
}

/**
 * Tells a budget crossing once for each threshold and period, across reloads and windows. Only real numbers of a real key count,
 * and only when they are new: a stale number has been told before.
 */
export class BudgetWatch implements Disposable {
  readonly #model: UsageModel;
  readonly #claims: Claims;
  /** What this window has claimed or found claimed: a repaint must not ask the disk. */
  readonly #known = new Set<string>();
  readonly #tell: (crossing: Crossing) => void;
  readonly #listening: Disposable;

  constructor(model: UsageModel, claims: Claims, tell: (crossing: Crossing) => void) {
    this.#model = model;
    this.#claims = claims;
    this.#tell = tell;
    this.#listening = model.onDidChange(() => {
      this.#look();
    });
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #look(): void {
    const { account, settings } = this.#model;
    if (account.kind !== "key") return;
    const glance = glanceOf(this.#model);
    const month = isoDay(glance.day).slice(0, 7);
    this.#check("daily", isoDay(glance.day), glance.today, settings.budgets.daily, "Today (UTC)", account.baseUrl.origin);
    this.#check("monthly", month, glance.month, settings.budgets.monthly, "This month", account.baseUrl.origin);
  }

  #check(name: string, period: string, spent: Figure, budget: Usd | undefined, when: string, origin: string): void {
    if (!budget || spent.kind !== "amount") return;
    const step = budgetStep(spent.usd, budget);
    if (step === undefined) return;
    // A budget that is changed is a new promise: its crossings are told again.
    const mark = (of: BudgetStep): string => [name, period, String(of), formatUsd(budget), origin].join(" ");
    if (this.#known.has(mark(step))) return;
    // A number that falls back below the higher threshold must not tell the lower one after it.
    for (const lower of budgetSteps) if (lower <= step) this.#known.add(mark(lower));
    const text = `${when}: ${formatUsd(spent.usd)} spent, past ${String(step)} % of the ${name} budget of ${formatUsd(budget)}.`;
    void Promise.all(budgetSteps.filter((lower) => lower <= step).map(async (lower) => ({ lower, first: await this.#claims.claim(mark(lower)) }))).then((claimed) => {
      if (claimed.some(({ lower, first }) => lower === step && first)) this.#tell({ step, text });
    });
  }
}
