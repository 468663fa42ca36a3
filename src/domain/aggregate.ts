import { BucketSums } from "./bucketSums.ts";
import type { BucketWidth } from "./buckets.ts";
import { zero, type Decimal } from "./decimal.ts";
import type { Dimension } from "./dimensions.ts";
import { groupSlots, type GroupSlots } from "./groupSlots.ts";
import { bucketAt, eachRun, gridOf, pickRows, type Grid, type Picks } from "./pickedRows.ts";
import { rankSlots } from "./rankSlots.ts";
import { RowFilters } from "./rowFilters.ts";
import type { Segment } from "./segment.ts";
import { SlotSums } from "./slotSums.ts";
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
  /** `drawn` of all buckets, in order: for a line of the group's own. */
  line(): Float64Array;
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

/**
 * Answers `ask` from `segments`, which must all be of one source, view and width, and must not change afterwards: what
 * is not read is never added up. Many questions are about totals only, and sums by bucket cost a little more than as
 * much again. Where both are wanted, read `bucketTotals` first: the totals then come from the buckets.
 */
export function breakDown(segments: Iterable<Segment>, ask: Ask): Breakdown {
  const grid = gridOf(ask);
  const asked = [...segments];
  const reported = reportedBuckets(asked, grid);
  const filters = new RowFilters(ask.keep);
  const slots = groupSlots(asked.map((segment) => pickRows(segment, ask, filters)));
  const level = ask.metric.over === "last" ? latestBucket(asked, grid) : undefined;
  const buckets = new Later(() => new BucketSums(slots, grid));
  const bucketTotals = new Later(() => totalsByBucket(buckets.value, reported));
  const totals = new Later(() => (buckets.known ? buckets.value.overBuckets(level) : totalsOf(slots, grid, level)));
  const groups = new Later(() => {
    const sums = { totals: totals.value, buckets };
    return rankSlots(slots, grid, sums.totals).map((slot) => new SlotGroup(slot, slots.idOf(slot), sums));
  });
  const total = new Later(() => sumOfAll(totals.value, slots.size) ?? (groups.value.length === 0 && reported.includes(1) ? zero : undefined));
  return {
    starts: Array.from({ length: grid.count }, (_, index) => ask.from + index * grid.step),
    reported,
    get groups() {
      return groups.value;
    },
    get total() {
      return total.value;
    },
    get bucketTotals() {
      return bucketTotals.value;
    },
  };
}

function reportedBuckets(segments: readonly Segment[], grid: Grid): Uint8Array {
  const reported = new Uint8Array(grid.count);
  for (const { day, buckets } of segments) {
    for (const minutes of buckets) {
      const bucket = bucketAt(grid, day, minutes);
      if (bucket >= 0 && bucket < grid.count) reported[bucket] = 1;
    }
  }
  return reported;
}

const everyRow = (): Picks => undefined;

/** The newest bucket that has rows, or -1. Filters do not count: a level is read where the newest rows are, whoever's they are. */
function latestBucket(segments: readonly Segment[], grid: Grid): number {
  let latest = -1;
  for (const { day, at, rows } of segments) eachRun(grid, { day, picks: everyRow, spans: everyRow, at, rows }, (bucket) => (latest = Math.max(latest, bucket)));
  return latest;
}

/** @param level bucket whose value is the total, for a metric that is a level; else buckets are summed. */
function totalsOf(groups: GroupSlots, grid: Grid, level: number | undefined): SlotSums {
  const totals = new SlotSums();
  totals.grow(groups.size);
  for (const { rows, slots } of groups.parts) {
    eachRun(grid, rows, (bucket, picks, first, end) => {
      if (level === undefined || bucket === level) totals.add(rows, picks, slots, first, end);
      else totals.mark(picks, slots, first, end);
    }, level === undefined ? (_, spans) => { totals.addSpans(rows, spans, slots); } : undefined);
  }
  return totals;
}

function sumOfAll(totals: SlotSums, size: number): Decimal | undefined {
  return totals.gathered(new Int32Array(size), size, 1).decimal(0);
}

/** A bucket that came back empty is zero; one that never came, or whose rows do not report the metric, is nothing. */
function totalsByBucket(buckets: BucketSums, reported: Uint8Array): readonly (Decimal | undefined)[] {
  const all = buckets.overGroups();
  return Array.from(reported, (came, bucket) => all.decimal(bucket) ?? (came === 1 && !all.has(bucket) ? zero : undefined));
}

/** What all groups of an answer read from. */
interface Sums {
  readonly totals: SlotSums;
  readonly buckets: Later<BucketSums>;
}

class SlotGroup implements Group {
  readonly id: number;
  readonly #slot: number;
  readonly #sums: Sums;

  constructor(slot: number, id: number, sums: Sums) {
    this.id = id;
    this.#slot = slot;
    this.#sums = sums;
  }

  get total(): Decimal | undefined {
    return this.#sums.totals.decimal(this.#slot);
  }

  at(bucket: number): Decimal | undefined {
    return this.#sums.buckets.value.at(this.#slot, bucket);
  }

  drawn(bucket: number): number {
    return this.#sums.buckets.value.drawn(this.#slot, bucket);
  }

  line(): Float64Array {
    return this.#sums.buckets.value.line(this.#slot);
  }
}

/** A value that is made when it is first read. */
class Later<T> {
  #make: (() => T) | undefined;
  #made: T | undefined;

  constructor(make: () => T) {
    this.#make = make;
  }

  get known(): boolean {
    return this.#make === undefined;
  }

  get value(): T {
    if (this.#make) {
      this.#made = this.#make();
      this.#make = undefined;
    }
    return this.#made as T; // made above, or before
  }
}
