import type { BucketWidth, DayRange, UtcDay } from "../domain/buckets.ts";
import type { Dictionary } from "../domain/dictionary.ts";
import type { Dimension } from "../domain/dimensions.ts";
import type { Segment } from "../domain/segment.ts";
import type { SourceId } from "../domain/sources.ts";

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

/** What one window brought; lands whole or not at all. */
export interface Landing {
  readonly series: Series;
  /** Days the API was asked about and answered for, with or without buckets. */
  readonly days: DayRange;
  readonly segments: readonly Segment[];
  readonly fetchedAt: number;
}

/** What has been fetched for one organization: segments, and by their presence which days are covered. */
export interface HistoryStore {
  readonly dictionary: Dictionary;
  day(series: Series, day: UtcDay): KeptDay | undefined;
  /** Kept days of a range, in order; days that were never fetched are left out. */
  days(series: Series, range: DayRange): readonly KeptDay[];
  /** Counts the landings of a series: the same number means the same rows. */
  revision(series: Series): number;
  /** Replaces the landing's days. A day older than what is kept is not taken: a slow answer must not undo a newer one. */
  land(landing: Landing): void;
}
