import type { Plot } from "./plot.ts";

/** What of a chart the keys or the pointer stand on. */
export interface Pointed {
  readonly bucket: number | undefined;
  /** The part of the bucket. */
  readonly series: number | undefined;
  /** Where a selection of buckets began; it ends at `bucket`. */
  readonly anchor: number | undefined;
}

export const nowhere: Pointed = { bucket: undefined, series: undefined, anchor: undefined };

/** Where a key leads from here; `undefined` for a key that leads nowhere. */
export function afterKey(from: Pointed, { key, shiftKey }: Pick<KeyboardEvent, "key" | "shiftKey">, plot: Plot): Pointed | undefined {
  const last = plot.traits.length - 1;
  const { bucket } = from;
  switch (key) {
    case "ArrowLeft":
      return toBucket(from, Math.max(0, (bucket ?? last + 1) - 1), shiftKey, plot);
    case "ArrowRight":
      return toBucket(from, Math.min(last, (bucket ?? -1) + 1), shiftKey, plot);
    case "Home":
      return toBucket(from, 0, shiftKey, plot);
    case "End":
      return toBucket(from, last, shiftKey, plot);
    case "ArrowUp":
    case "ArrowDown":
      return bucket === undefined ? undefined : { ...from, series: nextPart(from.series, partsOf(plot, bucket), key === "ArrowUp" ? 1 : -1) };
    case "Escape":
      // First the selection, then the place.
      return from.anchor === undefined ? nowhere : { ...from, anchor: undefined };
    default:
      return undefined;
  }
}

/** The buckets that are selected, in order of time. */
export function selectionOf({ bucket, anchor }: Pointed): readonly [first: number, last: number] | undefined {
  return bucket === undefined || anchor === undefined ? undefined : [Math.min(bucket, anchor), Math.max(bucket, anchor)];
}

function toBucket(from: Pointed, bucket: number, extend: boolean, plot: Plot): Pointed {
  const series = from.series !== undefined && partsOf(plot, bucket).includes(from.series) ? from.series : undefined;
  return { bucket, series, anchor: extend ? (from.anchor ?? from.bucket ?? bucket) : undefined };
}

/** Series that have something in a bucket, from the axis outwards. */
function partsOf({ values }: Plot, bucket: number): readonly number[] {
  return values.flatMap((own, series) => (Number.isNaN(own[bucket] ?? Number.NaN) ? [] : [series]));
}

function nextPart(series: number | undefined, parts: readonly number[], by: 1 | -1): number | undefined {
  if (series === undefined) return by === 1 ? parts[0] : parts.at(-1);
  const at = parts.indexOf(series) + by;
  return parts[Math.max(0, Math.min(parts.length - 1, at))];
}
