import { dayStart, widthSeconds, type BucketWidth } from "./buckets.ts";
import { compare, zero, type Decimal } from "./decimal.ts";
import { joinLimbs } from "./decimalColumn.ts";
import type { Dimension } from "./dimensions.ts";
import type { Segment } from "./segment.ts";
import type { Metric } from "./sources.ts";

/**
 * Sums over segments: one question in, one breakdown out. Pure, over typed arrays, and the same code in the extension
 * host and in the page, so that a number in the tree and the same number on the dashboard cannot differ.
 */
export interface Ask {
  readonly metric: Metric;
  readonly width: BucketWidth;
  /** Unix seconds `[from, to)`, on bucket boundaries. */
  readonly from: number;
  readonly to: number;
  readonly groupBy: Dimension | null;
  /** Dictionary numbers to keep, by dimension; a dimension that is not named keeps all. */
  readonly keep: Readonly<Partial<Record<Dimension, ReadonlySet<number>>>>;
}

export interface Group {
  /** Dictionary number of the group-by value; 0 is "(unattributed)". */
  readonly id: number;
  /** `undefined` where no row reports the metric. */
  readonly total: Decimal | undefined;
  /** Exact value of one bucket, by its index; `undefined` where the group has none. */
  at(bucket: number): Decimal | undefined;
  /** Nearest double for drawing; NaN where the group has none. */
  drawn(bucket: number): number;
}

export interface Breakdown {
  /** Unix seconds at which each bucket starts. */
  readonly starts: readonly number[];
  /** 1 where the API returned the bucket, if only to say that it is empty. */
  readonly reported: Uint8Array;
  /** Largest total first; equal totals in order of first appearance. */
  readonly groups: readonly Group[];
  /** `undefined` is "nothing reported", which is not zero. */
  readonly total: Decimal | undefined;
  /** Sum of all groups per bucket. */
  readonly bucketTotals: readonly (Decimal | undefined)[];
}

/** Answers `ask` from `segments`, which must all be of one source, view and width. */
export function breakDown(segments: Iterable<Segment>, ask: Ask): Breakdown {
  const step = widthSeconds[ask.width];
  const count = Math.max(0, Math.ceil((ask.to - ask.from) / step));
  const reported = new Uint8Array(count);
  const found = new Map<number, Sums>();
  let latest = -1; // newest bucket that has rows: where a level is read
  for (const segment of segments) {
    const offset = dayStart(segment.day) - ask.from;
    for (const minutes of segment.buckets) {
      const bucket = Math.floor((offset + minutes * 60) / step);
      if (bucket >= 0 && bucket < count) reported[bucket] = 1;
    }
    latest = Math.max(latest, sumSegment(segment, ask, offset / 60, step / 60, count, found));
  }
  const level = ask.metric.over === "last" ? latest : undefined;
  const groups = [...found.values()].map((sums) => sums.group(level));
  groups.sort((a, b) => compare(b.total ?? zero, a.total ?? zero));
  const starts = Array.from({ length: count }, (_, index) => ask.from + index * step);
  const all = sumOfAll([...found.values()], count);
  const whole = all.group(level);
  // A bucket that came back empty is zero; one that never came, or whose rows do not report the metric, is nothing.
  const bucketTotals = starts.map((_, bucket) => whole.at(bucket) ?? (reported[bucket] === 1 && !all.has(bucket) ? zero : undefined));
  const total = whole.total ?? (reported.includes(1) && found.size === 0 ? zero : undefined);
  return { starts, reported, groups, total, bucketTotals };
}

/** All groups as one. Added up in columns: as decimals, thousands of groups over a month would take a second. */
function sumOfAll(groups: readonly Sums[], count: number): Sums {
  const all = new Sums(0, count);
  for (const sums of groups) all.addSums(sums);
  return all;
}

/** The hot loop: every row once, no allocation. Returns the newest bucket that has a row, or -1. */
function sumSegment(segment: Segment, ask: Ask, offset: number, step: number, count: number, found: Map<number, Sums>): number {
  const by = ask.groupBy ? segment.dimensions[ask.groupBy] : undefined;
  const filters = Object.entries(ask.keep).flatMap(([name, ids]) => {
    const column = segment.dimensions[name as Dimension]; // a key of `keep` is a Dimension by its type
    return column ? [{ column, ids }] : [];
  });
  const columns = columnsOf(segment, ask.metric);
  let latest = -1;
  let lastId = -1;
  let sums: Sums | undefined;
  rows: for (let row = 0; row < segment.rows; row += 1) {
    const bucket = Math.floor((offset + (segment.at[row] ?? 0)) / step);
    if (bucket < 0 || bucket >= count) continue;
    // Before the filters: a level is read where the newest rows are, whoever's they are.
    if (bucket > latest) latest = bucket;
    for (const filter of filters) if (!filter.ids.has(filter.column[row] ?? 0)) continue rows;
    const id = by?.[row] ?? 0;
    if (id !== lastId || !sums) {
      sums = found.get(id);
      if (!sums) {
        sums = new Sums(id, count);
        found.set(id, sums);
      }
      lastId = id;
    }
    sums.add(bucket, columns, row);
  }
  return latest;
}

/** A metric's columns, most significant limb first; several counts add into the first. */
interface Columns {
  readonly whole: readonly Float64Array[];
  readonly limbs: readonly Int32Array[];
}

function columnsOf(segment: Segment, metric: Metric): Columns {
  const decimal = segment.decimals[metric.id];
  if (decimal) return { whole: [decimal.whole], limbs: decimal.limbs };
  return { whole: metric.of.flatMap((field) => segment.counts[field] ?? []), limbs: [] };
}

/** Running sums of one group, a double per bucket and limb; NaN until a row reports. */
class Sums {
  readonly #id: number;
  readonly #whole: Float64Array;
  readonly #limbs: Float64Array[] = [];
  /** 1 where the group has a row, whether or not it reports the metric. */
  readonly #rows: Uint8Array;

  constructor(id: number, count: number) {
    this.#id = id;
    this.#whole = new Float64Array(count).fill(Number.NaN);
    this.#rows = new Uint8Array(count);
  }

  has(bucket: number): boolean {
    return this.#rows[bucket] === 1;
  }

  add(bucket: number, columns: Columns, row: number): void {
    this.#rows[bucket] = 1;
    for (const column of columns.whole) {
      const value = column[row] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      const before = this.#whole[bucket] ?? Number.NaN;
      this.#whole[bucket] = Number.isNaN(before) ? value : before + value;
    }
    for (let index = 0; index < columns.limbs.length; index += 1) {
      const value = columns.limbs[index]?.[row] ?? 0;
      if (value === 0) continue;
      while (this.#limbs.length <= index) this.#limbs.push(new Float64Array(this.#whole.length));
      const sums = this.#limbs[index];
      if (sums) sums[bucket] = (sums[bucket] ?? 0) + value;
    }
  }

  /** Adds another group, bucket by bucket. */
  addSums(other: Sums): void {
    addColumn(this.#whole, other.#whole);
    other.#rows.forEach((has, bucket) => {
      if (has === 1) this.#rows[bucket] = 1;
    });
    other.#limbs.forEach((column, index) => {
      while (this.#limbs.length <= index) this.#limbs.push(new Float64Array(this.#whole.length));
      const sums = this.#limbs[index];
      if (sums) addColumn(sums, column);
    });
  }

  /** @param level bucket whose value is the total, for a metric that is a level; else buckets are summed. */
  group(level: number | undefined): Group {
    return {
      id: this.#id,
      total: level === undefined ? this.#total() : this.#at(level),
      at: (bucket) => this.#at(bucket),
      drawn: (bucket) => this.#drawn(bucket),
    };
  }

  #at(bucket: number): Decimal | undefined {
    const whole = this.#whole[bucket] ?? Number.NaN;
    return Number.isNaN(whole) ? undefined : joinLimbs(whole, this.#limbs.map((sums) => sums[bucket] ?? 0));
  }

  #total(): Decimal | undefined {
    const some = this.#whole.some((value) => !Number.isNaN(value));
    const whole = this.#whole.reduce((sum, value) => (Number.isNaN(value) ? sum : sum + value), 0);
    return some ? joinLimbs(whole, this.#limbs.map((sums) => sums.reduce((sum, value) => sum + value, 0))) : undefined;
  }

  #drawn(bucket: number): number {
    const whole = this.#whole[bucket] ?? Number.NaN;
    return this.#limbs.reduce((sum, sums, index) => sum + (sums[bucket] ?? 0) / 10 ** (9 * (index + 1)), whole);
  }
}

/** NaN is "nothing reported": it adds nothing, and stays only where nothing is added. */
function addColumn(sums: Float64Array, column: Float64Array): void {
  for (let bucket = 0; bucket < column.length; bucket += 1) {
    const value = column[bucket] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const before = sums[bucket] ?? Number.NaN;
    sums[bucket] = Number.isNaN(before) ? value : before + value;
  }
}
