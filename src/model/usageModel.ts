import type { DayRange } from "../domain/buckets.ts";
import { Emitter, type Disposable } from "../domain/emitter.ts";
import type { SourceId } from "../domain/sources.ts";
import type { ViewQuery } from "../domain/viewQuery.ts";
import type { Clock } from "../api/clock.ts";
import type { Account } from "./account.ts";
import type { Log } from "./log.ts";
import { Looks } from "./looks.ts";
import { firstDay, pruneHistory } from "./pruning.ts";
import { bringMissing, followRefresh, isFresh, refreshSession } from "./refresher.ts";
import type { Session } from "./session.ts";
import type { Settings } from "./settings.ts";
import { inUse, viewWants } from "./wants.ts";
import { YearFill } from "./yearFill.ts";

export interface UsageModelOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: () => Settings;
  /** A session for an account that can be asked; its answers are told through `changed`. */
  readonly openSession: (account: Account, changed: () => void) => Session | undefined;
}

/**
 * The one current state: whose numbers, what is known, what is being fetched. Surfaces read from it and repaint when
 * it changes; they never fetch.
 */
export class UsageModel implements Disposable {
  readonly #options: UsageModelOptions;
  readonly #changes: Emitter<undefined>;
  readonly #looks: Looks;
  #account: Account = { kind: "none" };
  #session: Session | undefined;
  /** Ends everything that was started for the account. */
  #accountEnds = new AbortController();
  #refreshing: Promise<void> | undefined;
  /** The reading of what is kept, before anything is asked. */
  #starting: Promise<void> | undefined;
  #yearFill: YearFill | undefined;
  /** Days that the trees showed when the settings last changed. */
  #shownDays: number;
  #announced = false;

  constructor(options: UsageModelOptions) {
    this.#options = options;
    this.#looks = new Looks(options.settings, options.log);
    this.#shownDays = options.settings().rangeDays;
    this.#changes = new Emitter((error) => {
      options.log.error(`A view failed to repaint: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    });
  }

  get account(): Account {
    return this.#account;
  }

  get session(): Session | undefined {
    return this.#session;
  }

  get settings(): Settings {
    return this.#options.settings();
  }

  get refreshing(): boolean {
    return this.#refreshing !== undefined;
  }

  /** Unix seconds, by the API's clock where this machine's is wrong. */
  now(): number {
    return this.#session?.now() ?? Math.floor(this.#options.clock.now() / 1000);
  }

  /** Days that the trees show. */
  treeDays(): DayRange {
    return this.#looks.treeDays(this.now());
  }

  onDidChange(listener: () => void): Disposable {
    return this.#changes.on(listener);
  }

  /** The fetching of the rest of the year; none where there is nobody to ask. */
  get yearFill(): YearFill | undefined {
    return this.#yearFill;
  }

  /** Shows another account's numbers, from nothing; what was under way for the one before is cancelled. */
  setAccount(account: Account): void {
    this.#endAccount();
    this.#account = account;
    const session = this.#options.openSession(account, () => {
      this.#yearFill?.heed();
      this.#announce();
    });
    this.#session = session;
    this.#announce();
    if (!session) return;
    const { signal } = this.#accountEnds;
    this.#yearFill = new YearFill(session, signal, () => firstDay(this.settings, session.now()), () => {
      this.#announce();
    });
    const starting = this.#start(session, signal).finally(() => {
      if (this.#starting === starting) this.#starting = undefined;
    });
    this.#starting = starting;
  }

  /** Repaints everything: a day began, or a project was chosen. */
  touch(): void {
    this.#announce();
  }

  /** A setting changed: what is to be kept no longer goes now and not with the next day, and what the trees now show is asked for. Never rejects. */
  async heedSettings(): Promise<void> {
    this.#announce();
    const { rangeDays } = this.settings;
    const others = rangeDays !== this.#shownDays;
    this.#shownDays = rangeDays;
    await Promise.all([this.prune(), others ? this.refresh() : undefined]);
  }

  /**
   * Brings everything that is looked at up to date. A refresh under way is joined; where something of it has failed
   * already, and is not mended by its end, there is another one. Never rejects.
   */
  refresh(): Promise<void> {
    const session = this.#session;
    if (!session) return Promise.resolve();
    return this.#starting ? this.#starting.then(() => (session === this.#session ? this.#refreshOrJoin(session) : undefined)) : this.#refreshOrJoin(session);
  }

  /** Whether this window or another has refreshed lately enough. */
  get fresh(): boolean {
    return this.#session !== undefined && isFresh(this.#session, this.settings.refreshIntervalMinutes * 60);
  }

  /** Resolves once what was kept is read and no refresh is under way. */
  async settled(): Promise<void> {
    // Another account may begin meanwhile.
    for (let run; (run = this.#starting ?? this.#refreshing) !== undefined; ) await run;
  }

  /** What is kept is shown first; the API is asked where that is too old, and for what is missing otherwise. */
  async #start(session: Session, signal: AbortSignal): Promise<void> {
    if (session.history.hasPast) await session.history.open();
    const held = this.#looks.hold(session);
    if (session.history.hasPast) await held;
    if (signal.aborted) return;
    this.#announce();
    // Not awaited: whoever refreshes by hand meanwhile joins it.
    void (this.fresh ? bringMissing(session, () => this.#looks.wants(session.now()), signal) : this.#refresh(session));
  }

  #refreshOrJoin(session: Session): Promise<void> {
    const underWay = this.#refreshing;
    if (!underWay || !this.#looks.lack(session)) return this.#refresh(session);
    return underWay.then(() => (session === this.#session && this.#looks.lack(session) ? this.#refresh(session) : undefined));
  }

  #refresh(session: Session): Promise<void> {
    if (this.#refreshing) return this.#refreshing;
    const { signal } = this.#accountEnds;
    const run = this.#refreshAll(session, signal).finally(() => {
      if (this.#refreshing === run) this.#refreshing = undefined;
      this.#announce();
    });
    this.#refreshing = run;
    this.#announce();
    return run;
  }

  async #refreshAll(session: Session, signal: AbortSignal): Promise<void> {
    void this.#looks.hold(session);
    await refreshSession(session, () => this.#looks.wants(session.now()), signal);
    await this.#looks.hold(session); // the clock may have turned out to be wrong
    if (!session.halted && !signal.aborted) await this.#looks.bringKeyNames(session, signal);
  }

  /** Fetches what a dashboard's question lacks, and keeps it fresh for as long as `viewer` asks it. */
  async show(viewer: object, query: ViewQuery): Promise<void> {
    this.#looks.show(viewer, query);
    const session = this.#session;
    if (!session) return;
    const { signal } = this.#accountEnds;
    await this.#starting;
    if (signal.aborted || !this.#looks.shows(viewer, query)) return;
    await this.#looks.hold(session);
    // A minute old is fresh enough for a look; the next refresh brings the rest.
    await session.bring(viewWants(query, session.now()), session.now() - 60, signal);
    await this.#looks.bringKeyNames(session, signal);
  }

  hide(viewer: object): void {
    if (this.#looks.hide(viewer) && this.#session) void this.#looks.hold(this.#session);
  }

  /** Another window has refreshed: what it brought is shown here, and what only this one looks at is brought up to date, too. */
  async follow(): Promise<void> {
    const session = this.#session;
    if (!session || this.#refreshing) return;
    await this.#looks.hold(session); // a day may have begun: the other window has brought it, and here nobody holds it yet
    if (session !== this.#session) return;
    await followRefresh(session, () => this.#looks.viewWants(session.now()), this.settings.refreshIntervalMinutes * 60, this.#accountEnds.signal);
  }

  /** Whether it is sure what day it is: the API was asked of late. The sample goes by this machine's clock. */
  get knowsDay(): boolean {
    return this.#account.kind === "key" && this.fresh;
  }

  /** Lets go of rows that are older than the settings keep, where it is sure how old they are: the API may not give them again. Never rejects. */
  async prune(): Promise<void> {
    if (this.#session && this.knowsDay) await pruneHistory(this.#session, this.settings, this.#options.log);
  }

  /** Deletes everything that is kept of this organization, and asks for what is looked at anew. */
  async clearHistory(): Promise<void> {
    const session = this.#session;
    if (!session) return;
    await session.history.clear();
    await this.#refreshing; // what one under way brought before is gone, and it would not ask again
    await this.refresh();
  }

  /** Whether a source has reported anything lately. */
  inUse(source: SourceId): boolean {
    return this.#session !== undefined && inUse(this.#session, source);
  }

  dispose(): void {
    this.#endAccount();
  }

  #endAccount(): void {
    this.#accountEnds.abort();
    this.#accountEnds = new AbortController();
    this.#session?.history.close();
    this.#refreshing = undefined;
    this.#starting = undefined;
    this.#yearFill = undefined;
    this.#session = undefined;
  }

  /** Many rows land at once: listeners hear of them together, once the present work is done. */
  #announce(): void {
    if (this.#announced) return;
    this.#announced = true;
    queueMicrotask(() => {
      this.#announced = false;
      this.#changes.fire(undefined);
    });
  }
}
