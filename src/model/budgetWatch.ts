import { isoDay } from "../domain/buckets.ts";
import { budgetStep, type BudgetStep } from "../domain/budget.ts";
import { formatUsd, type Usd } from "../domain/money.ts";
import { glanceOf, type Figure } from "./figures.ts";
import type { Disposable } from "./emitter.ts";
import type { UsageModel } from "./usageModel.ts";

/** Where it is kept which crossings were told; `vscode.Memento` is one. */
export interface Told {
  get(key: string): unknown;
  update(key: string, value: string): PromiseLike<void>;
}

export interface Crossing {
  readonly step: BudgetStep;
  /** One sentence for the notification. */
  readonly text: string;
}

/**
 * Tells a budget crossing once for each threshold and period, across reloads. Only real numbers of a real key count,
 * and only when they are new: a stale number has been told before.
 */
export class BudgetWatch implements Disposable {
  readonly #model: UsageModel;
  readonly #told: Told;
  readonly #tell: (crossing: Crossing) => void;
  readonly #listening: Disposable;

  constructor(model: UsageModel, told: Told, tell: (crossing: Crossing) => void) {
    this.#model = model;
    this.#told = told;
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
    const key = `budget.${name} ${origin}`;
    // A budget that is changed is a new promise: its crossings are told again.
    const mark = `${period} ${String(step)} ${formatUsd(budget)}`;
    const before = this.#told.get(key);
    if (typeof before === "string" && sameOrHigher(before, period, step, formatUsd(budget))) return;
    void this.#told.update(key, mark);
    this.#tell({ step, text: `${when}: ${formatUsd(spent.usd)} spent, past ${String(step)} % of the ${name} budget of ${formatUsd(budget)}.` });
  }
}

function sameOrHigher(before: string, period: string, step: BudgetStep, budget: string): boolean {
  const [toldPeriod, toldStep, toldBudget] = before.split(" ");
  return toldPeriod === period && toldBudget === budget && Number(toldStep) >= step;
}

