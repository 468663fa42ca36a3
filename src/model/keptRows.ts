import { daysOf, type DayRange, type UtcDay } from "../domain/buckets.ts";
import { Dictionary } from "../domain/dictionary.ts";
import { unpackSegments } from "../domain/segmentPack.ts";
import type { Segment } from "../domain/segment.ts";
import type { KeptDay, Series } from "../history/series.ts";
import { seriesId } from "../history/seriesId.ts";
import type { HistoryNews, Want } from "../worker/calls.ts";

interface CoveredDay {
  readonly fetchedAt: number;
  readonly rows: number;
}

interface Kept {
  /** All days that are kept on disk. */
  readonly covered: Map<UtcDay, CoveredDay>;
  /** Those of them that somebody looks at. */
  readonly segments: Map<UtcDay, Segment>;
  revision: number;
}

/** Which days of an account are kept on disk, and the rows of those that are in memory. Reads never wait. */
export class KeptRows {
  dictionary = new Dictionary();
  readonly #series = new Map<string, Kept>();
  /** Never goes back, so that the same number always means the same rows. */
  #revisions = 0;

  /** A day's rows, where they are in memory. */
  day(series: Series, day: UtcDay): KeptDay | undefined {
    return keptDay(this.#series.get(seriesId(series)), day);
  }

  /** Days of a range that are in memory, in order. */
  days(series: Series, range: DayRange): readonly KeptDay[] {
    const kept = this.#series.get(seriesId(series));
    return kept ? daysOf(range).flatMap((day) => keptDay(kept, day) ?? []) : [];
  }

  /** Unix seconds at which days were last fetched, in memory or not; undefined where they never were. */
  fetchedAt(series: Series): (day: UtcDay) => number | undefined {
    const id = seriesId(series); // once, and not for each of a year's days
    return (day) => this.#series.get(id)?.covered.get(day)?.fetchedAt;
  }

  /** How many rows a range has, in memory or not. */
  rows(series: Series, range: DayRange): number {
    const kept = this.#series.get(seriesId(series));
    return kept ? daysOf(range).reduce((sum, day) => sum + (kept.covered.get(day)?.rows ?? 0), 0) : 0;
  }

  /** Whether days of a range are kept and on their way into memory. */
  isLoading(series: Series, range: DayRange): boolean {
    const kept = this.#series.get(seriesId(series));
    return kept !== undefined && daysOf(range).some((day) => kept.covered.has(day) && !kept.segments.has(day));
  }

  /** The same number means the same rows in memory. */
  revision(series: Series): number {
    return this.#series.get(seriesId(series))?.revision ?? 0;
  }

  /** Takes what is new of them. */
  protected takeRows({ texts, covered, segments }: Pick<HistoryNews, "texts" | "covered" | "segments">): void {
    this.dictionary.append(texts);
    for (const { day, fetchedAt, rows, ...series } of covered) {
      const kept = this.#changing(seriesId(series));
      day.forEach((number, index) => {
        kept.covered.set(number, { fetchedAt: fetchedAt[index] ?? 0, rows: rows[index] ?? 0 });
        kept.segments.delete(number); // what is held comes along below
      });
    }
    for (const segment of unpackSegments(segments)) this.#changing(seriesId(segment)).segments.set(segment.day, segment);
  }

  /** Lets go of rows that nobody looks at any more. */
  protected keepOnly(wants: readonly Want[]): void {
    const wanted = new Map<string, Set<UtcDay>>();
    for (const want of wants) {
      const days = wanted.get(seriesId(want)) ?? new Set();
      wanted.set(seriesId(want), days);
      for (const day of daysOf(want.days)) days.add(day);
    }
    for (const [id, kept] of this.#series)
      for (const day of [...kept.segments.keys()]) if (wanted.get(id)?.has(day) !== true) kept.segments.delete(day);
  }

  protected forgetRows(): void {
    this.dictionary = new Dictionary();
    for (const kept of this.#series.values()) {
      kept.covered.clear();
      kept.segments.clear();
      kept.revision = this.#revisions += 1;
    }
  }

  /** What is kept of a series that is about to change. */
  #changing(id: string): Kept {
    const kept = this.#series.get(id) ?? { covered: new Map(), segments: new Map(), revision: 0 };
    this.#series.set(id, kept);
    kept.revision = this.#revisions += 1;
    return kept;
  }
}

function keptDay(kept: Kept | undefined, day: UtcDay): KeptDay | undefined {
  const segment = kept?.segments.get(day);
  const covered = kept?.covered.get(day);
  return segment && covered && { segment, fetchedAt: covered.fetchedAt };
}
