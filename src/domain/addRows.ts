import type { Billionths } from "./billionths.ts";
import { zeros } from "./limbColumns.ts";
import { rowAt, type PickedRows, type Picks } from "./pickedRows.ts";
import { runsOf, type Runs } from "./runsOfRows.ts";
import { cellShift, cellWidth, nothing } from "./slotCells.ts";

/**
 * Adds rows `[first, end)` to the cells of their slots; limbs from the fourth on have no cells.
 *
 * @param billionths the amounts, where they are to be added as such
 */
export function addRows(cells: Float64Array, silent: Uint8Array, { ids, whole, limbs }: PickedRows, billionths: Billionths | null, picks: Picks, slots: Uint32Array, first: number, end: number): void {
  const [amounts, ...others] = whole;
  const limb = (index: number): Int32Array => limbs[index] ?? zeros(slots.length);
  if (!amounts) markRows(silent, picks, slots, first, end);
  else if (limbs.length === 0) addColumn(cells, silent, picks, slots, amounts, first, end);
  else if (!billionths) addLargeAmounts(cells, silent, picks, slots, amounts, limb(0), limb(1), limb(2), first, end);
  else if (picks) addPickedAmounts(cells, silent, picks, slots, billionths.values, limb(1), limb(2), first, end);
  else {
    const runs = slots === ids && first === 0 && end === slots.length ? runsOf(slots) : null;
    if (runs) addRunsOfAmounts(cells, silent, runs, billionths.values, limb(1), limb(2));
    else addAmounts(cells, silent, slots, billionths.values, limb(1), limb(2), first, end);
  }
  for (const column of others) addColumn(cells, silent, picks, slots, column, first, end);
}

/** Notes that the rows' slots have rows, and adds nothing. */
export function markRows(silent: Uint8Array, picks: Picks, slots: Uint32Array, first: number, end: number): void {
  for (let position = first; position < end; position += 1) silent[slots[rowAt(picks, position)] ?? 0] = 1;
}

/**
 * The hot loop: every row once, no allocation, no call, and nothing in it but arrays of one type for each parameter, so
 * that it is compiled to plain loads, additions and stores. `>>> 0` tells the engine that no index is below zero, which it
 * would else ask again for each: a twentieth of the time. So is that a slot's last cell comes first, and the one amount
 * that may be missing last.
 */
function addAmounts(cells: Float64Array, silent: Uint8Array, slots: Uint32Array, billionths: Float64Array, two: Int32Array, three: Int32Array, first: number, end: number): void {
  for (let row = first >>> 0; row < end; row += 1) {
    const slot = slots[row] ?? 0;
    const last = ((slot << cellShift) | 3) >>> 0;
    cells[last] = (cells[last] ?? 0) + (three[row] ?? 0);
    cells[last - 1] = (cells[last - 1] ?? 0) + (two[row] ?? 0);
    const value = billionths[row] ?? Number.NaN;
    if (Number.isNaN(value)) silent[slot] = 1;
    else cells[last - 2] = (cells[last - 2] ?? 0) + value;
  }
}

/** The same for all rows of a column whose equal slots stand side by side: a run's sums stay in registers, which takes half as long. */
function addRunsOfAmounts(cells: Float64Array, silent: Uint8Array, { ids, ends }: Runs, billionths: Float64Array, two: Int32Array, three: Int32Array): void {
  let row = 0;
  for (let run = 0; run < ids.length; run += 1) {
    const slot = ids[run] ?? 0;
    const end = ends[run] ?? 0;
    let [sum, second, third] = [nothing, 0, 0];
    for (; row < end; row += 1) {
      const value = billionths[row] ?? Number.NaN;
      if (Number.isNaN(value)) silent[slot] = 1;
      else sum += value;
      second += two[row] ?? 0;
      third += three[row] ?? 0;
    }
    const cell = (slot << cellShift) >>> 0;
    cells[cell + 1] = (cells[cell + 1] ?? 0) + sum;
    cells[cell + 2] = (cells[cell + 2] ?? 0) + second;
    cells[cell + 3] = (cells[cell + 3] ?? 0) + third;
  }
}

/** The same for picked rows, word for word: one loop for both is half as fast for each. */
function addPickedAmounts(cells: Float64Array, silent: Uint8Array, picks: Uint32Array, slots: Uint32Array, billionths: Float64Array, two: Int32Array, three: Int32Array, first: number, end: number): void {
  for (let position = first >>> 0; position < end; position += 1) {
    const row = picks[position] ?? 0;
    const slot = slots[row] ?? 0;
    const last = ((slot << cellShift) | 3) >>> 0;
    cells[last] = (cells[last] ?? 0) + (three[row] ?? 0);
    cells[last - 1] = (cells[last - 1] ?? 0) + (two[row] ?? 0);
    const value = billionths[row] ?? Number.NaN;
    if (Number.isNaN(value)) silent[slot] = 1;
    else cells[last - 2] = (cells[last - 2] ?? 0) + value;
  }
}

/** Amounts that are too large for billionths: whole parts, and every limb by itself. */
function addLargeAmounts(cells: Float64Array, silent: Uint8Array, picks: Picks, slots: Uint32Array, whole: Float64Array, one: Int32Array, two: Int32Array, three: Int32Array, first: number, end: number): void {
  for (let position = first >>> 0; position < end; position += 1) {
    const row = rowAt(picks, position);
    const slot = slots[row] ?? 0;
    const value = whole[row] ?? Number.NaN;
    if (Number.isNaN(value)) {
      silent[slot] = 1;
      continue;
    }
    const last = ((slot << cellShift) | 3) >>> 0;
    cells[last] = (cells[last] ?? 0) + (three[row] ?? 0);
    cells[last - 1] = (cells[last - 1] ?? 0) + (two[row] ?? 0);
    cells[last - 2] = (cells[last - 2] ?? 0) + (one[row] ?? 0);
    cells[last - 3] = (cells[last - 3] ?? 0) + (value + 0); // a -0 becomes 0, which is something
  }
}

function addColumn(cells: Float64Array, silent: Uint8Array, picks: Picks, slots: Uint32Array, column: Float64Array, first: number, end: number): void {
  for (let position = first; position < end; position += 1) {
    const row = rowAt(picks, position);
    const slot = slots[row] ?? 0;
    const value = column[row] ?? Number.NaN;
    if (Number.isNaN(value)) silent[slot] = 1;
    else cells[slot * cellWidth] = (cells[slot * cellWidth] ?? 0) + (value + 0);
  }
}

export function addLimb(sums: Float64Array, picks: Picks, slots: Uint32Array, column: Int32Array, first: number, end: number): void {
  for (let position = first; position < end; position += 1) {
    const row = rowAt(picks, position);
    const slot = slots[row] ?? 0;
    sums[slot] = (sums[slot] ?? 0) + (column[row] ?? 0);
  }
}
