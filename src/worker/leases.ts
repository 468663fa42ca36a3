import { HistoryError } from "../history/historyError.ts";
import type { HistoryDatabase, OrganizationId } from "../history/historyDatabase.ts";

/** A window that died loses its lease after this long (milliseconds); one that lives renews it well before. */
const timeToLive = 20_000;
const renewEvery = 5_000;
/** How often a wait looks whether the lease is free (milliseconds). */
const lookEvery = 200;

interface Held {
  readonly account: number;
  readonly organization: OrganizationId;
  readonly task: string;
}

/**
 * Tasks that one window of a machine does at a time. Renewed from here and not from the host, so that a host that is
 * busy for a moment keeps what it has; when the process dies, so does this thread.
 */
export class Leases {
  readonly #owner: string;
  readonly #use: <T>(work: (database: HistoryDatabase) => T) => T;
  readonly #organizationOf: (account: number) => OrganizationId | undefined;
  /** By account and task; the organization is the one it was last had for. */
  readonly #held = new Map<string, Held>();
  #renewing: NodeJS.Timeout | undefined;

  /** @param organizationOf undefined for an account that is closed */
  constructor(owner: string, use: <T>(work: (database: HistoryDatabase) => T) => T, organizationOf: (account: number) => OrganizationId | undefined) {
    this.#owner = owner;
    this.#use = use;
    this.#organizationOf = organizationOf;
  }

  get any(): boolean {
    return this.#held.size > 0;
  }

  /** @param wait milliseconds to wait for it at most, or until the account is closed */
  async take(account: number, task: string, wait: number): Promise<boolean> {
    const until = performance.now() + wait;
    for (;;) {
      // Asked anew each time: it may be cleared, or found to be another, while it is waited for.
      const organization = this.#organizationOf(account);
      if (organization === undefined) return false;
      if (this.#use((database) => database.lease(organization, task, this.#owner, timeToLive))) {
        this.#held.set(idOf(account, task), { account, organization, task });
        this.#renewing ??= setInterval(() => { this.#renewOrWait(); }, renewEvery).unref();
        return true;
      }
      if (performance.now() >= until) return false;
      await new Promise((resolve) => setTimeout(resolve, lookEvery));
    }
  }

  /** The account's organization was cleared, or found to be another: what is under way for the one goes on for the other. */
  follow(account: number): void {
    const organization = this.#organizationOf(account);
    if ([...this.#held.values()].some((held) => held.account === account && held.organization !== organization)) this.#renew();
  }

  give(account: number, task: string): void {
    const held = this.#held.get(idOf(account, task));
    if (!held) return;
    this.#held.delete(idOf(account, task));
    if (this.#held.size === 0) this.#stop();
    this.#use((database) => { database.release(held.organization, task, this.#owner); });
  }

  /** Gives back what one account has, or all of them. */
  giveAll(account?: number): void {
    for (const held of [...this.#held.values()]) if (account === undefined || held.account === account) this.give(held.account, held.task);
  }

  #renewOrWait(): void {
    try {
      this.#renew();
    } catch (error) {
      // Others keep the file locked: what is had is had for long enough to be renewed the next time.
      if (!(error instanceof HistoryError)) throw error;
    }
  }

  #renew(): void {
    for (const [id, held] of this.#held) {
      const organization = this.#organizationOf(held.account) ?? held.organization;
      // One that another window has by now, as after a sleep, is not to be had back.
      if (this.#use((database) => database.lease(organization, held.task, this.#owner, timeToLive))) this.#held.set(id, { ...held, organization });
      else this.#held.delete(id);
    }
    if (this.#held.size === 0) this.#stop();
  }

  #stop(): void {
    clearInterval(this.#renewing);
    this.#renewing = undefined;
  }
}

function idOf(account: number, task: string): string {
  return `${String(account)} ${task}`;
}
