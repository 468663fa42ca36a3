import { Directory } from "../api/directory.ts";
import { Sender, type SenderOptions } from "../api/sender.ts";
import { UsageClient, type UsageWindow, type WindowAnswer } from "../api/usageClient.ts";
import { dayOf, daysOf, isoDay, type DayRange, type UtcDay } from "../domain/buckets.ts";
import { asSpendError, SpendError } from "../domain/errors.ts";
import { sourceSpec, viewId, type SourceId } from "../domain/sources.ts";
import type { HistoryStore, Series } from "../history/historyStore.ts";
import { Gate } from "./gate.ts";
import type { Log } from "./log.ts";
import { NameBook } from "./nameBook.ts";
import { planWindows, type Want } from "./planner.ts";
import { isEmptyView, Refusals } from "./refusals.ts";
import { addRestatements, restatementOf, type Restatement } from "./restatement.ts";
import { failuresAfter, untouched, type SeriesState } from "./seriesState.ts";

/** Requests under way at once. */
const sideBySide = 6;
/** Nobody answers at that address: then nobody will a moment later, and every surface can say so at once. */
const unreachable: ReadonlySet<string> = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH"]);
const unreachableFor = 2_000;
/** A server that asks for a day of silence may be lying; after an hour (milliseconds) it is asked once more. */
const longestHalt = 3_600_000;
/** A clock further off than this (milliseconds) is wrong, not merely late. */
const clockTolerance = 90_000;

export interface SessionOptions extends SenderOptions {
  readonly store: HistoryStore;
  readonly logTo: Log;
  /** Called after every change of what the session holds. */
  readonly changed: () => void;
}

/** Everything of one account: its history, its names, how each series stands, and the requests that mend that. */
export class Session {
  readonly store: HistoryStore;
  readonly client: UsageClient;
  readonly directory: Directory;
  readonly names: NameBook;
  readonly refusals = new Refusals();
  /** Newest first, one for each day that was restated. */
  restatements: readonly Restatement[] = [];
  /** First day the API keeps, once a request has run into it. */
  earliest: UtcDay | undefined;
  /** `org-…`, once an answer has named it. */
  organization: string | null = null;

  readonly #options: SessionOptions;
  readonly #gate = new Gate(sideBySide);
  readonly #states = new Map<string, SeriesState>();
  readonly #underWay = new Map<string, Promise<void>>();
  #clockOff = 0;
  #halt: Halt | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.store = options.store;
    const heard = (serverTime: number): void => {
      this.#setClock(serverTime);
    };
    const sender = new Sender({ ...options, heard });
    this.client = new UsageClient(sender);
    this.directory = new Directory(sender);
    this.names = new NameBook(this.directory, options.changed);
  }

  /** Unix seconds, by the API's clock where this machine's is wrong. */
  now(): number {
    return Math.floor(this.at(this.#options.clock.now()));
  }

  /**
   * A time of this machine's clock (Unix milliseconds) as Unix seconds of the API's. How far the clock is off is known
   * from the first answer on only, so times from before are kept as they are and converted when they are used. With
   * its fraction: a refresh half a second after another must find what the other brought to be older.
   */
  at(milliseconds: number): number {
    return (milliseconds + this.#clockOff) / 1000;
  }

  /** Seconds by which this machine's clock is wrong; 0 where it is right. */
  get clockOff(): number {
    return Math.round(this.#clockOff / 1000);
  }

  state(series: Series): SeriesState {
    return this.#states.get(seriesId(series)) ?? untouched;
  }

  /** Nothing is asked now: the key was rejected, the server wants to be left alone, or nobody is there. */
  get halted(): SpendError | undefined {
    return this.#halt && this.#options.clock.now() < this.#halt.until ? this.#halt.error : undefined;
  }

  /** Forgets that the key was rejected. What the server asked for with `Retry-After` stands. */
  tryAgain(): void {
    if (this.#halt?.until === Infinity) this.#halt = undefined;
  }

  /**
   * Fetches what is missing of `wants`, and what may have changed since `staleBefore` (Unix s). Never rejects: what
   * failed is in the state of the series.
   */
  async bring(wants: readonly Want[], staleBefore: number, signal: AbortSignal): Promise<void> {
    await Promise.all(wants.map((want) => this.#bringOne(want, staleBefore, signal)));
  }

  /** One run at a time for a series; a later one finds what the earlier one brought. */
  async #bringOne(want: Want, staleBefore: number, signal: AbortSignal): Promise<void> {
    const id = seriesId(want);
    const before = this.#underWay.get(id) ?? Promise.resolve();
    const run = before.then(() => this.#bringSeries(want, id, staleBefore, signal));
    this.#underWay.set(id, run);
    await run;
    if (this.#underWay.get(id) === run) this.#underWay.delete(id);
  }

  async #bringSeries(want: Want, id: string, staleBefore: number, signal: AbortSignal): Promise<void> {
    const days = this.#kept(want.days);
    const windows = planWindows({ ...want, days }, (day) => this.store.day(want, day)?.fetchedAt, staleBefore);
    if (windows.length === 0 || signal.aborted) return;
    this.#set(id, { ...this.state(want), loading: true });
    const outcomes = await Promise.all(
      windows.map(async (window) => ({ days: window.days, error: await this.#gate.run(() => this.#fetch(window, signal)) })),
    );
    const failed = outcomes.flatMap(({ days: where, error }) => (error ? [{ days: where, error }] : []));
    const state = this.state(want);
    // Cancelled is neither good nor bad news: what was known of the series stays.
    const cancelled = failed.some(({ error }) => error.kind === "cancelled");
    this.#set(id, { loading: false, failed: cancelled ? state.failed : failuresAfter(state, want.days, failed) });
  }

  /** Fetches and lands one window; answers the error where it could not. */
  async #fetch(window: UsageWindow, signal: AbortSignal): Promise<SpendError | undefined> {
    const { halted } = this;
    if (halted) return halted;
    const sent = this.#options.clock.now();
    const without = this.refusals.without(window.source, window.view, this.at(sent));
    if (isEmptyView(window.view, without, window.source)) return undefined; // shown as refused, not as failed
    try {
      const answer = await this.client.window({ ...window, without }, this.store.dictionary, this.at(sent), signal);
      signal.throwIfAborted();
      this.#land(window, answer, sent);
      this.#tell(window, answer, sent);
      return undefined;
    } catch (error) {
      const known = signal.aborted ? new SpendError("cancelled", "Cancelled.") : asSpendError(error);
      this.#haltAfter(known);
      if (this.refusals.note(window.source, window.view, without, known, this.now())) {
        this.#options.logTo.warn(`${sourceSpec(window.source).path}: ${known.message} Asking with fewer group-by fields.`);
        return this.#fetch(window, signal);
      }
      return known;
    }
  }

  /** What one request ran into and every other would, too. A single endpoint that fails or hangs is not that. */
  #haltAfter(error: SpendError): void {
    const now = this.#options.clock.now();
    const { retryAfter, code = "" } = error.detail;
    if (error.kind === "keyRejected") this.#halt = { error, until: Infinity };
    else if (error.kind === "rateLimited" && retryAfter !== undefined) this.#halt = { error, until: now + Math.min(retryAfter, longestHalt) };
    else if (error.kind === "offline" && unreachable.has(code)) this.#halt = { error, until: now + unreachableFor };
  }

  /** One line for each window in the log: what was asked, what came, how long it took. */
  #tell({ source, width, days }: UsageWindow, { segments }: WindowAnswer, sent: number): void {
    const rows = segments.reduce((sum, segment) => sum + segment.rows, 0);
    const took = Math.round(this.#options.clock.now() - sent);
    this.#options.logTo.info(`${sourceSpec(source).path} ${isoDay(days.from)} to ${isoDay(days.to - 1)} by ${width}: ${String(rows)} rows in ${String(took)} ms`);
  }

  /** @param sent Unix milliseconds at which the request was sent, by this machine's clock */
  #land(window: UsageWindow, answer: WindowAnswer, sent: number): void {
    const { source, view, width } = window;
    const series = { source, view, width };
    if (answer.earliest !== undefined && answer.earliest > dayOf(this.now()))
      throw new SpendError("untrusted", `${sourceSpec(source).path} says it keeps data from ${isoDay(answer.earliest)} on, which has not come yet.`);
    if (answer.earliest !== undefined) this.earliest = Math.max(this.earliest ?? 0, answer.earliest);
    this.organization ??= answer.organization;
    const isCosts = source === "costs" && viewId(view) === viewId(sourceSpec("costs").views[0] ?? []);
    const restated = isCosts ? answer.segments.flatMap((segment) => restatementOf(this.store.day(series, segment.day), segment) ?? []) : [];
    const days = this.#kept(window.days);
    // A clock that was ahead has asked for days that have not begun: what they will hold is not known yet.
    const begun = { from: days.from, to: Math.min(days.to, dayOf(this.now()) + 1) };
    this.store.land({ series, days: begun, segments: answer.segments, fetchedAt: this.at(sent) });
    this.restatements = addRestatements(this.restatements, restated);
    this.#options.changed();
  }

  /** The part of a range that the API keeps. */
  #kept(days: DayRange): DayRange {
    return this.earliest === undefined ? days : { from: Math.max(days.from, this.earliest), to: days.to };
  }

  #setClock(serverTime: number): void {
    const off = serverTime - this.#options.clock.now();
    const used = Math.abs(off) > clockTolerance ? off : 0;
    if (Math.abs(used - this.#clockOff) < clockTolerance) return;
    this.#clockOff = used;
    this.#options.logTo.warn(`This machine's clock is ${String(Math.round(-used / 1000))} s ahead of the API's. UTC days follow the API.`);
  }

  #set(id: string, state: SeriesState): void {
    this.#states.set(id, state);
    this.#options.changed();
  }
}

interface Halt {
  readonly error: SpendError;
  /** Unix milliseconds by this machine's clock. */
  readonly until: number;
}

/** The first kept view of a source by day: what the sidebar and the status bar read. */
export function baseSeries(source: SourceId): Series {
  return { source, view: sourceSpec(source).views[0] ?? [], width: "1d" };
}

/** Days of a range that are not kept: gaps, not zeros. */
export function missingDays(session: Session, series: Series, range: DayRange): readonly UtcDay[] {
  const from = Math.max(range.from, session.earliest ?? range.from);
  return daysOf({ from, to: range.to }).filter((day) => session.store.day(series, day) === undefined);
}

function seriesId({ source, view, width }: Series): string {
  return `${source} ${width} ${viewId(view)}`;
}
