import type { UsageWindow } from "../api/usageClient.ts";
import { dayOf, daysOf, isoDay, type DayRange, type UtcDay } from "../domain/buckets.ts";
import type { Dimension } from "../domain/dimensions.ts";
import { SpendError } from "../domain/errors.ts";
import { sourceSpec } from "../domain/sources.ts";
import type { Series } from "../history/series.ts";
import type { Want } from "../worker/calls.ts";
import type { ApiTime } from "./apiTime.ts";
import { readFact, stillCounts, writeFact } from "./facts.ts";
import type { History } from "./history.ts";
import { planWindows } from "./planner.ts";
import type { Refusals } from "./refusals.ts";

/** Clocks of one machine's windows may differ by this much (seconds), as far as they follow the API's. */
const clockTolerance = 120;

/** What the API keeps is another thing for each source, and for minutes another than for days. */
type Keeping = Pick<Series, "source" | "width">;

/** Which days the API keeps, and which of them are to be asked for: what the planner is told. */
export class KeptDays {
  readonly #history: History;
  readonly #time: ApiTime;
  readonly #clockNow: () => number;
  readonly #refusals: Refusals;

  /** @param clockNow Unix milliseconds by this machine's clock */
  constructor(history: History, refusals: Refusals, time: ApiTime, clockNow: () => number) {
    this.#history = history;
    this.#refusals = refusals;
    this.#time = time;
    this.#clockNow = clockNow;
  }

  /** First day the API keeps, where a request has run into it within a day: it may have been one bad answer. */
  earliest({ source, width }: Keeping): UtcDay | undefined {
    const now = this.#time.now();
    const day = readFact(this.#history, "earliest")?.find((kept) => kept.source === source && kept.width === width && stillCounts(kept, now))?.day;
    return day === undefined || day > dayOf(now) ? undefined : day;
  }

  /** @param day as an answer about that source says */
  note({ source, width }: Keeping, day: UtcDay): void {
    const at = this.#time.now();
    if (day > dayOf(at)) throw new SpendError("untrusted", `${sourceSpec(source).path} says it keeps data from ${isoDay(day)} on, which has not come yet.`);
    const others = (readFact(this.#history, "earliest") ?? []).filter((kept) => kept.source !== source || kept.width !== width);
    writeFact(this.#history, "earliest", [...others, { source, width, day, at }]);
  }

  /** The windows of `want` that are missing, or that may have changed since `staleBefore` (Unix s). */
  plan(want: Want, staleBefore: number): readonly UsageWindow[] {
    return planWindows({ ...want, days: this.kept(want, want.days) }, this.fetchedAt(want), staleBefore);
  }

  /**
   * The days of a range that an answer can be kept of: none that it says the API keeps no more, and none that have not
   * begun. A clock that was ahead has asked for those, and what they will hold is not known yet.
   */
  begun(days: DayRange, earliest: UtcDay = days.from): DayRange {
    const from = Math.min(days.to, Math.max(days.from, earliest));
    return { from, to: Math.max(from, Math.min(days.to, dayOf(this.#time.now()) + 1)) };
  }

  /** The part of a range that the API keeps. */
  kept(of: Keeping, { from, to }: DayRange): DayRange {
    return { from: Math.min(to, Math.max(from, this.earliest(of) ?? from)), to };
  }

  /** When a day of a series was fetched (Unix s); undefined where it never was, or not as it can be had now. */
  fetchedAt(series: Series): (day: UtcDay) => number | undefined {
    const now = this.#time.at(this.#clockNow());
    const lacking = this.#refusals.lacking(series.source, series.view, now);
    const fetchedAt = this.#history.fetchedAt(series);
    return (day) => {
      const at = fetchedAt(day);
      // A time to come is of a clock that was wrong: what was taken for final by it may not have been.
      return at !== undefined && (at > now + clockTolerance || lacking(at).length > 0) ? undefined : at;
    };
  }

  /** Dimensions that days of a range were fetched without, and can be had now, or may be. */
  lacking(series: Series, days: DayRange): ReadonlySet<Dimension> {
    const lacking = this.#refusals.lacking(series.source, series.view, this.#time.now());
    const fetchedAt = this.#history.fetchedAt(series);
    return new Set(daysOf(days).flatMap((day) => lacking(fetchedAt(day) ?? -Infinity)));
  }
}
