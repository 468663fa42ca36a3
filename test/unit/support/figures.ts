import { breakDown, type Breakdown } from "../../../src/domain/aggregate.ts";
import { dayStart, type BucketWidth, type DayRange } from "../../../src/domain/buckets.ts";
import { toText } from "../../../src/domain/decimal.ts";
import type { Dimension } from "../../../src/domain/dimensions.ts";
import type { Segment } from "../../../src/domain/segment.ts";
import { metricOf, type SourceId } from "../../../src/domain/sources.ts";
import type { Answer } from "../../../src/sample/failure.ts";
import { amountDigits, bucketsOf, totalOf as totalOfRows, type Row } from "../sampleReading.ts";

/** What the product makes of segments, and what the same answer comes to when it is read without the product. */

export interface Asked {
  readonly source: SourceId;
  readonly metric: string;
  readonly days: DayRange;
  readonly width?: BucketWidth;
  readonly groupBy?: Dimension;
}

export function figuresOf(segments: Iterable<Segment>, asked: Asked): Breakdown {
  return breakDown(segments, {
    metric: metricOf(asked.source, asked.metric),
    width: asked.width ?? "1d",
    from: dayStart(asked.days.from),
    to: dayStart(asked.days.to),
    groupBy: asked.groupBy ?? null,
    keep: {},
  });
}

/** Every digit of a total; `undefined` where nothing is reported. */
export function totalText(segments: Iterable<Segment>, asked: Asked): string | undefined {
  const { total } = figuresOf(segments, asked);
  return total && toText(total);
}

export function costText(segments: Iterable<Segment>, days: DayRange): string | undefined {
  return totalText(segments, { source: "costs", metric: "amount", days });
}

export function rowsOf(answer: Answer): readonly Row[] {
  return bucketsOf(answer).flatMap(({ rows }) => rows);
}

/** Dollars of rows as they came, added up in whole units of 10^-30 by code that is not the product's. */
export function rawCost(rows: readonly Row[]): string {
  return scaledText(totalOfRows(rows));
}

export function rawSum(rows: readonly Row[], field: string): string {
  return rows.reduce((sum, row) => sum + BigInt(Number(row[field])), 0n).toString();
}

/** Units of 10^-30 as a decimal text without trailing zeros. */
export function scaledText(scaled: bigint, digits = amountDigits): string {
  const sign = scaled < 0n ? "-" : "";
  const text = (scaled < 0n ? -scaled : scaled).toString().padStart(digits + 1, "0");
  const fraction = text.slice(-digits).replace(/0+$/, "");
  return `${sign}${text.slice(0, -digits)}${fraction === "" ? "" : `.${fraction}`}`;
}
