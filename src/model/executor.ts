import type { Clock } from "../api/clock.ts";
import type { Answer } from "../api/sender.ts";
import type { UsageClient, UsageWindow } from "../api/usageClient.ts";
import { isoDay, type DayRange } from "../domain/buckets.ts";
import { asSpendError, SpendError } from "../domain/errors.ts";
import { sourceSpec, type SourceId } from "../domain/sources.ts";
import { seriesId } from "../history/seriesId.ts";
import type { ApiTime } from "./apiTime.ts";
import type { Lane } from "./gate.ts";
import type { Halts } from "./halts.ts";
import type { History } from "./history.ts";
import type { KeptDays } from "./keptDays.ts";
import type { Log } from "./log.ts";
import { isEmptyView, type Refusals } from "./refusals.ts";
import { Urgency, type Turns } from "./turns.ts";

export interface ExecutorOptions {
  readonly client: UsageClient;
  readonly history: History;
  readonly days: KeptDays;
  readonly refusals: Refusals;
  readonly halts: Halts;
  readonly turns: Turns;
  readonly time: ApiTime;
  readonly clock: Clock;
  readonly logTo: Log;
  /** An answer came. @param organization value of `openai-organization`, where the server says whose key it is */
  readonly answered: (organization: string | null) => void;
  /** A window ended, well or not. */
  readonly ended: (window: UsageWindow, error: SpendError | undefined) => void;
}

/** Fetches windows side by side and lands each whole or not at all. */
export class Executor {
  readonly #options: ExecutorOptions;
  readonly #underWay = new Set<UnderWay>();

  constructor(options: ExecutorOptions) {
    this.#options = options;
  }

  /**
   * Fetches what is missing of `windows`, and what may have changed since `staleBefore` (Unix s). Never rejects;
   * answers how many could not be had.
   *
   * @param lane `back` for what nobody looks at yet
   * @param ended called after each window
   */
  async fetch(windows: readonly UsageWindow[], staleBefore: number, signal: AbortSignal, lane: Lane, ended?: (window: UsageWindow) => void): Promise<number> {
    let failed = 0;
    const broken = new Map<SourceId, SpendError>();
    const run = async (window: UsageWindow): Promise<void> => {
      const error = broken.get(window.source) ?? (await this.#bring(window, staleBefore, signal, lane));
      // An endpoint that hangs or breaks does so for every window: each would take a minute to say so. Nor may one be read in parts.
      if (error?.kind === "timeout" || error?.kind === "serverFailed" || error?.kind === "scopeMissing") broken.set(window.source, error);
      if (error) failed += 1;
      this.#options.ended(window, error);
      ended?.(window);
    };
    await Promise.all(windows.map((window) => this.#options.turns.window(window.source, lane, () => run(window))));
    return failed;
  }

  /** One fetch at a time for a day; a later one finds what the earlier one brought. */
  async #bring(window: UsageWindow, staleBefore: number, signal: AbortSignal, lane: Lane): Promise<SpendError | undefined> {
    const id = seriesId(window);
    for (;;) {
      const before = [...this.#underWay].filter((other) => other.id === id && overlap(other.days, window.days));
      if (before.length === 0) break;
      // Or who looks would wait for all that is in line before it.
      if (lane === "front") for (const { urgency } of before) urgency.raise();
      await Promise.all(before.map(({ done }) => done));
    }
    const errors = await Promise.all(
      this.#options.days.plan(window, staleBefore).map(async (part) => {
        const urgency = new Urgency(lane);
        const run: UnderWay = { id, days: part.days, urgency, done: this.#fetch(part, staleBefore, signal, urgency) };
        this.#underWay.add(run);
        return run.done.finally(() => this.#underWay.delete(run));
      }),
    );
    return errors.find((error) => error !== undefined);
  }

  /** Fetches and lands one window; answers the error where it could not. */
  async #fetch(window: UsageWindow, staleBefore: number, signal: AbortSignal, urgency: Urgency): Promise<SpendError | undefined> {
    const { client, history, days, refusals, halts, time, clock, logTo } = this.#options;
    const { source, view, width } = window;
    if (halts.current) return halts.current;
    if (signal.aborted) return cancelled();
    const sent = clock.now();
    const without = refusals.without(source, view, time.at(sent));
    if (isEmptyView(view, without, source)) return undefined; // shown as refused, not as failed
    const sink = history.window();
    try {
      const answer = await client.window({ ...window, without }, sink, time.at(sent), signal, (send) => this.#inTurn(window, urgency, send));
      signal.throwIfAborted();
      this.#options.answered(answer.organization);
      if (answer.earliest !== undefined) days.note(window, answer.earliest);
      const begun = days.begun(window.days, answer.earliest);
      if (begun.from < begun.to) await sink.land({ series: { source, view, width }, days: begun, fetchedAt: time.at(sent) });
      else sink.drop(); // the API keeps none of these days any more
      this.#tell(window, sent);
      return undefined;
    } catch (error) {
      sink.drop();
      const known = failureOf(error, signal);
      halts.note(known);
      if (refusals.note(source, view, without, known, time.now())) {
        logTo.warn(`${sourceSpec(source).path}: ${known.message} Asking with fewer group-by fields.`);
        // Not of days that were fetched without those before, which were to be made good.
        const errors = await Promise.all(days.plan(window, staleBefore).map((part) => this.#fetch(part, staleBefore, signal, urgency)));
        return errors.find((each) => each !== undefined);
      }
      return known;
    }
  }

  /** Sends when there is room; not where, meanwhile, another request has run into what this one would. */
  #inTurn(window: UsageWindow, urgency: Urgency, send: () => Promise<Answer>): Promise<Answer> {
    return this.#options.turns.request(window, urgency, async () => {
      const { current } = this.#options.halts;
      if (current) throw current;
      return send();
    });
  }

  /** One line for each window in the log: what was asked, what came, how long it took. */
  #tell(window: UsageWindow, sent: number): void {
    const { history, clock, logTo } = this.#options;
    const { source, width, days } = window;
    const took = Math.round(clock.now() - sent);
    logTo.info(`${sourceSpec(source).path} ${isoDay(days.from)} to ${isoDay(days.to - 1)} by ${width}: ${String(history.rows(window, days))} rows in ${String(took)} ms`);
  }
}

/** A fetch of some days of a series that has not ended. */
interface UnderWay {
  readonly id: string;
  readonly days: DayRange;
  readonly urgency: Urgency;
  readonly done: Promise<SpendError | undefined>;
}

function overlap(a: DayRange, b: DayRange): boolean {
  return a.from < b.to && b.from < a.to;
}

/** What went wrong with a request of `signal`: whatever an aborted one runs into, it was cancelled. */
export function failureOf(error: unknown, signal: AbortSignal): SpendError {
  return signal.aborted ? cancelled() : asSpendError(error);
}

function cancelled(): SpendError {
  return new SpendError("cancelled", "Cancelled.");
}
