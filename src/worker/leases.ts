import type { HistoryDatabase, OrganizationId } from "../history/historyDatabase.ts";

/** A window that died loses its lease after this long (milliseconds); one that lives renews it well before. */
const timeToLive = 20_000;
const renewEvery = 5_000;
/** How often a wait looks whether the lease is free (milliseconds). */
const lookEvery = 200;

/**
 * Tasks that one window of a machine does at a time. Renewed from here and not from the host, so that a host that is
 * busy for a moment keeps what it has; when the process dies, so does this thread.
 */
export class Leases {
  readonly #owner: string;
  readonly #use: <T>(work: (database: HistoryDatabase) => T) => T;
  readonly #held = new Map<string, readonly [OrganizationId, string]>();
  #renewing: NodeJS.Timeout | undefined;

  constructor(owner: string, use: <T>(work: (database: HistoryDatabase) => T) => T) {
    this.#owner = owner;
    this.#use = use;
  }

  get any(): boolean {
    return this.#held.size > 0;
  }

  /**
   * @param wait milliseconds to wait for it at most
   * @param wanted whether it is still waited for
   */
  async take(organization: OrganizationId, task: string, wait: number, wanted: () => boolean): Promise<boolean> {
    const until = performance.now() + wait;
    while (wanted()) {
      if (this.#use((database) => database.lease(organization, task, this.#owner, timeToLive))) {
        this.#held.set(`${String(organization)} ${task}`, [organization, task]);
        this.#renewing ??= setInterval(() => { this.#renew(); }, renewEvery).unref();
        return true;
      }
      if (performance.now() >= until) return false;
      await new Promise((resolve) => setTimeout(resolve, lookEvery));
    }
    return false;
  }

  give(organization: OrganizationId, task: string): void {
    if (!this.#held.delete(`${String(organization)} ${task}`)) return;
    if (this.#held.size === 0) this.#stop();
    this.#use((database) => { database.release(organization, task, this.#owner); });
  }

  giveAllOf(organization: OrganizationId): void {
    for (const [of, task] of [...this.#held.values()]) if (of === organization) this.give(of, task);
  }

  giveAll(): void {
    for (const [organization, task] of [...this.#held.values()]) this.give(organization, task);
    this.#stop();
  }

  #renew(): void {
    for (const [id, [organization, task]] of this.#held) {
      // One whose organization was cleared or found to be another, or that was lost while the machine slept, is not to be had back.
      if (!this.#use((database) => database.lease(organization, task, this.#owner, timeToLive))) this.#held.delete(id);
    }
    if (this.#held.size === 0) this.#stop();
  }

  #stop(): void {
    clearInterval(this.#renewing);
    this.#renewing = undefined;
  }
}
