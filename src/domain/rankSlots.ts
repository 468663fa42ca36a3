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
  if (slots.length > mostPacked) return slots.sort(compare);
  return sortAlike(sortRoughly(slots, totals), compare);
}

/** Places below 32 bits of a sum in the 53 of an integer. */
const mostPacked = 2 ** 21;
const mostUpper = 2 ** 32 - 1;

/**
 * By the upper half of each sum's double, largest first. It is packed with its slot's place into one number, because a
 * typed array without a comparator is sorted several times as fast as with one.
 */
function sortRoughly(slots: readonly number[], totals: SlotSums): { readonly slots: number[]; readonly packed: Float64Array } {
  const packed = new Float64Array(slots.length);
  for (let place = 0; place < packed.length; place += 1) packed[place] = (mostUpper - upperHalf(totals.double(slots[place] ?? 0) || 0)) * mostPacked + place;
  packed.sort();
  const sorted: number[] = [];
  for (const each of packed) sorted.push(slots[each % mostPacked] ?? 0);
  return { slots: sorted, packed };
}

/** Puts what looks alike into its exact order. Doubles never contradict that; they only may not see a difference. */
function sortAlike({ slots, packed }: { readonly slots: number[]; readonly packed: Float64Array }, compare: (a: number, b: number) => number): readonly number[] {
  for (let first = 0, end = 0; first < slots.length; first = end) {
    const next = (Math.floor((packed[first] ?? 0) / mostPacked) + 1) * mostPacked;
    for (end = first + 1; end < slots.length && (packed[end] ?? 0) < next; ) end += 1;
    if (end === first + 1) continue;
    const exact = slots.slice(first, end).sort(compare);
    for (let place = first; place < end; place += 1) slots[place] = exact[place - first] ?? 0;
  }
  return slots;
}

const bits = new DataView(new ArrayBuffer(8));

/** The upper 32 bits of a double as an integer that is ordered as doubles are. */
function upperHalf(value: number): number {
  bits.setFloat64(0, value + 0);
  const upper = bits.getUint32(0);
  return upper < 2 ** 31 ? upper + 2 ** 31 : mostUpper - upper;
}

/** For each slot the position of its first row among all rows that are asked for. */
function firstAppearances({ parts, size }: GroupSlots, grid: Grid): Float64Array {
  const first = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  let before = 0;
  for (const { rows, slots } of parts) {
    eachRun(grid, rows, (_, start, end) => {
      for (let position = start; position < end; position += 1) {
        const slot = slots[rowAt(rows.picks, position)] ?? 0;
        if ((first[slot] ?? 0) > before + position) first[slot] = before + position;
      }
    });
    before += rows.count;
  }
  return first;
}
