import { rowAt, type Picks } from "./pickedRows.ts";
import type { Runs } from "./runsOfRows.ts";

/**
 * The loops that every row goes through, apart from the sums they fill: each takes typed arrays of one type per
 * parameter, so that it is compiled to plain loads, additions and stores. `cells` holds `cellWidth` doubles for each
 * slot, the whole part first; `silent` is set where a row of the slot does not report the metric.
 */
const cellShift = 2;
export const cellWidth = 2 ** cellShift;

/** Adding never yields -0 unless both sides are -0: where it still stands, nothing was added. Not zero: not reported. */
export const nothing = -0;

/**
 * The hot loop: every row once, no allocation, no call, and nothing in it but arrays of one type each. `>>> 0` tells the
 * engine that no index is below zero, which it would else ask again for each: a twentieth of the time. So is that a slot's
 * last cell comes first, and the one amount that may be missing last.
 */
export function addAmounts(cells: Float64Array, silent: Uint8Array, slots: Uint32Array, whole: Float64Array, one: Int32Array, two: Int32Array, three: Int32Array, first: number, end: number): void {
  for (let row = first >>> 0; row < end; row += 1) {
    const slot = slots[row] ?? 0;
    const last = ((slot << cellShift) | 3) >>> 0;
    cells[last] = (cells[last] ?? 0) + (three[row] ?? 0);
    cells[last - 1] = (cells[last - 1] ?? 0) + (two[row] ?? 0);
    cells[last - 2] = (cells[last - 2] ?? 0) + (one[row] ?? 0);
    const value = whole[row] ?? Number.NaN;
    if (Number.isNaN(value)) silent[slot] = 1;
    else cells[last - 3] = (cells[last - 3] ?? 0) + (value + 0); // a -0 becomes 0, which is something
  }
}

/** The same for all rows of a column whose equal slots stand side by side: a run's sums stay in registers, which takes half as long. */
export function addRunsOfAmounts(cells: Float64Array, silent: Uint8Array, { ids, ends }: Runs, whole: Float64Array, one: Int32Array, two: Int32Array, three: Int32Array): void {
  let row = 0;
  for (let run = 0; run < ids.length; run += 1) {
    const slot = ids[run] ?? 0;
    const end = ends[run] ?? 0;
    let [sum, first, second, third] = [nothing, 0, 0, 0];
    for (; row < end; row += 1) {
      const value = whole[row] ?? Number.NaN;
      if (Number.isNaN(value)) silent[slot] = 1;
      else sum += value + 0;
      first += one[row] ?? 0;
      second += two[row] ?? 0;
      third += three[row] ?? 0;
    }
    const cell = (slot << cellShift) >>> 0;
    cells[cell] = (cells[cell] ?? 0) + sum;
    cells[cell + 1] = (cells[cell + 1] ?? 0) + first;
    cells[cell + 2] = (cells[cell + 2] ?? 0) + second;
    cells[cell + 3] = (cells[cell + 3] ?? 0) + third;
  }
}

/** The same for picked rows, word for word: one loop for both is half as fast for each. */
export function addPickedAmounts(cells: Float64Array, silent: Uint8Array, picks: Uint32Array, slots: Uint32Array, whole: Float64Array, one: Int32Array, two: Int32Array, three: Int32Array, first: number, end: number): void {
  for (let position = first >>> 0; position < end; position += 1) {
    const row = picks[position] ?? 0;
    const slot = slots[row] ?? 0;
    const last = ((slot << cellShift) | 3) >>> 0;
    cells[last] = (cells[last] ?? 0) + (three[row] ?? 0);
    cells[last - 1] = (cells[last - 1] ?? 0) + (two[row] ?? 0);
    cells[last - 2] = (cells[last - 2] ?? 0) + (one[row] ?? 0);
    const value = whole[row] ?? Number.NaN;
    if (Number.isNaN(value)) silent[slot] = 1;
    else cells[last - 3] = (cells[last - 3] ?? 0) + (value + 0);
  }
}

export function addColumn(cells: Float64Array, silent: Uint8Array, picks: Picks, slots: Uint32Array, column: Float64Array, first: number, end: number): void {
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

/** Adds the cells of slots below `count` to those of the slots that `targets` names. Nothing is -0, which adds nothing. */
export function addCells(from: Float64Array, fromSilent: Uint8Array, targets: Int32Array, count: number, to: Float64Array, toSilent: Uint8Array): void {
  for (let slot = 0; slot < count; slot += 1) {
    const target = targets[slot] ?? 0;
    const cell = slot << cellShift;
    const place = target << cellShift;
    to[place] = (to[place] ?? 0) + (from[cell] ?? 0);
    to[place | 1] = (to[place | 1] ?? 0) + (from[cell | 1] ?? 0);
    to[place | 2] = (to[place | 2] ?? 0) + (from[cell | 2] ?? 0);
    to[place | 3] = (to[place | 3] ?? 0) + (from[cell | 3] ?? 0);
    if (fromSilent[slot] === 1) toSilent[target] = 1;
  }
}

/** Moves the cells of slots below `size` that have a row to those from `next` on, which are new, and empties them. Tells which slot each was, and returns the first after them. */
export function moveCells(from: Float64Array, fromSilent: Uint8Array, to: Float64Array, toSilent: Uint8Array, size: number, slotOf: Int32Array, next: number): number {
  let last = next;
  for (let slot = 0; slot < size; slot += 1) {
    const cell = slot << cellShift;
    const whole = from[cell] ?? 0;
    const silent = fromSilent[slot] ?? 0;
    if (silent === 0 && Object.is(whole, nothing)) continue;
    const place = last << cellShift;
    to[place] = whole;
    for (let part = 1; part < cellWidth; part += 1) {
      to[place | part] = from[cell | part] ?? 0;
      from[cell | part] = nothing;
    }
    toSilent[last] = silent;
    from[cell] = nothing;
    fromSilent[slot] = 0;
    slotOf[last] = slot;
    last += 1;
  }
  return last;
}
