import { isoDay } from "../domain/buckets.ts";
import { writeCount, writeFixed } from "../domain/numberFormat.ts";
import type { HistorySize } from "../worker/calls.ts";

/** `160,000 rows since 2025-11-24 (UTC), 5.2 MB on disk`: what is kept, for people. */
export function keptText({ rows, from, bytes }: HistorySize): string {
  const since = from === undefined ? "" : ` since ${isoDay(from)} (UTC)`;
  return `${count(rows, "row")}${since}, ${megabytes(bytes)} on disk`;
}

/** The same and how many days that is, each counted once for every grouping it was fetched in: for the log. */
export function keptDetail(size: HistorySize): string {
  return `${keptText(size)} (${count(size.days, "day")} over all groupings)`;
}

/** `5.2 MB`; what is less than a tenth is said so. */
export function megabytes(bytes: number): string {
  return bytes < 100_000 ? `less than ${writeFixed(0.1, 1)} MB` : `${writeFixed(bytes / 1_000_000, 1)} MB`;
}

function count(number: number, what: string): string {
  return `${writeCount(number)} ${what}${number === 1 ? "" : "s"}`;
}
