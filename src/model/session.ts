import { Directory } from "../api/directory.ts";
import { Sender, type SenderOptions } from "../api/sender.ts";
import { UsageClient, type UsageWindow } from "../api/usageClient.ts";
import { daysOf, isPartial, type DayRange, type UtcDay } from "../domain/buckets.ts";
import type { Dimension } from "../domain/dimensions.ts";
import type { SpendError, SpendErrorKind } from "../domain/errors.ts";
import { sourceSpec, type SourceId } from "../domain/sources.ts";
import { readRestatements, restatementsFact, type Restatement } from "../history/restatement.ts";
import type { Series } from "../history/series.ts";
import { seriesId } from "../history/seriesId.ts";
import type { Want } from "../worker/calls.ts";
import { ApiTime } from "./apiTime.ts";
import { Executor, failureOf } from "./executor.ts";
import { FirstTotal } from "./firstTotal.ts";
import type { Lane } from "./gate.ts";
import { Halts } from "./halts.ts";
import type { History } from "./history.ts";
import { KeptDays } from "./keptDays.ts";
import type { Log } from "./log.ts";
import { NameBook } from "./nameBook.ts";
import { Refusals } from "./refusals.ts";
import { failuresAfter, untouched, type Failure, type SeriesState } from "./seriesState.ts";
import { Turns } from "./turns.ts";

export interface SessionOptions extends SenderOptions {
  readonly history: History;
  readonly logTo: Log;
  /** Called after every change of what the session holds. */
  readonly changed: () => void;
}

/** What is given up only after several tries, up to a minute of them. */
const triedAgain: ReadonlySet<SpendErrorKind> = new Set(["timeout", "serverFailed", "offline", "rateLimited"]);

/** Everything of one account: its history, its names, how each series stands, and the requests that mend that. */
export class Session {
  readonly history: History;
  readonly client: UsageClient;
  readonly directory: Directory;
  readonly names: NameBook;
  readonly refusals: Refusals;
  readonly time: ApiTime;
  readonly firstTotal: FirstTotal;

  readonly #options: SessionOptions;
  readonly #days: KeptDays;
  readonly #halts: Halts;
  readonly #executor: Executor;
  readonly #states = new Map<string, SeriesState>();
  /** Value of `openai-organization`, for as long as no row has named the organization. */
  #header: string | null = null;
  #answered = false;

  constructor(options: SessionOptions) {
    const { clock, logTo, history } = options;
    const clockNow = (): number => clock.now();
    this.#options = options;
    this.history = history;
    this.time = new ApiTime(clockNow, (line) => { logTo.warn(line); });
    const sender = new Sender({ ...options, heard: (serverTime) => { this.time.heard(serverTime); } });
    this.client = new UsageClient(sender);
    this.firstTotal = new FirstTotal(this.client, this.time);
    this.directory = new Directory(sender);
    this.names = new NameBook(this.directory, history, options.changed);
    this.refusals = new Refusals(history);
    this.#days = new KeptDays(history, this.refusals, this.time, clockNow);
    this.#halts = new Halts(clockNow);
    this.#executor = new Executor({
      ...{ client: this.client, history, days: this.#days, refusals: this.refusals, halts: this.#halts },
      ...{ turns: new Turns(sender.pace, history.unread), time: this.time, clock, logTo },
      answered: (organization) => { this.#hear(organization); },
      ended: (window, error) => { this.#note(window, error); },
    });
  }

  /** Unix seconds, by the API's clock where this machine's is wrong. */
  now(): number {
    return this.time.now();
  }

  /** Unix seconds with their fraction, by the API's clock. */
  exactNow(): number {
    return this.time.at(this.clockNow());
  }

  /** Unix milliseconds by this machine's clock. */
  clockNow(): number {
    return this.#options.clock.now();
  }

  /** Whether the API has answered at all. */
  get answered(): boolean {
    return this.#answered;
  }

  state(series: Series): SeriesState {
    const state = this.#states.get(seriesId(series)) ?? untouched;
    const failed = state.failed.filter((failure) => this.#stands(series, failure));
    return failed.length === state.failed.length ? state : { ...state, failed };
  }

  /** First day the API keeps of a source by buckets of a width, where a request has run into it. */
  earliest(of: Pick<Series, "source" | "width">): UtcDay | undefined {
    return this.#days.earliest(of);
  }

  /** The part of a range that the API keeps, as far as that is known. */
  kept(of: Pick<Series, "source" | "width">, days: DayRange): DayRange {
    return this.#days.kept(of, days);
  }

  /** When a day of a series was fetched (Unix s); undefined where it never was, or not as it can be had now. */
  fetchedAt(series: Series): (day: UtcDay) => number | undefined {
    return this.#days.fetchedAt(series);
  }

  /** Dimensions that days of a range were fetched without, and can be had now, or may be. */
  lacking(series: Series, days: DayRange): ReadonlySet<Dimension> {
    return this.#days.lacking(series, days);
  }

  /** `org-…`, or the name its answers come with, once one has. */
  get organization(): string | null {
    return this.history.organization ?? this.#header;
  }

  /** Newest first, one for each day that was restated. */
  get restatements(): readonly Restatement[] {
    return readRestatements(this.history.fact(restatementsFact));
  }

  /** Nothing is asked now: the key was rejected, the server wants to be left alone, or nobody is there. */
  get halted(): SpendError | undefined {
    return this.#halts.current;
  }

  /** Forgets that the key was rejected, or that nobody was there. What the server asked for with `Retry-After` stands. */
  tryAgain(): void {
    this.#halts.tryAgain();
  }

  /** Whether `bring` would ask for anything. */
  lacksAny(wants: readonly Want[], staleBefore: number): boolean {
    return wants.some((want) => this.#days.plan(want, staleBefore).length > 0);
  }

  /**
   * Fetches what is missing of `wants`, and what may have changed since `staleBefore` (Unix s). Never rejects: what
   * failed is in the state of the series.
   */
  async bring(wants: readonly Want[], staleBefore: number, signal: AbortSignal): Promise<void> {
    await Promise.all(wants.map((want) => this.#bringOne(want, staleBefore, signal)));
  }

  /**
   * Fetches `firstTotal`. Never rejects: what fails is asked for again with the rows themselves, and told there. What
   * was tried again and again would take as long once more to say so, which is told of the rows at once.
   *
   * @returns whether it was
   */
  async bringFirstTotal(days: DayRange, signal: AbortSignal): Promise<boolean> {
    if (this.halted || signal.aborted) return false;
    try {
      const { organization } = await this.firstTotal.bring(days, this.clockNow(), signal);
      this.#hear(organization);
      this.#options.changed();
      return false;
    } catch (error) {
      const known = failureOf(error, signal);
      this.#halts.note(known);
      if (known.kind === "cancelled") return false;
      this.#options.logTo.warn(`The month's total could not be had: ${known.message}`);
      if (!triedAgain.has(known.kind)) return false;
      this.#note({ ...baseSeries("costs"), days }, known);
      return true;
    }
  }

  /** Fetches windows as `Executor.fetch` does, and answers as it does. */
  fetch(windows: readonly UsageWindow[], staleBefore: number, signal: AbortSignal, lane: Lane, ended?: (window: UsageWindow) => void): Promise<number> {
    return this.#executor.fetch(windows, staleBefore, signal, lane, ended);
  }

  async #bringOne(want: Want, staleBefore: number, signal: AbortSignal): Promise<void> {
    const windows = this.#days.plan(want, staleBefore);
    if (windows.length === 0 || signal.aborted) return;
    const state = this.state(want);
    this.#set(want, { ...state, loading: [...state.loading, ...windows.map(({ days }) => days)] });
    await this.fetch(windows, staleBefore, signal, "front", (window) => {
      const now = this.state(want);
      this.#set(want, { ...now, loading: now.loading.filter((days) => days !== window.days) }); // the same days may be on their way for others, too
    });
  }

  #hear(organization: string | null): void {
    this.#answered = true;
    this.#header ??= organization;
  }

  /** Cancelled is neither good nor bad news: what was known of the series stays. */
  #note(window: UsageWindow, error: SpendError | undefined): void {
    if (error?.kind === "cancelled") return;
    const state = this.state(window);
    const failed = error ? [{ days: window.days, at: this.clockNow(), error }] : [];
    this.#set(window, { ...state, failed: failuresAfter(state, window.days, failed) });
  }

  /** Whether a failure still keeps anything from being known: another window may have brought its days since, or this one turned out to need none. */
  #stands(series: Series, { days, at }: Failure): boolean {
    return this.#days.plan({ ...series, days }, this.time.at(at)).length > 0;
  }

  #set(series: Series, state: SeriesState): void {
    this.#states.set(seriesId(series), state);
    this.#options.changed();
  }
}

/** The first kept view of a source by day: what the sidebar and the status bar read. */
export function baseSeries(source: SourceId): Series {
  return { source, view: sourceSpec(source).views[0] ?? [], width: "1d" };
}

/** Days of a range that are not at hand: gaps, not zeros. */
export function gapDays(session: Session, series: Series, range: DayRange): readonly UtcDay[] {
  return daysOf(range).filter((day) => session.history.day(series, day) === undefined);
}

/** Those of them that the API still keeps: what a number waits for. */
export function missingDays(session: Session, series: Series, range: DayRange): readonly UtcDay[] {
  return gapDays(session, series, session.kept(series, range));
}

/** Days that were fetched before they were over, and are over by now: what came after, no number has. */
export function partialDays(session: Session, series: Series, range: DayRange): readonly UtcDay[] {
  const kept = session.history.days(series, range).filter(({ segment, fetchedAt }) => isPartial(segment.day, fetchedAt, session.now()));
  return kept.map(({ segment }) => segment.day);
}
