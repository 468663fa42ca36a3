import { daySeconds, dayOf, dayStart, isoDay, widthSeconds, type BucketWidth, type UtcDay } from "../domain/buckets.ts";
import { limbsOf, parseLimbs, type Limbs } from "../domain/decimalColumn.ts";
import { describeValue } from "../domain/describeValue.ts";
import type { Dictionary } from "../domain/dictionary.ts";
import type { Dimension } from "../domain/dimensions.ts";
import { SegmentBuilder, type Segment } from "../domain/segment.ts";
import { sourceSpec, type SourceId, type SourceSpec } from "../domain/sources.ts";
import { isJsonObject, Reader, type JsonObject } from "./json.ts";

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
  readonly #fields: readonly string[];
  readonly #read: Reader;
  /** Where the row stands that is being read. Its path is spelled out only where something is wrong: to do so for every field costs more than the row itself. */
  #bucket = 0;
  #row = 0;
  /** Of that row, and used again for the next: the builder copies the numbers. A list for each row takes longer to clean up after than to fill. */
  readonly #dimensions: number[] = [];
  readonly #counts: number[] = [];
  readonly #days = new Map<UtcDay, SegmentBuilder>();
  /** Where the next bucket starts (Unix s). */
  #next: number;
  /** `organization_id` of the first row that names one. */
  organization: string | null = null;

  constructor(question: SegmentQuestion, dictionary: Dictionary) {
    this.#question = question;
    this.#next = question.from;
    this.#dictionary = dictionary;
    this.#spec = sourceSpec(question.source);
    this.#fields = [...this.#spec.required, ...this.#spec.optional];
    this.#read = new Reader(this.#spec.path);
  }

  /** Takes the `data` of one page. */
  addBuckets(data: Iterable<unknown>): void {
    this.#bucket = 0;
    for (const value of data) {
      const path = `data[${String(this.#bucket)}]`;
      this.#addBucket(this.#read.object(value, path), path);
      this.#bucket += 1;
    }
  }

  /**
   * All rows. Throws `untrusted` where the buckets end early: such an answer says nothing of the rest, which would pass
   * for a time of which nothing is reported.
   *
   * @param until Unix seconds up to which all buckets must have come; where nothing is said, none need
   */
  finish(until = -Infinity): readonly Segment[] {
    if (this.#next < until) this.#read.fail("data", `ends before ${isoDay(dayOf(until - 1))}, up to which it was asked for`);
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
    if (start < this.#next) this.#read.fail(`${path}.start_time`, "comes again or out of order");
    // Empty ones come, too: one that is left out is not known, and would pass for one of which nothing is reported.
    if (start > this.#next) this.#read.fail(`${path}.start_time`, "leaves one out before it, or is out of order");
    this.#next = end;
    if (later) return;
    const builder = this.#days.get(day) ?? new SegmentBuilder(this.#question.source, this.#question.view, width, day);
    this.#days.set(day, builder);
    const at = Math.floor((start - dayStart(day)) / 60);
    builder.addBucket(at);
    this.#read.list(bucket["results"], `${path}.results`).forEach((value, index) => {
      this.#row = index;
      this.#addRow(builder, at, isJsonObject(value) ? value : this.#fail("", "is no object"));
    });
  }

  #addRow(builder: SegmentBuilder, at: number, row: JsonObject): void {
    if (row["object"] !== this.#spec.row) this.#read.kind(row, this.#spec.row, this.#path(""));
    if (this.organization === null) {
      const organization = this.#text(row, "organization_id");
      if (organization !== "") this.organization = organization; // those that leave it empty are not one and the same
    }
    const { view, source } = this.#question;
    const [dimensions, counts] = [this.#dimensions, this.#counts];
    for (let index = 0; index < this.#fields.length; index += 1) counts[index] = this.#count(row, this.#fields[index] ?? "", index < this.#spec.required.length);
    for (let index = 0; index < view.length; index += 1) dimensions[index] = this.#dictionary.idOf(this.#dimension(row, view[index] ?? ""));
    const { amount, quantity, unit } = source === "costs" ? this.#money(row) : noMoney;
    if (!builder.addRow({ at, dimensions, counts, amount, quantity, unit })) this.#fail(".amount.value", "is too large to be true");
  }

  /** `batch` is a boolean; every other dimension is a text; all may be null or absent. */
  #dimension(row: JsonObject, field: string): string | null {
    const value = row[field];
    return typeof value === "boolean" ? String(value) : this.#text(row, field);
  }

  #text(row: JsonObject, field: string): string | null {
    const value = row[field];
    if (typeof value === "string") return value;
    return value === null || value === undefined ? null : this.#fail(`.${field}`, "is no text");
  }

  /** NaN is "not reported", for optional fields only. */
  #count(row: JsonObject, field: string, required: boolean): number {
    const value = row[field];
    if (value === null || value === undefined) return required ? this.#fail(`.${field}`, "is missing") : Number.NaN;
    if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) return this.#fail(`.${field}`, "is no count");
    return value;
  }

  #money(row: JsonObject): Money {
    const unit = this.#dictionary.idOf(this.#text(row, "quantity_unit"));
    const quantity = this.#decimal(row["quantity"], ".quantity");
    const amount = row["amount"];
    if (amount === null || amount === undefined) return { amount: undefined, quantity, unit };
    const { value, currency } = isJsonObject(amount) ? amount : this.#fail(".amount", "is no object");
    const known = this.#decimal(value, ".amount.value");
    if (known && currency !== undefined && currency !== null && !isDollar(currency))
      this.#fail(".amount.currency", `is ${describeValue(currency)}, and only dollars can be added to dollars`);
    return { amount: known, quantity, unit };
  }

  /** A number or a text that spells one; live servers send both. */
  #decimal(value: unknown, path: string): Limbs | undefined {
    if (value === null || value === undefined) return undefined;
    const limbs = typeof value === "number" ? limbsOf(value) : typeof value === "string" ? parseLimbs(value) : undefined;
    return limbs ?? this.#fail(path, "is no number");
  }

  #path(inRow: string): string {
    return `data[${String(this.#bucket)}].results[${String(this.#row)}]${inRow}`;
  }

  #fail(inRow: string, why: string): never {
    this.#read.fail(this.#path(inRow), why);
  }
}

interface Money {
  readonly amount: Limbs | undefined;
  readonly quantity: Limbs | undefined;
  readonly unit: number;
}

const noMoney: Money = { amount: undefined, quantity: undefined, unit: 0 };

function isDollar(currency: unknown): boolean {
  return typeof currency === "string" && currency.toLowerCase() === "usd";
}
