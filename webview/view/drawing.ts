import { breakDown, type Ask, type Breakdown } from "../../src/domain/aggregate.ts";
import { Dictionary } from "../../src/domain/dictionary.ts";
import { allDimensions, type Dimension } from "../../src/domain/dimensions.ts";
import { comparedPeriod } from "../../src/domain/periodBefore.ts";
import { metricOf, type Metric } from "../../src/domain/sources.ts";
import { dayOf, type UtcDay } from "../../src/domain/buckets.ts";
import type { ResolvedView, ViewQuery } from "../../src/domain/viewQuery.ts";
import type { PageRows } from "../../src/shared/protocol.ts";
import { queryKey } from "../state/viewQueryText.ts";
import { beforeOf, partialDays, type Before } from "./before.ts";
import { namesOf } from "./namesOf.ts";
import { goneSubjects, subjectsOf, type Subject } from "./subjects.ts";

/** An answered question, ready to be drawn: chart, table, summary and read-out all read from this one. */
export interface Drawing {
  readonly query: ViewQuery;
  readonly resolved: ResolvedView;
  readonly metric: Metric;
  readonly rows: PageRows;
  readonly breakdown: Breakdown;
  /** Every group, largest first. */
  readonly subjects: readonly Subject[];
  /** Groups that only the period before has: they are in no chart, and in the change. */
  readonly gone: readonly Subject[];
  /** Days of the range without an answer. */
  readonly missing: readonly UtcDay[];
  /** Days of it that were fetched before they were over, and are over by now. */
  readonly partial: readonly UtcDay[];
  /** First day that the API keeps; `null` where that is not known. Of what is missing before, nothing will come. */
  readonly keptFrom: UtcDay | null;
  /** The period that is compared with; `null` where that was not asked for, or cannot be had. */
  readonly compared: ResolvedView | null;
  /** What is known of it; `null` while none of it is at hand. */
  readonly before: Before | null;
  /** Unix seconds by the host's clock, down to the whole minute: within one, nothing that is drawn changes. */
  readonly now: number;
}

/** Makes drawings, and gives the last one again while nothing it depends on has changed. */
export class Drawings {
  #key = "";
  #rows: PageRows | undefined;
  #last: Drawing | undefined;

  of(query: ViewQuery, resolved: ResolvedView, rows: PageRows, now: number, keptFrom: UtcDay | null): Drawing {
    const minute = Math.floor(now / 60) * 60;
    const key = `${queryKey(query)} ${String(resolved.from)} ${String(resolved.to)} ${String(dayOf(now))} ${String(keptFrom)}`;
    if (!this.#last || this.#rows !== rows || this.#key !== key) this.#last = makeDrawing(query, resolved, rows, minute, keptFrom);
    // The sums are of the rows alone: within a day, time only moves what is said of them.
    else if (this.#last.now !== minute) this.#last = { ...this.#last, now: minute };
    this.#key = key;
    this.#rows = rows;
    return this.#last;
  }
}

/** Whether a place among the buckets of one is the same place in the other, whatever their numbers are by now. */
export function sameBuckets(one: Drawing, other: Drawing): boolean {
  if (one === other) return true;
  const [a, b] = [one.resolved, other.resolved];
  return a.from === b.from && a.to === b.to && one.breakdown.starts.length === other.breakdown.starts.length && queryKey(one.query) === queryKey(other.query);
}

function makeDrawing(query: ViewQuery, resolved: ResolvedView, rows: PageRows, now: number, keptFrom: UtcDay | null): Drawing {
  const metric = metricOf(query.source, query.metric);
  // Rows of other days, such as those of the period before, need not be looked through.
  const segments = rows.segments.filter(({ day }) => day >= resolved.days.from && day < resolved.days.to);
  const breakdown = breakDown(segments, askOf(query, resolved, rows));
  const missing = rows.missing.filter((day) => day >= resolved.days.from && day < resolved.days.to);
  const subjects = subjectsOf(breakdown, query.groupBy, rows, namesOf(rows));
  const compared = comparedPeriod(query, now) ?? null;
  const before = compared && beforeOf(compared, rows, askOf(query, compared, rows), now);
  const gone = before && subjects.length > 0 ? goneSubjects(breakdown, before.breakdown, query.groupBy, rows, namesOf(rows)) : [];
  return { query, resolved, metric, rows, breakdown, subjects, gone, missing, partial: partialDays(segments, rows, now), keptFrom, compared, before, now };
}

/** The question in the rows' own numbers. */
export function askOf(query: ViewQuery, resolved: ResolvedView, rows: PageRows): Ask {
  const numbers = dictionaryOf(rows);
  const keep: Partial<Record<Dimension, ReadonlySet<number>>> = {};
  for (const dimension of allDimensions) {
    const values = query.filters[dimension];
    // A value that no row has is no number: a filter on it alone keeps nothing, which is the truth.
    if (values) keep[dimension] = new Set(values.flatMap((value) => numbers.find(value) ?? []));
  }
  const groupBy = query.groupBy === "none" ? null : query.groupBy;
  return { metric: metricOf(query.source, query.metric), width: resolved.width, from: resolved.from, to: resolved.to, groupBy, keep };
}

const dictionaries = new WeakMap<PageRows, Dictionary>();

export function dictionaryOf(rows: PageRows): Dictionary {
  const known = dictionaries.get(rows);
  if (known) return known;
  const made = new Dictionary(rows.texts);
  dictionaries.set(rows, made);
  return made;
}
