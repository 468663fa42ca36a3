import type { GroupSlots } from "./groupSlots.ts";
import { eachRun, rowAt, type Grid } from "./pickedRows.ts";
import type { SlotSums } from "./slotSums.ts";

/** Slots that have rows, largest sum first; equal sums in the order in which their groups first appear. */
export function rankSlots(groups: GroupSlots, grid: Grid, totals: SlotSums): readonly number[] {
  const slots: number[] = [];
  for (let slot = 0; slot < groups.size; slot += 1) if (totals.has(slot)) slots.push(slot);
  // Ties are rare, and their order costs a look at the rows.
  let appearances: Float64Array | undefined;
  const appearance = (slot: number): number => (appearances ??= firstAppearances(groups, grid))[slot] ?? 0;
  const compare = (a: number, b: number): number => totals.compare(b, a) || appearance(a) - appearance(b);
  const keys = new Uint32Array(slots.length);
  for (let place = 0; place < keys.length; place += 1) keys[place] = 2 ** 32 - 1 - upperHalf(totals.double(slots[place] ?? 0) || 0); // largest first
  return sortAlike(slots, keys, sortedPlaces(keys), compare);
}

const digitBits = 11;
const digits = 2 ** digitBits;

/** Places of `keys` from the smallest on, by counting sort of one digit after the other: no comparator is called. */
function sortedPlaces(keys: Uint32Array): Uint32Array {
  let places = keys.map((_, place) => place);
  let sorted = new Uint32Array(keys.length);
  for (let shift = 0; shift < 32; shift += digitBits) {
    const next = new Uint32Array(digits + 1); // where the next key of each digit goes
    for (const key of keys) {
      const after = ((key >>> shift) & (digits - 1)) + 1;
      next[after] = (next[after] ?? 0) + 1;
    }
    for (let digit = 1; digit <= digits; digit += 1) next[digit] = (next[digit] ?? 0) + (next[digit - 1] ?? 0);
    for (const place of places) {
      const digit = ((keys[place] ?? 0) >>> shift) & (digits - 1);
      const to = next[digit] ?? 0;
      sorted[to] = place;
      next[digit] = to + 1;
    }
    [places, sorted] = [sorted, places];
  }
  return places;
}

/** Slots by their keys, and where keys are alike by `compare`. Keys never contradict it; they only may not see a difference. */
function sortAlike(slots: readonly number[], keys: Uint32Array, places: Uint32Array, compare: (a: number, b: number) => number): readonly number[] {
  const sorted: number[] = [];
  for (let first = 0, end = 0; first < places.length; first = end) {
    const key = keys[places[first] ?? 0];
    for (end = first + 1; end < places.length && keys[places[end] ?? 0] === key; ) end += 1;
    if (end === first + 1) sorted.push(slots[places[first] ?? 0] ?? 0);
    else for (const slot of Array.from(places.subarray(first, end), (place) => slots[place] ?? 0).sort(compare)) sorted.push(slot);
  }
  return sorted;
}

const bits = new DataView(new ArrayBuffer(8));

/** The upper 32 bits of a double as an integer that is ordered as doubles are. */
function upperHalf(value: number): number {
  bits.setFloat64(0, value + 0);
  const upper = bits.getUint32(0);
  return upper < 2 ** 31 ? upper + 2 ** 31 : 2 ** 32 - 1 - upper;
}

/** For each slot the position of its first row among all rows that are asked for. */
function firstAppearances({ parts, size }: GroupSlots, grid: Grid): Float64Array {
  const first = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  let before = 0;
  for (const { rows, slots } of parts) {
    eachRun(grid, rows, (_, picks, start, end) => {
      for (let position = start; position < end; position += 1) {
        const slot = slots[rowAt(picks, position)] ?? 0;
        if ((first[slot] ?? 0) > before + position) first[slot] = before + position;
      }
    });
    before += rows.rows;
  }
  return first;
}
