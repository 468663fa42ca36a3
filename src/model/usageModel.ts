import { dayOf, type DayRange } from "../domain/buckets.ts";
import { SpendError } from "../domain/errors.ts";
import { Emitter, type Disposable } from "../domain/emitter.ts";
import type { SourceId } from "../domain/sources.ts";
import { resolveView, type ViewQuery } from "../domain/viewQuery.ts";
import type { Clock } from "../api/clock.ts";
import type { Want } from "../worker/calls.ts";
import type { Account } from "./account.ts";
import type { Log } from "./log.ts";
import { firstDay, pruneBounds } from "./pruning.ts";
import { projectIdsIn } from "./projectsInUse.ts";
import { isFresh, refreshSession, unfollowed } from "./refresher.ts";
import type { Session } from "./session.ts";
import type { Settings } from "./settings.ts";
import { inUse, monthWant, treeWants, viewWants } from "./wants.ts";
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
  readonly #views = new Map<object, ViewQuery>();
  #account: Account = { kind: "none" };
  #session: Session | undefined;
  /** Ends everything that was started for the account. */
  #accountEnds = new AbortController();
  #refreshing: Promise<void> | undefined;
  /** The reading of what is kept, before anything is asked. */
  #starting: Promise<void> | undefined;
  #yearFill: YearFill | undefined;
  #announced = false;

  constructor(options: UsageModelOptions) {
    this.#options = options;
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
    const today = dayOf(this.now());
    return { from: today - this.settings.rangeDays + 1, to: today + 1 };
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

  /** Repaints everything: a setting changed, or a day began. */
  touch(): void {
    this.#announce();
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
    await this.#starting;
    await this.#refreshing;
  }

  /** What is kept is shown first; the API is asked where that is too old, and for what is missing otherwise. */
  async #start(session: Session, signal: AbortSignal): Promise<void> {
    if (session.history.hasPast) await session.history.open();
    const held = this.#hold(session);
    if (session.history.hasPast) await held;
    if (signal.aborted) return;
    this.#announce();
    // Not awaited: whoever refreshes by hand meanwhile joins it.
    void (this.fresh ? session.bring(this.#wants(), -Infinity, signal) : this.#refresh(session));
  }

  #refreshOrJoin(session: Session): Promise<void> {
    const underWay = this.#refreshing;
    if (!underWay || !this.#hasFailed(session)) return this.#refresh(session);
    return underWay.then(() => (session === this.#session && this.#hasFailed(session) ? this.#refresh(session) : undefined));
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
    void this.#hold(session);
    await refreshSession(session, () => this.#wants(), signal);
    await this.#hold(session); // the clock may have turned out to be wrong
    if (!session.halted && !signal.aborted) await this.#bringKeyNames(session, signal);
  }

  /** Fetches what a dashboard's question lacks, and keeps it fresh for as long as `viewer` asks it. */
  async show(viewer: object, query: ViewQuery): Promise<void> {
    this.#views.set(viewer, query);
    const session = this.#session;
    if (!session) return;
    const { signal } = this.#accountEnds;
    await this.#starting;
    if (signal.aborted || this.#views.get(viewer) !== query) return;
    await this.#hold(session);
    // A minute old is fresh enough for a look; the next refresh brings the rest.
    await session.bring(viewWants(query, session.now()), session.now() - 60, signal);
    await this.#bringKeyNames(session, signal);
  }

  hide(viewer: object): void {
    if (this.#views.delete(viewer) && this.#session) void this.#hold(this.#session);
  }

  /** Another window has refreshed: what it brought is shown here, and what only this one looks at is brought up to date, too. */
  async follow(): Promise<void> {
    const session = this.#session;
    if (!session || this.#refreshing) return;
    await this.#hold(session); // a day may have begun: the other window has brought it, and here nobody holds it yet
    if (session !== this.#session) return;
    const interval = this.settings.refreshIntervalMinutes * 60;
    const views = [...this.#views.values()].flatMap((query) => viewWants(query, session.now()));
    await session.bring([...unfollowed(session), ...views], session.now() - interval, this.#accountEnds.signal);
  }

  /** Lets go of rows that are older than the settings keep. Never rejects. */
  async prune(): Promise<void> {
    const session = this.#session;
    await session?.history.prune(pruneBounds(this.settings, session.now())).catch((error: unknown) => {
      this.#options.log.warn(`Old rows could not be deleted: ${error instanceof Error ? error.message : String(error)}`);
    });
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

  #hasFailed(session: Session): boolean {
    return this.#wants().some((want) => session.state(want).failed.length > 0);
  }

  #wants(): readonly Want[] {
    const now = this.now();
    return [...treeWants(this.treeDays()), ...[...this.#views.values()].flatMap((query) => viewWants(query, now))];
  }

  /** What is looked at is in memory, the rest is not. */
  async #hold(session: Session): Promise<void> {
    await session.history.hold(this, [monthWant(session.now()), ...this.#wants()]).catch((error: unknown) => {
      if (error instanceof SpendError && error.kind === "cancelled") return; // another account is shown by now
      this.#options.log.error(`Local history could not be read: ${error instanceof Error ? error.message : String(error)}`);
    });
  }

  /** Names of API keys cost a request for each project, so they are asked for only where a view shows keys. */
  async #bringKeyNames(session: Session, signal: AbortSignal): Promise<void> {
    for (const query of this.#views.values()) {
      const { view, width, days } = resolveView(query, this.now());
      const wanted = query.groupBy === "api_key_id" || query.filters.api_key_id !== undefined;
      if (!wanted || !view) continue;
      const kept = session.history.days({ source: query.source, view, width }, days);
      await session.names.bringKeys(projectIdsIn(kept, session.history.dictionary), session.now(), signal);
    }
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
