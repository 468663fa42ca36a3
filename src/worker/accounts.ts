import { SpendError } from "../domain/errors.ts";
import type { HistoryDatabase, OrganizationId } from "../history/historyDatabase.ts";
import { type KeptAccount, nobody } from "./keptAccount.ts";
import type { RestingAccount } from "./restingThread.ts";

/** The accounts that this window has open, by the numbers that it calls them by. */
export class Accounts {
  readonly #accounts = new Map<number, KeptAccount>();

  add(account: KeptAccount): void {
    this.#accounts.set(account.number, account);
  }

  /** @throws {SpendError} where it was closed */
  get(number: number): KeptAccount {
    const account = this.#accounts.get(number);
    if (!account) throw new SpendError("historyFailed", "This account was closed.");
    return account;
  }

  /** Undefined where it was closed. */
  organizationOf(number: number): OrganizationId | undefined {
    return this.#accounts.get(number)?.organization;
  }

  get numbers(): readonly number[] {
    return [...this.#accounts.keys()];
  }

  /** Whether one of them has news that nobody was told. */
  get untold(): boolean {
    return [...this.#accounts.values()].some((account) => account.untold);
  }

  delete(number: number): void {
    this.#accounts.delete(number);
  }

  clear(): void {
    this.#accounts.clear();
  }

  /** What the next thread needs to go on for this one. */
  rest(): readonly RestingAccount[] {
    return [...this.#accounts.values()].map((account) => account.rest());
  }

  /** All of them go on in another database. */
  enterAll(database: HistoryDatabase): void {
    const accounts = [...this.#accounts.values()];
    // First: who cannot be entered now must not go by a number of the database before, which is another organization's in this one.
    for (const account of accounts) account.restart(nobody);
    for (const account of accounts) account.enter(database);
  }
}
