import { dayStart } from "./buckets.ts";
import { toText } from "./decimal.ts";
import { joinLimbs, type DecimalColumn } from "./decimalColumn.ts";
import { dimensionSpec, type Dimension } from "./dimensions.ts";
import type { RowFilters } from "./rowFilters.ts";
import type { Segment } from "./segment.ts";
import { sourceSpec } from "./sources.ts";

/**
 * Rows in the API's own shape and field names, rebuilt from the columns they are kept in: each number to its last digit,
 * though not its spelling ("12.50" is 12.5), fields and rows in the segment's order. What was not reported is left out, and
 * so are fields that the rows were not grouped by, and `organization_id`, which is the same in all.
 */
export interface RowPlace {
  readonly segment: Segment;
  readonly row: number;
}

/** One field and its value as JSON text, since a double would lose digits. */
export type RawField = readonly [name: string, json: string];

/** Rows of the buckets that begin within Unix seconds `[from, to)` and pass the filters, in the order in which segments have them. */
export function rowPlaces(segments: readonly Segment[], filters: RowFilters, from: number, to: number): readonly RowPlace[] {
  return segments.flatMap((segment) => {
    const begin = (from - dayStart(segment.day)) / 60;
    const end = (to - dayStart(segment.day)) / 60;
    if (end <= 0 || begin >= 1_440) return [];
    const rows = filters.passing(segment) ?? Uint32Array.from({ length: segment.rows }, (_, row) => row);
    const inTime = (row: number): boolean => (segment.at[row] ?? 0) >= begin && (segment.at[row] ?? 0) < end;
    return [...rows].filter(inTime).map((row): RowPlace => ({ segment, row }));
  });
}

/** Unix seconds at which the newest bucket begins that has such a row; undefined where none has. */
export function newestRow(segments: readonly Segment[], filters: RowFilters, from: number, to: number): number | undefined {
  for (const segment of segments.toSorted((a, b) => b.day - a.day)) {
    const places = rowPlaces([segment], filters, from, to);
    if (places.length > 0) return dayStart(segment.day) + 60 * places.reduce((last, { row }) => Math.max(last, segment.at[row] ?? 0), 0);
  }
  return undefined;
}

/** @param textOf the dictionary's text of a number; null for 0 */
export function rawRow({ segment, row }: RowPlace, textOf: (id: number) => string | null): readonly RawField[] {
  const spec = sourceSpec(segment.source);
  const counts = [...spec.required, ...spec.optional].flatMap((name): readonly RawField[] => {
    const value = segment.counts[name]?.[row] ?? Number.NaN;
    return Number.isNaN(value) ? [] : [[name, String(value)]];
  });
  const dimensions = spec.groupBy.flatMap((name): readonly RawField[] => {
    const column = segment.dimensions[name];
    return column ? [[name, dimensionJson(name, textOf(column[row] ?? 0))]] : [];
  });
  return [["object", JSON.stringify(spec.row)], ...moneyFields({ segment, row }, textOf), ...counts, ...dimensions];
}

function moneyFields({ segment, row }: RowPlace, textOf: (id: number) => string | null): readonly RawField[] {
  const amount = decimalText(segment.decimals["amount"], row);
  const quantity = decimalText(segment.decimals["quantity"], row);
  const unit = textOf(segment.units?.[row] ?? 0);
  return [
    ...(amount === undefined ? [] : [["amount", `{"value": ${amount}, "currency": "usd"}`] as const]),
    ...(quantity === undefined ? [] : [["quantity", quantity] as const]),
    ...(unit === null ? [] : [["quantity_unit", JSON.stringify(unit)] as const]),
  ];
}

function decimalText(column: DecimalColumn | undefined, row: number): string | undefined {
  const whole = column?.whole[row] ?? Number.NaN;
  return column && !Number.isNaN(whole) ? toText(joinLimbs(whole, column.limbs.map((limb) => limb[row] ?? 0))) : undefined;
}

/** `batch` is a boolean on the wire; null is what a row is not attributed to. */
function dimensionJson(name: Dimension, value: string | null): string {
  return dimensionSpec(name).boolean && (value === "true" || value === "false") ? value : JSON.stringify(value);
}

/** `{"object": "…", "input_tokens": 12}`: one row on one line. */
export function rowText(fields: readonly RawField[]): string {
  return `{${fields.map(([name, json]) => `${JSON.stringify(name)}: ${json}`).join(", ")}}`;
}

/** A bucket with its rows as the API's pages hold it. `from` and `to` in Unix seconds. */
export function bucketText(from: number, to: number, rows: readonly string[]): string {
  const results = rows.length === 0 ? "[]" : `[\n    ${rows.join(",\n    ")}\n  ]`;
  return `{\n  "object": "bucket",\n  "start_time": ${String(from)},\n  "end_time": ${String(to)},\n  "results": ${results}\n}\n`;
}
