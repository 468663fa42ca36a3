import { writeWithUnit } from "../../src/domain/measure.ts";
import { bucketName, startName, traitRemark } from "./bucketTraits.ts";
import { partText, wholeText, type Plot } from "./plot.ts";
import type { Series } from "./series.ts";

/** One bucket in words, whole: for the tooltip and for who hears it. */
export interface BucketReading {
  /** `Sat 24 Oct UTC, may still change`. */
  readonly title: string;
  readonly parts: readonly Part[];
  readonly whole: string;
  /** The bucket it is compared with, and all of that. */
  readonly before: { readonly name: string; readonly whole: string } | null;
}

export interface Part {
  /** Index of the series. */
  readonly at: number;
  readonly name: string;
  readonly slot: Series["slot"];
  readonly text: string;
}

export function readBucket(plot: Plot, bucket: number): BucketReading {
  const { drawing, series, amounts, traits } = plot;
  const remark = traitRemark(traits[bucket] ?? "settled");
  return {
    title: `${bucketName(drawing, bucket)} UTC${remark ? `, ${remark}` : ""}`,
    parts: series.flatMap(({ name, slot }, at) => (amounts[at]?.(bucket) ? [{ at, name, slot, text: partText(plot, at, bucket) }] : [])),
    whole: wholeText(plot, bucket),
    before: beforeReading(plot, bucket),
  };
}

function beforeReading({ drawing, wholeBefore }: Plot, bucket: number): BucketReading["before"] {
  const start = drawing.before?.breakdown.starts[bucket];
  if (start === undefined || !wholeBefore) return null;
  return { name: startName(start, drawing.resolved.width), whole: writeWithUnit(wholeBefore(bucket), drawing.metric.unit) };
}

/** `Sat 24 Oct UTC: $12.34. Checkout $8.00, Search $4.34`. */
export function readingText({ title, parts, whole, before }: BucketReading): string {
  const compared = before ? ` Period before, ${before.name}: ${before.whole}.` : "";
  return `${title}: ${whole}.${compared} ${parts.map(({ name, text }) => `${name} ${text}`).join(", ")}`;
}
