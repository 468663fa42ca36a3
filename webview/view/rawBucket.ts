import { widthSeconds } from "../../src/domain/buckets.ts";
import { newestRow, rowPlaces, type RowPlace } from "../../src/domain/rawRows.ts";
import { RowFilters } from "../../src/domain/rowFilters.ts";
import type { RawRowsAt } from "../state/page.ts";
import { askOf, type Drawing } from "./drawing.ts";

/** The rows of one bucket of what is shown. */
export interface RawBucket {
  /** Place among the drawing's buckets. */
  readonly bucket: number;
  /** Unix seconds `[from, to)`. */
  readonly from: number;
  readonly to: number;
  readonly places: readonly RowPlace[];
}

/** The bucket that is asked for, or, where it is none of these, the newest that has rows. */
export function rawBucket(drawing: Drawing, at: RawRowsAt): RawBucket {
  const { resolved, rows, breakdown } = drawing;
  const filters = new RowFilters(askOf(drawing.query, resolved, rows).keep);
  const asked = at.start === null ? -1 : breakdown.starts.indexOf(at.start);
  const newest = asked >= 0 ? undefined : newestRow(rows.segments, filters, resolved.from, resolved.to);
  const found = asked >= 0 ? asked : breakdown.starts.findLastIndex((start) => start <= (newest ?? drawing.now));
  const bucket = Math.max(0, found);
  const from = breakdown.starts[bucket] ?? resolved.from;
  const to = from + widthSeconds[resolved.width];
  return { bucket, from, to, places: rowPlaces(rows.segments, filters, from, to) };
}
