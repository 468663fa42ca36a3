import { daySeconds, dayOf, dayStart, widthSeconds, type BucketWidth, type UtcDay } from "../domain/buckets.ts";
import { decimalOf, parseDecimal, type Decimal } from "../domain/decimal.ts";
import { describeValue } from "../domain/describeValue.ts";
import type { Dictionary } from "../domain/dictionary.ts";
import type { Dimension } from "../domain/dimensions.ts";
import { SegmentBuilder, type Segment } from "../domain/segment.ts";
import { sourceSpec, type SourceId, type SourceSpec } from "../domain/sources.ts";
import { Reader, type JsonObject } from "./json.ts";

/** What is asked of one endpoint in one go. `from` and `to` are Unix seconds; buckets outside are refused. */
export interface SegmentQuestion {
  readonly source: SourceId;
  readonly view: readonly Dimension[];
  readonly width: BucketWidth;
  readonly from: number;
  readonly to: number;
  /** Asked for without an end: buckets that began meanwhile come along, and are the next request's business. */
  readonly reachesNow?: boolean;
}

/**
 * Turns the buckets of an endpoint's pages into segments, row by row, checking as it goes: one wrong field and the
 * whole answer is refused, since part of a total is a wrong total.
 */
export class SegmentReader {
  readonly #question: SegmentQuestion;
  readonly #dictionary: Dictionary;
  readonly #spec: SourceSpec;
  readonly #read: Reader;
  readonly #days = new Map<UtcDay, SegmentBuilder>();
  #lastEnd = -1;
  /** `organization_id` of the first row that carries one. */
  organization: string | null = null;

  constructor(question: SegmentQuestion, dictionary: Dictionary) {
    this.#question = question;
    this.#dictionary = dictionary;
    this.#spec = sourceSpec(question.source);
    this.#read = new Reader(this.#spec.path);
  }

  /** Takes the `data` of one page. */
  addBuckets(data: readonly unknown[]): void {
    data.forEach((value, index) => {
      this.#addBucket(this.#read.object(value, `data[${String(index)}]`), `data[${String(index)}]`);
    });
  }

  finish(): readonly Segment[] {
    return [...this.#days.values()].map((builder) => builder.finish());
  }

  #addBucket(bucket: JsonObject, path: string): void {
    const { from, to, width, reachesNow } = this.#question;
    this.#read.kind(bucket, "bucket", path);
    const start = this.#read.seconds(bucket["start_time"], `${path}.start_time`);
    const end = this.#read.seconds(bucket["end_time"], `${path}.end_time`);
    const day = dayOf(start);
    // Midnight passed between question and answer, or this machine's clock is behind: a day or two, not for ever.
    const later = reachesNow === true && start >= to && start < to + 2 * daySeconds;
    if (start < from || (start >= to && !later)) this.#read.fail(`${path}.start_time`, "lies outside of what was asked for");
    if (end <= start || end - start > widthSeconds[width] || end > dayStart(day) + daySeconds)
      this.#read.fail(`${path}.end_time`, `does not end a bucket of ${width}`);
    // Buckets come in order. One that comes again or overlaps, on this page or the next, would be counted twice.
    if (start < this.#lastEnd) this.#read.fail(`${path}.start_time`, "comes again or out of order");
    this.#lastEnd = end;
    if (later) return;
    const builder = this.#days.get(day) ?? new SegmentBuilder(this.#question.source, this.#question.view, width, day);
    this.#days.set(day, builder);
    const at = Math.floor((start - dayStart(day)) / 60);
    builder.addBucket(at);
    this.#read.list(bucket["results"], `${path}.results`).forEach((value, index) => {
      const where = `${path}.results[${String(index)}]`;
      this.#addRow(builder, at, this.#read.object(value, where), where);
    });
  }

  #addRow(builder: SegmentBuilder, at: number, row: JsonObject, path: string): void {
    this.#read.kind(row, this.#spec.row, path);
    this.organization ??= this.#read.text(row["organization_id"], `${path}.organization_id`);
    const counts = [
      ...this.#spec.required.map((field) => this.#count(row[field], `${path}.${field}`, true)),
      ...this.#spec.optional.map((field) => this.#count(row[field], `${path}.${field}`, false)),
    ];
    const dimensions = this.#question.view.map((field) => this.#dictionary.idOf(this.#dimension(row[field], `${path}.${field}`)));
    const money = this.#question.source === "costs" ? this.#money(row, path) : {};
    if (!builder.addRow({ at, dimensions, counts, ...money })) this.#read.fail(`${path}.amount.value`, "is too large to be true");
  }

  /** `batch` is a boolean; every other dimension is a text; all may be null or absent. */
  #dimension(value: unknown, path: string): string | null {
    return typeof value === "boolean" ? String(value) : this.#read.text(value, path);
  }

  /** NaN is "not reported", for optional fields only. */
  #count(value: unknown, path: string, required: boolean): number {
    if (value === null || value === undefined) return required ? this.#read.fail(path, "is missing") : Number.NaN;
    if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER)
      return this.#read.fail(path, "is no count");
    return value;
  }

  #money(row: JsonObject, path: string): { amount: Decimal | undefined; quantity: Decimal | undefined; unit: number } {
    const unit = this.#dictionary.idOf(this.#read.text(row["quantity_unit"], `${path}.quantity_unit`));
    const quantity = this.#decimal(row["quantity"], `${path}.quantity`);
    const amount = row["amount"];
    if (amount === null || amount === undefined) return { amount: undefined, quantity, unit };
    const { value, currency } = this.#read.object(amount, `${path}.amount`);
    const known = this.#decimal(value, `${path}.amount.value`);
    if (known && currency !== undefined && currency !== null && !isDollar(currency))
      this.#read.fail(`${path}.amount.currency`, `is ${describeValue(currency)}, and only dollars can be added to dollars`);
    return { amount: known, quantity, unit };
  }

  /** A number or a text that spells one; live servers send both. */
  #decimal(value: unknown, path: string): Decimal | undefined {
    if (value === null || value === undefined) return undefined;
    const decimal = typeof value === "number" ? decimalOf(value) : typeof value === "string" ? parseDecimal(value) : undefined;
    return decimal ?? this.#read.fail(path, "is no number");
  }
}

function isDollar(currency: unknown): boolean {
  return typeof currency === "string" && currency.toLowerCase() === "usd";
}
