import type { UsageWindow } from "../api/usageClient.ts";
import { dayOf, isFinal, type DayRange, type UtcDay } from "../domain/buckets.ts";
import { allSources, sourceSpec, type SourceId } from "../domain/sources.ts";
import type { Series } from "../history/series.ts";
import { readFact, writeFact } from "./facts.ts";
import { planWindows } from "./planner.ts";
import { isEmptyView } from "./refusals.ts";
import { errorFor } from "./seriesState.ts";
import { baseSeries, type Session } from "./session.ts";

/** Days back, today included, that are fetched: about what the API keeps. Its very first day would race midnight. */
const yearDays = 365;
/** Rows that one answer may have, about (some 60 MB): half a year of ten thousand projects in one would be a gigabyte. */
const mostRows = 200_000;
/** Name of the lease: one window of a machine fetches the year. */
const task = "year";
/** How often other windows are told how far it is, at most (milliseconds): each time is a write. */
const toldEvery = 1_000;
/** How long who goes on waits for a window that was just told to stop (milliseconds): it hears of it within a second. */
const stopPatience = 3_000;

export interface FillProgress {
  readonly done: number;
  /** Windows of this run. */
  readonly total: number;
}

/**
 * What is left of the year, for every kept view of every source: days that were never fetched, and days that were
 * fetched while they could still change and cannot any more, or without what is not refused any more. Newest first over all of them, since recent days are
 * looked at sooner. A view of which nothing is left once what is refused is left out is not asked for while that lasts.
 *
 * @param oldest first day that the settings keep
 */
export function planYear(session: Session, oldest: UtcDay): readonly UsageWindow[] {
  const now = session.now();
  const today = dayOf(now);
  const days: DayRange = { from: Math.max(today - yearDays + 1, oldest), to: today + 1 };
  const every = allSources.flatMap((source) => sourceSpec(source).views.map((view): Series => ({ source, view, width: "1d" })));
  const had = every.filter(({ source, view }) => !isEmptyView(view, session.refusals.without(source, view, now), source) && mayRead(session, source, today));
  return had.flatMap((series) => planSeries(session, series, days, now)).toSorted((a, b) => b.days.to - a.days.to);
}

/** Not where the key may not, as the last refresh has found: the next one asks again. */
function mayRead(session: Session, source: SourceId, today: UtcDay): boolean {
  return errorFor(session.state(baseSeries(source)), { from: today, to: today + 1 })?.kind !== "scopeMissing";
}

function planSeries(session: Session, series: Series, days: DayRange, now: number): readonly UsageWindow[] {
  const fetchedAt = session.fetchedAt(series);
  const known = (day: number): number | undefined => {
    const at = fetchedAt(day);
    // A day that is final now and was not then is asked for once more; one that still moves is the refresh's business.
    return at !== undefined && !isFinal(day, at) && isFinal(day, now) ? undefined : at;
  };
  return planWindows({ ...series, days: session.kept(series, days) }, known, -Infinity, mostDaysOf(session, series, dayOf(now)));
}

/** Days of a series that fit into one answer, judged by the last thirty. */
function mostDaysOf({ history }: Session, series: Series, today: UtcDay): number {
  const days = { from: today - 30, to: today };
  // A view that was never fetched has about as many rows as the one that was.
  const rows = Math.max(history.rows(series, days), history.rows(baseSeries(series.source), days));
  return rows === 0 ? Infinity : Math.max(1, Math.floor((mostRows * 30) / rows));
}

/** Fetches the rest of the year behind everything that somebody looks at, in one window of the machine at a time. */
export class YearFill {
  readonly #session: Session;
  readonly #signal: AbortSignal;
  readonly #oldest: () => UtcDay;
  readonly #changed: () => void;
  #stop = new AbortController();
  #progress: FillProgress | undefined;
  /** When other windows were last told of it (Unix milliseconds). */
  #toldAt = -Infinity;
  /** Whether another window had the lease when it was last asked for: what it told of its progress stands for no longer. */
  #elsewhere = false;
  #running = false;
  /** Whether another window has the lease that this run began with. */
  #overtaken = false;
  /** The refresh after which a run failed: it is tried again after the next. */
  #failedAfter: number | undefined;

  constructor(session: Session, signal: AbortSignal, oldest: () => UtcDay, changed: () => void) {
    this.#session = session;
    this.#signal = signal;
    this.#oldest = oldest;
    this.#changed = changed;
  }

  /** How far it is, in whichever window of this machine it runs; undefined while it does not. */
  get progress(): FillProgress | undefined {
    if (this.#progress) return this.#progress;
    return this.#elsewhere && !this.stopped ? (readFact(this.#session.history, "filling") ?? undefined) : undefined;
  }

  /** Whether a person has stopped it, here or in another window. */
  get stopped(): boolean {
    return readFact(this.#session.history, "stopped") ?? false;
  }

  stop(): void {
    writeFact(this.#session.history, "stopped", true);
    this.#stop.abort();
    this.#changed();
  }

  async resume(): Promise<void> {
    writeFact(this.#session.history, "stopped", false);
    this.#failedAfter = undefined;
    await this.run(stopPatience);
  }

  /** Something was heard of the history: perhaps that a person has stopped this run in another window. */
  heed(): void {
    if (this.#progress && this.stopped) this.#stop.abort();
  }

  /**
   * Fetches what is left, where there is anything, nobody else does, and the last attempt is not all too recent. Never
   * rejects.
   *
   * @param wait milliseconds to wait for another window to end, at most
   */
  async run(wait = 0): Promise<void> {
    const { history } = this.#session;
    const refreshed = readFact(history, "refreshed");
    if (this.#running || this.stopped) return;
    if (!this.#isDue(refreshed)) {
      this.#note(false);
      return;
    }
    this.#running = true;
    const leased = await history.lease(task, wait).catch(() => undefined); // a thread that cannot be asked is told of by what it is for
    // A window that dies loses its lease, and with it what it told: one that still can goes on in its place.
    this.#note(leased === false);
    try {
      // Planned anew: with the lease comes what another window has fetched under it.
      if (leased && readFact(history, "stopped") !== true && (await this.#fetch(planYear(this.#session, this.#oldest()))) > 0) {
        // What a person stopped has not failed: where another window goes on with it, this one takes over from that when need be.
        this.#failedAfter = this.#stop.signal.aborted ? undefined : refreshed;
      }
    } finally {
      this.#running = false;
      if (leased) this.#end();
    }
  }

  #isDue(refreshed: number | undefined): boolean {
    if (this.#session.halted || refreshed === undefined || refreshed === this.#failedAfter) return false;
    return planYear(this.#session, this.#oldest()).length > 0;
  }

  #note(elsewhere: boolean): void {
    if (elsewhere === this.#elsewhere) return;
    this.#elsewhere = elsewhere;
    this.#changed();
  }

  async #fetch(windows: readonly UsageWindow[]): Promise<number> {
    if (windows.length === 0) return 0;
    this.#stop = new AbortController();
    const total = windows.length;
    let done = 0;
    this.#tell({ done, total });
    const signal = AbortSignal.any([this.#signal, this.#stop.signal]);
    return this.#session.fetch(windows, this.#session.exactNow(), signal, "back", () => {
      done += 1;
      this.#tell({ done, total });
    });
  }

  #tell(progress: FillProgress): void {
    this.#progress = progress;
    const now = this.#session.clockNow();
    // Whichever way: a clock that was set back must not silence it.
    if (Math.abs(now - this.#toldAt) >= toldEvery) {
      this.#toldAt = now;
      void this.#tellOthers(progress);
    }
    this.#changed();
  }

  /** A computer that slept may find that another window has gone on in its place: this one is to stop then, and say no more. */
  async #tellOthers(progress: FillProgress): Promise<void> {
    const { history } = this.#session;
    const had = await history.lease(task, 0).catch(() => true); // a thread that cannot be asked tells of that elsewhere
    if (!this.#progress) return; // it has ended meanwhile
    if (had) writeFact(history, "filling", progress);
    else {
      this.#overtaken = true;
      this.#stop.abort();
    }
  }

  /** Told before the lease is given back, so that nobody has the lease beside an old word. */
  #end(): void {
    const { history } = this.#session;
    this.#progress = undefined;
    this.#toldAt = -Infinity;
    // An account that is closed has given the lease back already.
    if (!this.#signal.aborted && !this.#overtaken) writeFact(history, "filling", null);
    history.releaseLease(task);
    if (this.#overtaken) this.#elsewhere = true;
    this.#overtaken = false;
    this.#changed();
  }
}
