import { dayOf, monthStart, type DayRange } from "../domain/buckets.ts";
import { allSources, type SourceId } from "../domain/sources.ts";
import { resolveView, type ViewQuery } from "../domain/viewQuery.ts";
import type { Clock } from "../api/clock.ts";
import type { Account } from "./account.ts";
import { Emitter, type Disposable } from "./emitter.ts";
import type { Log } from "./log.ts";
import type { Want } from "./planner.ts";
import { projectIdsIn } from "./projectsInUse.ts";
import { baseSeries, type Session } from "./session.ts";
import type { Settings } from "./settings.ts";

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

  /** Shows another account's numbers, from nothing; what was under way for the one before is cancelled. */
  setAccount(account: Account): void {
    this.#endAccount();
    this.#account = account;
    this.#session = this.#options.openSession(account, () => {
      this.#announce();
    });
    this.#announce();
    void this.refresh();
  }

  /** Repaints everything: a setting changed, or a day began. */
  touch(): void {
    this.#announce();
  }

  /** Brings everything that is looked at up to date. A refresh under way is joined. Never rejects. */
  refresh(): Promise<void> {
    const session = this.#session;
    if (!session) return Promise.resolve();
    if (this.#refreshing) return this.#refreshing;
    const run = this.#refresh(session, this.#accountEnds.signal).finally(() => {
      if (this.#refreshing === run) this.#refreshing = undefined;
      this.#announce();
    });
    this.#refreshing = run;
    this.#announce();
    return run;
  }

  async #refresh(session: Session, signal: AbortSignal): Promise<void> {
    session.tryAgain();
    const began = this.#options.clock.now();
    // The status bar is right after this one answer; everything else can wait for it.
    const clockOff = session.clockOff;
    await session.bring([this.#monthWant()], session.at(began), signal);
    // Only an answer tells that this machine's clock is wrong, and with it which month this is.
    if (session.clockOff !== clockOff) await session.bring([this.#monthWant()], session.at(began), signal);
    if (signal.aborted) return;
    const names = session.halted ? Promise.resolve() : session.names.bring(session.at(began), signal);
    await Promise.all([names, this.#bringAll(session, began, signal)]);
    if (!session.halted) await this.#bringKeyNames(session, signal);
  }

  /** Whoever changes a setting meanwhile joins this refresh, and must find the days of the new setting brought, too. */
  async #bringAll(session: Session, began: number, signal: AbortSignal): Promise<void> {
    let brought = "";
    while (!signal.aborted) {
      const wants = [...this.#treeWants(), ...[...this.#views.values()].flatMap((query) => this.#viewWants(query))];
      const asked = JSON.stringify(wants);
      if (asked === brought) return;
      await session.bring(wants, session.at(began), signal);
      brought = asked;
    }
  }

  /** Fetches what a dashboard's question lacks, and keeps it fresh for as long as `viewer` asks it. */
  async show(viewer: object, query: ViewQuery): Promise<void> {
    this.#views.set(viewer, query);
    const session = this.#session;
    if (!session) return;
    // A minute old is fresh enough for a look; the next refresh brings the rest.
    await session.bring(this.#viewWants(query), session.now() - 60, this.#accountEnds.signal);
    await this.#bringKeyNames(session, this.#accountEnds.signal);
  }

  hide(viewer: object): void {
    this.#views.delete(viewer);
  }

  /** Whether a source has reported anything in the days the trees show. */
  inUse(source: SourceId): boolean {
    const kept = this.#session?.store.days(baseSeries(source), this.treeDays()) ?? [];
    return kept.some(({ segment }) => segment.rows > 0);
  }

  dispose(): void {
    this.#endAccount();
  }

  #endAccount(): void {
    this.#accountEnds.abort();
    this.#accountEnds = new AbortController();
    this.#refreshing = undefined;
    this.#session = undefined;
  }

  /** This month so far, and yesterday, which on the first of a month lies in the one before. */
  #monthWant(): Want {
    const today = dayOf(this.now());
    return { ...baseSeries("costs"), days: { from: Math.min(monthStart(today), today - 1), to: today + 1 } };
  }

  /** The trees' days of every source; of costs twice as many, for the change against the period before. */
  #treeWants(): readonly Want[] {
    const days = this.treeDays();
    const length = days.to - days.from;
    // The API keeps about a year; the period before must not ask past it.
    const before = Math.min(length, 364 - length);
    return allSources.map((source) => ({
      ...baseSeries(source),
      days: source === "costs" ? { from: days.from - Math.max(0, before), to: days.to } : days,
    }));
  }

  #viewWants(query: ViewQuery): readonly Want[] {
    const { view, width, days } = resolveView(query, this.now());
    return view ? [{ source: query.source, view, width, days }] : [];
  }

  /** Names of API keys cost a request for each project, so they are asked for only where a view shows keys. */
  async #bringKeyNames(session: Session, signal: AbortSignal): Promise<void> {
    for (const query of this.#views.values()) {
      const { view, width, days } = resolveView(query, this.now());
      const wanted = query.groupBy === "api_key_id" || query.filters.api_key_id !== undefined;
      if (!wanted || !view) continue;
      const kept = session.store.days({ source: query.source, view, width }, days);
      await session.names.bringKeys(projectIdsIn(kept, session.store.dictionary), session.now(), signal);
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
