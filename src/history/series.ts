import type { BucketWidth, DayRange, UtcDay } from "../domain/buckets.ts";
import type { Dimension } from "../domain/dimensions.ts";
import type { Segment } from "../domain/segment.ts";
import { viewId, type SourceId } from "../domain/sources.ts";

/** What segments are filed under. */
export interface Series {
  readonly source: SourceId;
  readonly view: readonly Dimension[];
  readonly width: BucketWidth;
}

/** A day as it was last fetched. */
export interface KeptDay {
  readonly segment: Segment;
  /** Unix seconds at which the request was sent. */
  readonly fetchedAt: number;
}

/** That a day is kept, without its rows. */
export interface CoveredDay {
  readonly source: SourceId;
  /** `viewId` of the grouping. */
  readonly view: string;
  readonly width: BucketWidth;
  readonly day: UtcDay;
  /** Unix seconds at which the request was sent. */
  readonly fetchedAt: number;
  readonly rows: number;
}

/** What one window brought; lands whole or not at all. */
export interface Landing {
  readonly series: Series;
  /** Days the API was asked about and answered for, with or without buckets. */
  readonly days: DayRange;
  /** At most one for each of the days. Their dictionary numbers are those of `texts`. */
  readonly segments: readonly Segment[];
  /** The window's own dictionary: number n is `texts[n - 1]`. */
  readonly texts: readonly string[];
  /** Unix seconds at which the request was sent. */
  readonly fetchedAt: number;
  /** What the answer says whose rows these are, such as `org-…`. */
  readonly organization: string | null;
}

/** A day that a landing wrote; dictionary numbers on both sides are those of the history. */
export interface ChangedDay {
  readonly before: KeptDay | undefined;
  readonly after: KeptDay;
}

/** The series and day in words, for messages and as what a kept day is bound to. */
export function dayLabel({ source, view, width }: Series, day: UtcDay): string {
  return `${source} ${width} ${viewId(view)} ${day}`;
}
