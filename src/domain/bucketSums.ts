import { add, toNumber, type Decimal } from "./decimal.ts";
import { EntriesByGroup } from "./entriesByGroup.ts";
import type { GroupSlots } from "./groupSlots.ts";
import { eachRun, type Grid, type Picks } from "./pickedRows.ts";
import type { Spans } from "./runsOfRows.ts";
import { SlotSums } from "./slotSums.ts";

/** Up to this many slots a row, a run is added up slot by slot first: a look at an empty slot costs less than a row's own entry. */
const slotsPerRow = 4;
/** Parts differ: so many times what those before have taken on average is held ready. */
const spareRoom = 1.125;

/**
 * Sums by group and bucket. Only what has rows is kept, as one entry each: a hundred thousand keys over a year are
 * 36 million pairs, of which a million rows can reach a million at most.
 */
export class BucketSums {
  readonly #sums = new SlotSums();
  #entries = 0;
  /** Entries there will be, as far as the parts before tell. */
  #expected = 0;
  #bucketOf = new Int32Array(0);
  #slotOf = new Int32Array(0);
  readonly #byGroup: EntriesByGroup;
  readonly #groups: number;
  readonly #buckets: number;

  constructor(groups: GroupSlots, grid: Grid) {
    const latest = new Int32Array(groups.size).fill(-1); // entry of a group in the newest run it has rows in
    const run = new SlotSums();
    let entries = new Uint32Array(0); // of a part's rows, by row number
    for (const [part, { rows, slots }] of groups.parts.entries()) {
      // Room for about what the parts so far tell: what grows by doubling is made, filled and moved a dozen times.
      if (part > 0) this.#expected = Math.ceil((this.#entries / part) * groups.parts.length * spareRoom);
      const visit = (bucket: number, picks: Picks, first: number, end: number): void => {
        this.#grow(this.#entries + Math.min(end - first, groups.size));
        if (groups.size <= slotsPerRow * (end - first)) {
          run.grow(groups.size);
          run.add(rows, picks, slots, first, end);
          this.#take(run, groups.size, bucket);
          return;
        }
        if (entries.length < slots.length) entries = new Uint32Array(slots.length);
        this.#entries = this.#assign(slots, picks, latest, entries, bucket, first, end);
        this.#sums.add(rows, picks, entries, first, end);
      };
      const visitSpans = (bucket: number, spans: Spans): void => {
        this.#grow(this.#entries + Math.min(rows.rows, groups.size));
        run.grow(groups.size);
        run.addSpans(rows, spans, slots);
        this.#take(run, groups.size, bucket);
      };
      eachRun(grid, rows, visit, groups.size <= slotsPerRow * rows.rows ? visitSpans : undefined);
    }
    this.#groups = groups.size;
    this.#buckets = grid.count;
    this.#byGroup = new EntriesByGroup(this.#slotOf, this.#bucketOf, this.#entries, groups.size);
  }

  /** Exact sum of a group in a bucket; `undefined` where nothing is reported. */
  at(slot: number, bucket: number): Decimal | undefined {
    let sum: Decimal | undefined;
    for (let place = this.#byGroup.find(slot, bucket); this.#byGroup.isAt(place, slot, bucket); place += 1) {
      const value = this.#sums.decimal(this.#byGroup.entry(place));
      if (value) sum = sum ? add(sum, value) : value;
    }
    return sum;
  }

  /** The nearest double, or one beside it; NaN where nothing is reported. */
  drawn(slot: number, bucket: number): number {
    let only = Number.NaN;
    for (let place = this.#byGroup.find(slot, bucket); this.#byGroup.isAt(place, slot, bucket); place += 1) {
      const value = this.#sums.double(this.#byGroup.entry(place));
      if (Number.isNaN(value)) continue;
      if (!Number.isNaN(only)) return this.#severalDrawn(slot, bucket);
      only = value;
    }
    return only;
  }

  /** Several entries in one bucket are rare. Added up exactly: of doubles, a credit that takes most back leaves the error of all. */
  #severalDrawn(slot: number, bucket: number): number {
    const sum = this.at(slot, bucket);
    return sum ? toNumber(sum) : Number.NaN;
  }

  /** `drawn` of every bucket of the grid. */
  line(slot: number): Float64Array {
    const line = new Float64Array(this.#buckets).fill(Number.NaN);
    const end = this.#byGroup.end(slot);
    for (let place = this.#byGroup.find(slot, 0); place < end; place += 1) {
      const entry = this.#byGroup.entry(place);
      const bucket = this.#bucketOf[entry] ?? 0;
      const value = this.#sums.double(entry);
      if (!Number.isNaN(value)) line[bucket] = Number.isNaN(line[bucket] ?? Number.NaN) ? value : this.#severalDrawn(slot, bucket);
    }
    return line;
  }

  /** Sums of all groups, a slot for each bucket. */
  overGroups(): SlotSums {
    return this.#sums.gathered(this.#bucketOf, this.#entries, this.#buckets);
  }

  /** Sums of each group over all buckets, or over the one bucket `level`. */
  overBuckets(level: number | undefined): SlotSums {
    if (level === undefined) return this.#sums.gathered(this.#slotOf, this.#entries, this.#groups);
    const all = new SlotSums();
    all.grow(this.#groups);
    for (let entry = 0; entry < this.#entries; entry += 1) {
      const slot = this.#slotOf[entry] ?? 0;
      if (this.#bucketOf[entry] === level) all.addSlot(slot, this.#sums, entry);
      else all.markSlot(slot);
    }
    return all;
  }

  /** Makes entries of the slots below `size` that a run has filled, and empties it for the next. */
  #take(run: SlotSums, size: number, bucket: number): void {
    const next = this.#sums.take(run, size, this.#slotOf, this.#entries);
    this.#bucketOf.fill(bucket, this.#entries, next);
    this.#entries = next;
  }

  /** Gives each row of a run its entry, by row number. A group's entry from an earlier run is too small a number to be of this one. */
  #assign(slots: Uint32Array, picks: Picks, latest: Int32Array, entries: Uint32Array, bucket: number, first: number, end: number): number {
    const base = this.#entries;
    const next = picks ? assignPicked(picks, slots, latest, entries, this.#slotOf, base, first, end) : assign(slots, latest, entries, this.#slotOf, base, first, end);
    this.#bucketOf.fill(bucket, base, next);
    return next;
  }

  #grow(size: number): void {
    if (this.#bucketOf.length >= size) return;
    this.#sums.grow(Math.max(size, this.#expected));
    const [bucketOf, slotOf] = [this.#bucketOf, this.#slotOf];
    this.#bucketOf = new Int32Array(this.#sums.size);
    this.#slotOf = new Int32Array(this.#sums.size);
    this.#bucketOf.set(bucketOf);
    this.#slotOf.set(slotOf);
  }
}

function assign(slots: Uint32Array, latest: Int32Array, entries: Uint32Array, slotOf: Int32Array, base: number, first: number, end: number): number {
  let next = base;
  for (let row = first; row < end; row += 1) {
    const slot = slots[row] ?? 0;
    let entry = latest[slot] ?? 0;
    if (entry < base) {
      entry = next++;
      latest[slot] = entry;
      slotOf[entry] = slot;
    }
    entries[row] = entry;
  }
  return next;
}

/** The same for picked rows: one loop for both is slower for each. */
function assignPicked(picks: Uint32Array, slots: Uint32Array, latest: Int32Array, entries: Uint32Array, slotOf: Int32Array, base: number, first: number, end: number): number {
  let next = base;
  for (let position = first; position < end; position += 1) {
    const row = picks[position] ?? 0;
    const slot = slots[row] ?? 0;
    let entry = latest[slot] ?? 0;
    if (entry < base) {
      entry = next++;
      latest[slot] = entry;
      slotOf[entry] = slot;
    }
    entries[row] = entry;
  }
  return next;
}
