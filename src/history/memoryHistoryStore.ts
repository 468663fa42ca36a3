import { daysOf, type DayRange, type UtcDay } from "../domain/buckets.ts";
import { Dictionary } from "../domain/dictionary.ts";
import { SegmentBuilder } from "../domain/segment.ts";
import { viewId } from "../domain/sources.ts";
import type { HistoryStore, KeptDay, Landing, Series } from "./historyStore.ts";

/** History for as long as the window is open. */
export class MemoryHistoryStore implements HistoryStore {
  readonly dictionary = new Dictionary();
  readonly #series = new Map<string, Map<UtcDay, KeptDay>>();
  readonly #revisions = new Map<string, number>();

  day(series: Series, day: UtcDay): KeptDay | undefined {
    return this.#series.get(seriesId(series))?.get(day);
  }

  days(series: Series, range: DayRange): readonly KeptDay[] {
    const kept = this.#series.get(seriesId(series));
    return kept ? daysOf(range).flatMap((day) => kept.get(day) ?? []) : [];
  }

  revision(series: Series): number {
    return this.#revisions.get(seriesId(series)) ?? 0;
  }

  land({ series, days, segments, fetchedAt }: Landing): void {
    const id = seriesId(series);
    const kept = this.#series.get(id) ?? new Map<UtcDay, KeptDay>();
    this.#series.set(id, kept);
    this.#revisions.set(id, this.revision(series) + 1);
    const brought = new Map(segments.map((segment) => [segment.day, segment]));
    for (const day of daysOf(days)) {
      if ((kept.get(day)?.fetchedAt ?? 0) > fetchedAt) continue;
      // Asked for and not in the answer: covered, and nothing reported.
      const segment = brought.get(day) ?? new SegmentBuilder(series.source, series.view, series.width, day).finish();
      kept.set(day, { segment, fetchedAt });
    }
  }
}

function seriesId({ source, view, width }: Series): string {
  return `${source} ${width} ${viewId(view)}`;
}
