import type { BucketWidth, UtcDay } from "./buckets.ts";
import type { Decimal } from "./decimal.ts";
import { DecimalColumnBuilder, type DecimalColumn, type Limbs } from "./decimalColumn.ts";
import type { Dimension } from "./dimensions.ts";
import { filled, rowsByValue } from "./rowsByValue.ts";
import { sourceSpec, viewId, type SourceId } from "./sources.ts";

/**
 * The unit of sync, storage and drawing: one source, one view (grouping), one UTC day, as columns. What the API said
 * is kept row by row, duplicates included, since rows are summed and never overwritten. Where all rows are of one bucket,
 * those of one value of the view's first dimension stand side by side, where the first of them came: a look at one project
 * touches a few places in memory and not one for each row. Days that earlier versions stored stand as they came.
 */
export interface Segment {
  readonly source: SourceId;
  /** `viewId` of the grouping. */
  readonly view: string;
  readonly width: BucketWidth;
  readonly day: UtcDay;
  /** Minutes into the day of every bucket the API returned, empty ones included: a missing bucket is not a zero. */
  readonly buckets: Uint16Array;
  /** Rows of all columns below. */
  readonly rows: number;
  /** Minutes into the day of each row's bucket. */
  readonly at: Uint16Array;
  /** Dictionary numbers; 0 is null. */
  readonly dimensions: Readonly<Partial<Record<Dimension, Uint32Array>>>;
  /** Counts by field name; NaN where the row did not report the field. */
  readonly counts: Readonly<Record<string, Float64Array>>;
  /** `amount` in dollars and `quantity` in the row's own unit, on costs only. */
  readonly decimals: Readonly<Record<string, DecimalColumn>>;
  /** Dictionary numbers of costs rows' `quantity_unit`. */
  readonly units: Uint32Array | null;
}

export interface SegmentRow {
  /** Minutes into the day. */
  readonly at: number;
  /** In the order of the view. */
  readonly dimensions: readonly number[];
  /** In the order of `required`, then `optional`, of the source. */
  readonly counts: readonly number[];
  /** Costs only. */
  readonly amount?: Decimal | Limbs | undefined;
  readonly quantity?: Decimal | Limbs | undefined;
  readonly unit?: number;
}

/** Collects the rows of one segment; what it takes is checked, what it gives is final. */
export class SegmentBuilder {
  readonly #head: Pick<Segment, "source" | "width" | "day">;
  readonly #view: readonly Dimension[];
  readonly #fields: readonly string[];
  readonly #buckets: number[] = [];
  readonly #at: number[] = [];
  readonly #dimensions: number[][];
  readonly #counts: number[][];
  readonly #units: number[] = [];
  readonly #amount = new DecimalColumnBuilder();
  readonly #quantity = new DecimalColumnBuilder();

  constructor(source: SourceId, view: readonly Dimension[], width: BucketWidth, day: UtcDay) {
    const spec = sourceSpec(source);
    this.#head = { source, width, day };
    this.#view = view;
    this.#fields = [...spec.required, ...spec.optional];
    this.#dimensions = view.map(() => []);
    this.#counts = this.#fields.map(() => []);
  }

  addBucket(minutes: number): void {
    this.#buckets.push(minutes);
  }

  /** Copies the row, whose lists may be used again. @returns false where an amount is too large to be true */
  addRow(row: SegmentRow): boolean {
    if (!this.#amount.push(row.amount) || !this.#quantity.push(row.quantity)) return false;
    this.#at.push(row.at);
    this.#units.push(row.unit ?? 0);
    for (let index = 0; index < this.#dimensions.length; index += 1) this.#dimensions[index]?.push(row.dimensions[index] ?? 0);
    for (let index = 0; index < this.#counts.length; index += 1) this.#counts[index]?.push(row.counts[index] ?? Number.NaN);
    return true;
  }

  finish(): Segment {
    const money = this.#head.source === "costs";
    const order = this.#order();
    const numbers = (values: readonly number[] = []): Uint32Array => filled(new Uint32Array(values.length), values, order);
    const doubles = (values: readonly number[] = []): Float64Array => filled(new Float64Array(values.length), values, order);
    return {
      ...this.#head,
      view: viewId(this.#view),
      buckets: new Uint16Array(this.#buckets),
      rows: this.#at.length,
      at: filled(new Uint16Array(this.#at.length), this.#at, order),
      dimensions: Object.fromEntries(this.#view.map((name, index) => [name, numbers(this.#dimensions[index])])),
      counts: Object.fromEntries(this.#fields.map((name, index) => [name, doubles(this.#counts[index])])),
      decimals: money ? { amount: this.#amount.finish(order), quantity: this.#quantity.finish(order) } : {},
      units: money ? numbers(this.#units) : null,
    };
  }

  /** Row numbers in the order in which they are kept; undefined where that is the one they came in. */
  #order(): Uint32Array | undefined {
    const [first] = this.#dimensions;
    if (!first || this.#buckets.length > 1) return undefined;
    const known = new Map<number, number>();
    const places = new Uint32Array(first.length); // of each row's value among all values, by first appearance
    for (let row = 0; row < first.length; row += 1) {
      const id = first[row] ?? 0;
      let place = known.get(id);
      if (place === undefined) known.set(id, (place = known.size));
      places[row] = place;
    }
    return rowsByValue(places)?.rows;
  }
}
