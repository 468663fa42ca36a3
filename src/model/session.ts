import { bytesOf } from "../api/body.ts";
import { Directory } from "../api/directory.ts";
import { Sender, type Answer, type SenderOptions } from "../api/sender.ts";
import { UsageClient, type UsageWindow } from "../api/usageClient.ts";
import { dayOf, daysOf, isoDay, type DayRange, type UtcDay } from "../domain/buckets.ts";
import { asSpendError, SpendError } from "../domain/errors.ts";
import { sourceSpec, type SourceId } from "../domain/sources.ts";
import { readRestatements, restatementsFact, type Restatement } from "../history/restatement.ts";
import type { Series } from "../history/series.ts";
import { seriesId } from "../history/seriesId.ts";
import type { Want } from "../worker/calls.ts";
import { ApiTime } from "./apiTime.ts";
import { Backlog } from "./backlog.ts";
import { readFact, writeFact } from "./facts.ts";
import { Gate, type Lane } from "./gate.ts";
import { Halts } from "./halts.ts";
import type { History } from "./history.ts";
import type { Log } from "./log.ts";
import { NameBook } from "./nameBook.ts";
import { planWindows } from "./planner.ts";
import { isEmptyView, Refusals } from "./refusals.ts";
import { failuresAfter, untouched, type Failure, type SeriesState } from "./seriesState.ts";

/** Windows under way, for each request that may be: those that are being parsed and landed keep no request waiting. */
const windowsPerRequest = 3;
/** Bytes asked for later that may be under way at once: who looks meanwhile waits until a server has made them. */
const mostAsked = 2 ** 25;
/** Clocks of one machine's windows may differ by this much (seconds), as far as they follow the API's. */
const clockTolerance = 120;

export interface SessionOptions extends SenderOptions {
  readonly history: History;
  readonly logTo: Log;
  /** Called after every change of what the session holds. */
  readonly changed: () => void;
}

/** Everything of one account: its history, its names, how each series stands, and the requests that mend that. */
export class Session {
  readonly history: History;
  readonly client: UsageClient;
  readonly directory: Directory;
  readonly names: NameBook;
  readonly refusals: Refusals;
  readonly time: ApiTime;

  readonly #options: SessionOptions;
  /** Windows that are being fetched or landed, and requests that are under way: an answer that is being parsed takes no request's place. */
  readonly #windows: Gate;
  readonly #requests: Gate;
  /** What is asked for later, and has not come. */
  readonly #asked = new Backlog(mostAsked);
  /** Bytes of each source's last answer: the next is about as long. */
  readonly #lastAnswer = new Map<SourceId, number>();
  readonly #halts: Halts;
  readonly #states = new Map<string, SeriesState>();
  readonly #underWay = new Set<UnderWay>();
  /** Value of `openai-organization`, for as long as no row has named the organization. */
  #header: string | null = null;
  #answered = false;

  constructor(options: SessionOptions) {
    const { clock, logTo, history } = options;
    this.#options = options;
    this.history = history;
    this.time = new ApiTime(() => clock.now(), (line) => { logTo.warn(line); });
    this.#halts = new Halts(() => clock.now());
    const sender = new Sender({ ...options, heard: (serverTime) => { this.time.heard(serverTime); } });
    this.#windows = new Gate(() => windowsPerRequest * sender.pace.width);
    this.#requests = new Gate(() => sender.pace.width);
    this.client = new UsageClient(sender);
    this.directory = new Directory(sender);
    this.names = new NameBook(this.directory, history, options.changed);
    this.refusals = new Refusals(history);
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

  /** First day the API keeps, once a request has run into it. */
  get earliest(): UtcDay | undefined {
    return readFact(this.history, "earliest");
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

  /**
   * Fetches what is missing of `wants`, and what may have changed since `staleBefore` (Unix s). Never rejects: what
   * failed is in the state of the series.
   */
  async bring(wants: readonly Want[], staleBefore: number, signal: AbortSignal): Promise<void> {
    await Promise.all(wants.map((want) => this.#bringOne(want, staleBefore, signal)));
  }

  async #bringOne(want: Want, staleBefore: number, signal: AbortSignal): Promise<void> {
    const windows = this.#plan(want, staleBefore);
    if (windows.length === 0 || signal.aborted) return;
    this.#set(want, { ...this.state(want), loading: true });
    await this.fetch(windows, staleBefore, signal, "front");
    this.#set(want, { ...this.state(want), loading: false });
  }

  /**
   * Fetches windows side by side and keeps what they bring. Answers how many could not be had.
   *
   * @param lane `back` for what nobody looks at yet
   * @param ended called after each window
   */
  async fetch(windows: readonly UsageWindow[], staleBefore: number, signal: AbortSignal, lane: Lane, ended?: () => void): Promise<number> {
    let failed = 0;
    const broken = new Map<SourceId, SpendError>();
    const run = async (window: UsageWindow): Promise<void> => {
      const error = broken.get(window.source) ?? (await this.#bringWindow(window, staleBefore, signal, lane));
      // An endpoint that hangs or breaks does so for every window: each would take a minute to say so.
      if (error?.kind === "timeout" || error?.kind === "serverFailed") broken.set(window.source, error);
      if (error) failed += 1;
      // Cancelled is neither good nor bad news: what was known of the series stays.
      if (error?.kind !== "cancelled") {
        const state = this.state(window);
        this.#set(window, { ...state, failed: failuresAfter(state, window.days, error ? [{ days: window.days, at: this.#options.clock.now(), error }] : []) });
      }
      ended?.();
    };
    await Promise.all(windows.map((window) => this.#windows.run(lane, window.source, () => run(window))));
    return failed;
  }

  /** One fetch at a time for a day; a later one finds what the earlier one brought. */
  async #bringWindow(window: UsageWindow, staleBefore: number, signal: AbortSignal, lane: Lane): Promise<SpendError | undefined> {
    const id = seriesId(window);
    for (;;) {
      const before = [...this.#underWay].filter((other) => other.id === id && overlap(other.days, window.days));
      if (before.length === 0) break;
      await Promise.all(before.map(({ done }) => done));
    }
    const rest = this.#plan(window, staleBefore);
    const errors = await Promise.all(
      rest.map(async (part) => {
        const run: UnderWay = { id, days: part.days, done: this.#fetch(part, signal, lane) };
        this.#underWay.add(run);
        return run.done.finally(() => this.#underWay.delete(run));
      }),
    );
    return errors.find((error) => error !== undefined);
  }

  /** Fetches and lands one window; answers the error where it could not. */
  async #fetch(window: UsageWindow, signal: AbortSignal, lane: Lane): Promise<SpendError | undefined> {
    const { halted } = this;
    if (halted) return halted;
    if (signal.aborted) return cancelled();
    const sent = this.#options.clock.now();
    const without = this.refusals.without(window.source, window.view, this.time.at(sent));
    if (isEmptyView(window.view, without, window.source)) return undefined; // shown as refused, not as failed
    const sink = this.history.window();
    try {
      const answer = await this.client.window({ ...window, without }, sink, this.time.at(sent), signal, (send) => this.#inTurn(window.source, lane, send));
      signal.throwIfAborted();
      this.#answered = true;
      this.#header ??= answer.organization;
      if (answer.earliest !== undefined) this.#noteEarliest(window, answer.earliest);
      const { source, view, width } = window;
      const days = this.#begun(this.#kept(window.days));
      if (days.from < days.to) await sink.land({ series: { source, view, width }, days, fetchedAt: this.time.at(sent) });
      else sink.drop(); // the API keeps none of these days any more
      this.#tell(window, sent);
      return undefined;
    } catch (error) {
      sink.drop();
      const known = isAborted(signal) ? cancelled() : asSpendError(error);
      this.#halts.note(known);
      if (this.refusals.note(window.source, window.view, without, known, this.now())) {
        this.#options.logTo.warn(`${sourceSpec(window.source).path}: ${known.message} Asking with fewer group-by fields.`);
        return this.#fetch(window, signal, lane);
      }
      return known;
    }
  }

  /**
   * Sends when there is room; not where, meanwhile, another request has run into what this one would. What is fetched
   * for later keeps neither a server nor the thread so busy that who looks would have to wait.
   */
  async #inTurn(source: SourceId, lane: Lane, send: () => Promise<Answer>): Promise<Answer> {
    const ask = (): Promise<Answer> =>
      this.#requests.run(lane, source, async () => {
        if (lane === "back") await this.history.unread.room();
        const { halted } = this;
        if (halted) throw halted;
        return send();
      });
    const answer = await (lane === "front" ? ask() : this.#asked.inTurn(this.#lastAnswer.get(source) ?? 0, ask));
    this.#lastAnswer.set(source, bytesOf(answer.body));
    return answer;
  }

  #noteEarliest({ source }: UsageWindow, earliest: UtcDay): void {
    if (earliest > dayOf(this.now()))
      throw new SpendError("untrusted", `${sourceSpec(source).path} says it keeps data from ${isoDay(earliest)} on, which has not come yet.`);
    writeFact(this.history, "earliest", Math.max(this.earliest ?? 0, earliest));
  }

  #plan(want: Want, staleBefore: number): readonly UsageWindow[] {
    const now = this.exactNow();
    return planWindows({ ...want, days: this.#kept(want.days) }, (day) => this.#fetchedAt(want, day, now), staleBefore);
  }

  #fetchedAt(series: Series, day: UtcDay, now: number): number | undefined {
    const at = this.history.fetchedAt(series, day);
    // A time to come is of a clock that was wrong: what was taken for final by it may not have been.
    return at !== undefined && at > now + clockTolerance ? undefined : at;
  }

  /** Whether a failure still keeps anything from being known: another window may have brought its days since, or this one turned out to need none. */
  #stands(series: Series, { days, at }: Failure): boolean {
    return planWindows({ ...series, days: this.#kept(days) }, (day) => this.#fetchedAt(series, day, this.exactNow()), this.time.at(at)).length > 0;
  }

  /** The part of a range that the API keeps. */
  #kept(days: DayRange): DayRange {
    const { earliest } = this;
    return earliest === undefined ? days : { from: Math.min(days.to, Math.max(days.from, earliest)), to: days.to };
  }

  /** A clock that was ahead has asked for days that have not begun: what they will hold is not known yet. */
  #begun({ from, to }: DayRange): DayRange {
    return { from, to: Math.max(from, Math.min(to, dayOf(this.now()) + 1)) };
  }

  /** One line for each window in the log: what was asked, what came, how long it took. */
  #tell(window: UsageWindow, sent: number): void {
    const { source, width, days } = window;
    const rows = this.history.rows(window, days);
    const took = Math.round(this.#options.clock.now() - sent);
    this.#options.logTo.info(`${sourceSpec(source).path} ${isoDay(days.from)} to ${isoDay(days.to - 1)} by ${width}: ${String(rows)} rows in ${String(took)} ms`);
  }

  #set(series: Series, state: SeriesState): void {
    this.#states.set(seriesId(series), state);
    this.#options.changed();
  }
}

/** A fetch of some days of a series that has not ended. */
interface UnderWay {
  readonly id: string;
  readonly days: DayRange;
  readonly done: Promise<SpendError | undefined>;
}

/** The first kept view of a source by day: what the sidebar and the status bar read. */
export function baseSeries(source: SourceId): Series {
  return { source, view: sourceSpec(source).views[0] ?? [], width: "1d" };
}

/** Days of a range that are not at hand: gaps, not zeros. */
export function missingDays(session: Session, series: Series, range: DayRange): readonly UtcDay[] {
  const from = Math.max(range.from, session.earliest ?? range.from);
  return daysOf({ from, to: range.to }).filter((day) => session.history.day(series, day) === undefined);
}

function overlap(a: DayRange, b: DayRange): boolean {
  return a.from < b.to && b.from < a.to;
}

/** Asked anew: it may have been aborted since it was last looked at. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function cancelled(): SpendError {
  return new SpendError("cancelled", "Cancelled.");
}
