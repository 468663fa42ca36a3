import { midnight, secondsPerDay } from "./calendar.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { badCursor, failure, tooOld } from "./failure.ts";
import type { Answer } from "./failure.ts";
import type { Query } from "./query.ts";
import type { WireBucket, WirePage } from "./wireTypes.ts";

/** How a page of buckets is cut. */
export interface PageRules {
  /** Days before today that may still be asked for. */
  readonly lookbackDays: number;
  /** What follows the last page of costs: a cursor beside `has_more: false`, or `has_more: true` and then a page without data. */
  readonly afterLastCosts: "cursor" | "emptyPage";
}

/** Rows of the bucket [`start`, `end`) as known at `now`. */
export type RowsOf<Row> = (start: number, end: number, now: number) => readonly Row[];

/**
 * Answers one page. Costs snap to the UTC midnight before `start_time`; a usage page's first bucket starts at exactly `start_time` and
 * ends on the next boundary, so that it may be short. Nothing lies after `now`.
 */
export function bucketPage<Row>(query: Query, rows: RowsOf<Row>, now: number, rules: PageRules): Answer {
  if (!Number.isSafeInteger(query.start))
    return failure(400, "Missing required parameter: 'start_time'.", "start_time", "missing_required_parameter");
  const costs = query.endpoint === "costs";
  const first = costs ? midnight(query.start) : query.start;
  const earliest = midnight(now) - rules.lookbackDays * secondsPerDay;
  if (first < earliest) return tooOld(earliest);
  const resumed = query.page === null ? first : readCursor(query, query.page);
  if (resumed === null) return badCursor();
  const end = Math.min(query.end ?? Number.POSITIVE_INFINITY, now + 1);
  const data: WireBucket<Row>[] = [];
  let start = resumed;
  while (data.length < query.limit && start < end) {
    const boundary = (Math.floor(start / query.width) + 1) * query.width;
    const stop = costs ? boundary : Math.min(boundary, query.end ?? boundary);
    data.push({ object: "bucket", start_time: start, end_time: stop, results: rows(start, stop, now) });
    start = boundary;
  }
  const more = start < end;
  const dangling = costs && data.length > 0 && !more;
  const page: WirePage<Row> = {
    object: "page",
    data,
    has_more: more || (dangling && rules.afterLastCosts === "emptyPage"),
    next_page: more || dangling ? writeCursor(query, start) : null,
  };
  return { status: 200, body: page };
}
