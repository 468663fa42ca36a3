import { dayOf, widthSeconds } from "../../src/domain/buckets.ts";
import type { Drawing } from "./drawing.ts";

/** Width and height of the box that a sparkline is drawn in. */
export const sparkWidth = 96;
export const sparkHeight = 18;
/** Points that such a width can tell apart; more buckets than these are taken together. */
const mostPoints = 48;
const margin = 1.5;

/**
 * The course of a row over the buckets, as the path of an SVG: from zero to its own largest. A bucket that was not
 * answered breaks the line; one that was, with nothing in it, is a zero. One that was not over when it was fetched is a
 * gap, too, and at the end there is none: every course would end in a fall.
 */
export function sparkPath(drawing: Drawing, line: ArrayLike<number>): string {
  const { reported } = drawing.breakdown;
  const points = pointsOf(bucketsToDraw(drawing), (bucket) => {
    if (!isOver(drawing, bucket)) return Number.NaN;
    const value = line[bucket] ?? Number.NaN;
    return Number.isNaN(value) && reported[bucket] === 1 ? 0 : value;
  });
  const numbers = points.filter((value) => !Number.isNaN(value));
  const [low, high] = [Math.min(0, ...numbers), Math.max(0, ...numbers)];
  const step = (sparkWidth - 2 * margin) / Math.max(1, points.length - 1);
  const y = (value: number): number => margin + (high === low ? 1 : (high - value) / (high - low)) * (sparkHeight - 2 * margin);
  let path = "";
  points.forEach((value, index) => {
    if (Number.isNaN(value)) return;
    const begins = index === 0 || Number.isNaN(points[index - 1] ?? Number.NaN);
    const alone = begins && Number.isNaN(points[index + 1] ?? Number.NaN);
    path += `${begins ? "M" : "L"}${(margin + index * step).toFixed(1)} ${y(value).toFixed(1)}${alone ? "h0" : ""}`;
  });
  return path;
}

/** Buckets without those at the end that were fetched before they were over. */
function bucketsToDraw(drawing: Drawing): number {
  const { breakdown, rows } = drawing;
  return breakdown.starts.findLastIndex((start, bucket) => rows.fetchedAt[dayOf(start)] === undefined || isOver(drawing, bucket)) + 1;
}

function isOver({ breakdown, rows, resolved }: Drawing, bucket: number): boolean {
  const start = breakdown.starts[bucket] ?? 0;
  return start + widthSeconds[resolved.width] <= (rows.fetchedAt[dayOf(start)] ?? 0);
}

/** Means of as many buckets as share a point; nothing where one of them is not known. */
function pointsOf(buckets: number, at: (bucket: number) => number): readonly number[] {
  const count = Math.min(buckets, mostPoints);
  return Array.from({ length: count }, (_, point) => {
    const [first, end] = [Math.floor((point * buckets) / count), Math.floor(((point + 1) * buckets) / count)];
    let sum = 0;
    for (let bucket = first; bucket < end; bucket += 1) sum += at(bucket);
    return sum / (end - first);
  });
}
