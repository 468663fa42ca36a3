import { widthSeconds, type BucketWidth, type DayRange } from "../domain/buckets.ts";
import { isSourceId, viewId } from "../domain/sources.ts";
import { bytesIn, numberIn, textIn, type Connection } from "./connection.ts";
import { lastLanding, type OrganizationId } from "./organizations.ts";
import { decodeSegment } from "./segmentCodec.ts";
import type { CoveredDay, KeptDay, Series } from "./series.ts";

export interface Coverage {
  /** To be given as `after` the next time. */
  readonly landing: number;
  readonly days: readonly CoveredDay[];
}

/** Days that landed after landing number `after`, by series and day; their blobs are not read. */
export function coverage(connection: Connection, organization: OrganizationId, after: number): Coverage {
  // First: what lands between the two is then told twice, and not never.
  const landing = lastLanding(connection, organization);
  const rows = connection.all(
    `SELECT source, view, width, day, fetchedAt, rows FROM days JOIN series ON series.id = days.series
     WHERE organization = ? AND landing > ? ORDER BY days.series, day`,
    ...[organization, after],
  );
  const days = rows.flatMap((row): readonly CoveredDay[] => {
    const source = textIn(row, "source");
    const width = textIn(row, "width");
    // A source that another version knows is nothing to this one.
    if (!isSourceId(source) || !isWidth(width)) return [];
    return [{ source, view: textIn(row, "view"), width, day: numberIn(row, "day"), fetchedAt: numberIn(row, "fetchedAt"), rows: numberIn(row, "rows") }];
  });
  return { landing, days };
}

/** Kept days of the range, in order; days that were never fetched are left out. */
export function load(connection: Connection, organization: OrganizationId, series: Series, days: DayRange): readonly KeptDay[] {
  const kept: KeptDay[] = [];
  connection.each(
    (row) => kept.push({ segment: decodeSegment(series, numberIn(row, "day"), bytesIn(row, "columns")), fetchedAt: numberIn(row, "fetchedAt") }),
    `SELECT day, fetchedAt, columns FROM days JOIN segments USING (id)
     WHERE organization = ? AND series = (SELECT id FROM series WHERE source = ? AND view = ? AND width = ?) AND day >= ? AND day < ? ORDER BY day`,
    ...[organization, series.source, viewId(series.view), series.width, days.from, days.to],
  );
  return kept;
}

export function isWidth(text: string): text is BucketWidth {
  return Object.hasOwn(widthSeconds, text);
}
