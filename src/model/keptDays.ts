import type { UsageWindow } from "../api/usageClient.ts";
import { dayOf, isoDay, type DayRange, type UtcDay } from "../domain/buckets.ts";
import { SpendError } from "../domain/errors.ts";
import { sourceSpec, type SourceId } from "../domain/sources.ts";
import type { Series } from "../history/series.ts";
import type { Want } from "../worker/calls.ts";
import type { ApiTime } from "./apiTime.ts";
import { readFact, writeFact } from "./facts.ts";
import type { History } from "./history.ts";
import { planWindows } from "./planner.ts";

/** Clocks of one machine's windows may differ by this much (seconds), as far as they follow the API's. */
const clockTolerance = 120;

/** Which days the API keeps, and which of them are to be asked for: what the planner is told. */
export class KeptDays {
  readonly #history: History;
  readonly #time: ApiTime;
  readonly #clockNow: () => number;

  /** @param clockNow Unix milliseconds by this machine's clock */
  constructor(history: History, time: ApiTime, clockNow: () => number) {
    this.#history = history;
    this.#time = time;
    this.#clockNow = clockNow;
  }

  /** First day the API keeps, once a request has run into it. */
  get earliest(): UtcDay | undefined {
    return readFact(this.#history, "earliest");
  }

  /** @param earliest as an answer about `source` says */
  note(source: SourceId, earliest: UtcDay): void {
    if (earliest > dayOf(this.#time.now()))
      throw new SpendError("untrusted", `${sourceSpec(source).path} says it keeps data from ${isoDay(earliest)} on, which has not come yet.`);
    writeFact(this.#history, "earliest", Math.max(this.earliest ?? 0, earliest));
  }

  /** The windows of `want` that are missing, or that may have changed since `staleBefore` (Unix s). */
  plan(want: Want, staleBefore: number): readonly UsageWindow[] {
    const now = this.#time.at(this.#clockNow());
    return planWindows({ ...want, days: this.#kept(want.days) }, (day) => this.#fetchedAt(want, day, now), staleBefore);
  }

  /** The days of a range that an answer can be kept of. A clock that was ahead has asked for days that have not begun: what they will hold is not known yet. */
  begun(range: DayRange): DayRange {
    const { from, to } = this.#kept(range);
    return { from, to: Math.max(from, Math.min(to, dayOf(this.#time.now()) + 1)) };
  }

  /** The part of a range that the API keeps. */
  #kept(days: DayRange): DayRange {
    const { earliest } = this;
    return earliest === undefined ? days : { from: Math.min(days.to, Math.max(days.from, earliest)), to: days.to };
  }

  #fetchedAt(series: Series, day: UtcDay, now: number): number | undefined {
    const at = this.#history.fetchedAt(series, day);
    // A time to come is of a clock that was wrong: what was taken for final by it may not have been.
    return at !== undefined && at > now + clockTolerance ? undefined : at;
  }
}
