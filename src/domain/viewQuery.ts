import { dayOf, daySeconds, dayStart, isoDay, monthStart, parseIsoDay, widthSeconds, type BucketWidth, type DayRange, type UtcDay } from "./buckets.ts";
import { allDimensions, type Dimension } from "./dimensions.ts";
import { mainMetric, sourceSpec, viewFor, type SourceId } from "./sources.ts";

/**
 * The dashboard's question: what, by what, over which time. Plain data, so that it can be kept, sent, restored and
 * turned into a request.
 */
export interface ViewQuery {
  readonly source: SourceId;
  /** Id of one of the source's metrics. */
  readonly metric: string;
  readonly groupBy: Dimension | "none";
  readonly range: RangePreset | CustomRange;
  readonly width: BucketWidth | "auto";
  /** Values to keep, by dimension; `null` is "(unattributed)". Absent keeps all. */
  readonly filters: Readonly<Partial<Record<Dimension, readonly (string | null)[]>>>;
  /** Whether the period before is wanted beside it. */
  readonly compare: boolean;
}

/** UTC days, both inclusive, `YYYY-MM-DD`. */
export interface CustomRange {
  readonly from: string;
  readonly to: string;
  /** Minutes into the first day at which it begins, and into the last day at which it ends; absent takes the days whole. */
  readonly minutes?: readonly [from: number, to: number];
}

export const rangePresets = {
  today: "Today (UTC)",
  last24Hours: "Last 24 hours",
  last7Days: "Last 7 days",
  last30Days: "Last 30 days",
  monthToDate: "Month to date",
  lastMonth: "Last month",
  last90Days: "Last 90 days",
  last12Months: "Last 12 months",
} as const;
export type RangePreset = keyof typeof rangePresets;

/** Whether a range is of one whole month of the calendar, or of what there is of it so far. */
export function isMonth(range: ViewQuery["range"]): boolean {
  return range === "monthToDate" || range === "lastMonth";
}

/**
 * Whether all that the organization spends is asked for, as a budget is for all of it: a filtered total has no share in
 * one. A filter that keeps no value is a filter, too: nothing passes it.
 */
export function isWholeSpend({ source, filters }: ViewQuery): boolean {
  return source === "costs" && Object.keys(filters).length === 0;
}

/** A question made definite at a moment. */
export interface ResolvedView {
  readonly days: DayRange;
  /** Unix seconds `[from, to)` of what is shown; within `days`. */
  readonly from: number;
  readonly to: number;
  readonly width: BucketWidth;
  /** The kept view that answers, or `undefined` where this group-by and these filters cannot be had together. */
  readonly view: readonly Dimension[] | undefined;
}

/** Longest range that may be asked for in a width: beyond, a chart is a blur and the rows are not kept. */
export const mostDays: Readonly<Record<BucketWidth, number>> = { "1m": 2, "1h": 31, "1d": 400 };

/** Up to so many minutes are shown one by one unless another width is chosen. */
const mostAutoMinutes = 180;

export const defaultView: ViewQuery = {
  source: "costs",
  metric: "amount",
  groupBy: "project_id",
  range: "last30Days",
  width: "auto",
  filters: {},
  compare: false,
};

/** @param now Unix seconds */
export function resolveView(query: ViewQuery, now: number): ResolvedView {
  const days = daysOfRange(query.range, now);
  const width = widthFor(query, days);
  // "Last 24 hours" by the hour is 24 buckets up to now; by the day it is yesterday and today, whole.
  const step = widthSeconds[width];
  const rolling = query.range === "last24Hours" && width !== "1d";
  const part = partOf(query.range, days, step);
  const to = rolling ? Math.floor(now / step) * step + step : (part?.to ?? dayStart(days.to));
  const from = rolling ? to - daySeconds : (part?.from ?? dayStart(days.from));
  const asked = allDimensions.filter((dimension) => dimension === query.groupBy || query.filters[dimension] !== undefined);
  return { days, from, to, width, view: viewFor(query.source, asked) };
}

/** Unix seconds of a custom range that begins or ends within a day, widened to whole buckets; none where it is whole days. */
function partOf(range: ViewQuery["range"], days: DayRange, step: number): { readonly from: number; readonly to: number } | undefined {
  if (typeof range === "string" || !range.minutes) return undefined;
  // Days that were cut or replaced are taken whole: the minutes were of other ones.
  if (isoDay(days.from) !== range.from || isoDay(days.to - 1) !== range.to) return undefined;
  const from = Math.floor((dayStart(days.from) + range.minutes[0] * 60) / step) * step;
  const to = Math.ceil((dayStart(days.to - 1) + range.minutes[1] * 60) / step) * step;
  return from < to ? { from, to } : undefined;
}

/** Days that a range covers, up to today. */
export function daysOfRange(range: ViewQuery["range"], now: number): DayRange {
  const today = dayOf(now);
  if (typeof range !== "string") return daysOfDates(range, today);
  switch (range) {
    case "today":
      return { from: today, to: today + 1 };
    case "last24Hours":
      return { from: today - 1, to: today + 1 };
    case "last7Days":
      return { from: today - 6, to: today + 1 };
    case "last30Days":
      return { from: today - 29, to: today + 1 };
    case "monthToDate":
      return { from: monthStart(today), to: today + 1 };
    case "lastMonth":
      return { from: monthStart(today, -1), to: monthStart(today) };
    case "last90Days":
      return { from: today - 89, to: today + 1 };
    case "last12Months":
      // The API looks back about a year; asking for its very first day would race midnight.
      return { from: today - 364, to: today + 1 };
  }
}

/**
 * At least one day, and up to today: days to come are not missing, they have not been. The dates of a file or a saved
 * view may be any; what of them cannot be shown becomes the nearest that can, never another period: of dates that are
 * all to come today alone, of too many days the last, of crossed dates the days between, of one that cannot be read the
 * other day alone.
 */
function daysOfDates(range: CustomRange, today: UtcDay): DayRange {
  const from = parseIsoDay(range.from) ?? parseIsoDay(range.to) ?? today;
  const to = parseIsoDay(range.to) ?? from;
  const last = Math.min(Math.max(from, to), today);
  return { from: Math.max(Math.min(from, to, last), last + 1 - mostDays["1d"]), to: last + 1 };
}

/** Widths that a source offers over a range, widest first. */
export function widthsFor(source: SourceId, days: DayRange): readonly BucketWidth[] {
  const offered: readonly BucketWidth[] = ["1d", "1h", "1m"];
  return offered.filter((width) => sourceSpec(source).widths[width] && days.to - days.from <= mostDays[width]);
}

function widthFor(query: ViewQuery, days: DayRange): BucketWidth {
  const offered = widthsFor(query.source, days);
  // What is not offered is finer than what is: the last of these is the nearest to it.
  if (query.width !== "auto") return offered.includes(query.width) ? query.width : (offered.at(-1) ?? "1d");
  const part = partOf(query.range, days, widthSeconds["1m"]);
  if (part && part.to - part.from <= mostAutoMinutes * 60 && offered.includes("1m")) return "1m";
  return days.to - days.from <= 2 && offered.includes("1h") ? "1h" : "1d";
}

/** The same question asked of another source: what it does not know is left out. */
export function withSource(query: ViewQuery, source: SourceId): ViewQuery {
  const spec = sourceSpec(source);
  const knows = (dimension: Dimension): boolean => spec.views.some((view) => view.includes(dimension));
  const filters = Object.fromEntries(allDimensions.flatMap((name) => (query.filters[name] && knows(name) ? [[name, query.filters[name]]] : [])));
  const groupBy = query.groupBy === "none" || knows(query.groupBy) ? query.groupBy : spec.breakdown;
  return { ...query, source, metric: mainMetric(source).id, groupBy, filters };
}

/** `1 Nov – 22 Nov`-like text is the page's business; exports and cURL want dates that sort. */
export function isoRange(days: DayRange): string {
  return `${isoDay(days.from)} to ${isoDay(days.to - 1)}`;
}
