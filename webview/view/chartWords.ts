import { add, type Decimal } from "../../src/domain/decimal.ts";
import { writeWithUnit } from "../../src/domain/measure.ts";
import { readBucket, readingText } from "./bucketReading.ts";
import { bucketName } from "./bucketTraits.ts";
import { rangeText } from "./localTime.ts";
import { partText, wholeText, type Plot, type PlotKind } from "./plot.ts";
import { selectionOf, type Pointed } from "./pointed.ts";
import { titleOf } from "./title.ts";
import { count, firstFew } from "./words.ts";

const kindNames: Readonly<Record<PlotKind, string>> = {
  bars: "Stacked bar chart",
  lines: "Line chart",
  share: "Chart of shares",
  cumulative: "Cumulative chart",
};

/** The chart in a sentence or two. */
export function describeChart({ kind, drawing, series, month }: Plot): string {
  const { unit } = drawing.metric;
  const largest = series.slice(0, 3).map((each) => `${each.name} ${writeWithUnit(each.total, unit)}`);
  const buckets = count(drawing.breakdown.starts.length, "bucket");
  const budget = month ? ` Monthly budget ${writeWithUnit(month.budget, unit)}.` : "";
  return `${kindNames[kind]}: ${titleOf(drawing.query)}, ${rangeText(drawing.resolved)}, ${buckets}. Total ${writeWithUnit(drawing.breakdown.total, unit)}.${budget} Largest: ${firstFew(largest)}.`;
}

/** What the keys stand on, for who hears it. */
export function pointedText(plot: Plot, pointed: Pointed): string {
  const { bucket, series } = pointed;
  const selection = selectionOf(pointed);
  if (bucket === undefined) return "";
  if (selection) return selectionText(plot, ...selection);
  if (series === undefined) return readingText(readBucket(plot, bucket));
  const { name } = plot.series[series] ?? { name: "" };
  const of = plot.kind === "lines" ? "" : `, of ${wholeText(plot, bucket)}`;
  return `${name}: ${partText(plot, series, bucket)}${of}, ${bucketName(plot.drawing, bucket)} UTC`;
}

function selectionText({ drawing }: Plot, first: number, last: number): string {
  const { breakdown, metric } = drawing;
  const names = first === last ? bucketName(drawing, first) : `${bucketName(drawing, first)} to ${bucketName(drawing, last)}`;
  const values = breakdown.bucketTotals.slice(first, last + 1).filter((value) => value !== undefined);
  const sum = metric.over === "sum" && values.length > 0 ? `: ${writeWithUnit(values.reduce((all: Decimal, value) => add(all, value)), metric.unit)}` : "";
  return `${count(last - first + 1, "bucket")} selected, ${names}${sum}`;
}
