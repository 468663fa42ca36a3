import { limbUnit } from "./limbColumns.ts";

/**
 * Sums as they are kept: `cells` holds `cellWidth` doubles for each slot, the whole part, the billionths and two limbs
 * more. `silent` is set where a row of the slot does not report the metric. The loops over slots are here, those over rows
 * in `addRows`.
 */
export const cellShift = 2;
export const cellWidth = 2 ** cellShift;

/**
 * Adding never yields -0 unless both sides are -0: where it still stands in the whole part and in the billionths, nothing
 * was added. Not zero: not reported. A row that reports nothing must leave both as they are.
 */
export const nothing = -0;

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

/** Whether no row of the slot that begins at this cell reports the metric. */
export function isNothing(cells: Float64Array, cell: number): boolean {
  return Object.is(cells[cell] ?? nothing, nothing) && Object.is(cells[cell + 1] ?? nothing, nothing);
}

/**
 * Leaves the limbs of every slot in `[0, 10^9)`, and what goes beyond in its whole part. Below 2^53 a quotient is below 2^24,
 * where 10^-9 is too much to be rounded away: floor is right.
 *
 * @returns the largest whole part, without its sign
 */
export function carryCells(cells: Float64Array): number {
  let largest = 0;
  for (let cell = 0; cell < cells.length; cell += cellWidth) {
    if (isNothing(cells, cell)) continue; // a carry of nothing is a 0, which is something
    const three = cells[cell + 3] ?? 0;
    const fromThree = Math.floor(three / limbUnit);
    const two = (cells[cell + 2] ?? 0) + fromThree;
    const fromTwo = Math.floor(two / limbUnit);
    const one = (cells[cell + 1] ?? 0) + fromTwo;
    const fromOne = Math.floor(one / limbUnit);
    const whole = (cells[cell] ?? 0) + 0 + fromOne; // never -0
    cells[cell + 3] = three - fromThree * limbUnit;
    cells[cell + 2] = two - fromTwo * limbUnit;
    cells[cell + 1] = one - fromOne * limbUnit;
    cells[cell] = whole;
    largest = Math.max(largest, Math.abs(whole));
  }
  return largest;
}

/** Moves the cells of slots below `size` that have a row to those from `next` on, which are new, and empties them. Tells which slot each was, and returns the first after them. */
export function moveCells(from: Float64Array, fromSilent: Uint8Array, to: Float64Array, toSilent: Uint8Array, size: number, slotOf: Int32Array, next: number): number {
  let last = next;
  for (let slot = 0; slot < size; slot += 1) {
    const cell = slot << cellShift;
    const silent = fromSilent[slot] ?? 0;
    if (silent === 0 && isNothing(from, cell)) continue;
    const place = last << cellShift;
    for (let part = 0; part < cellWidth; part += 1) {
      to[place | part] = from[cell | part] ?? 0;
      from[cell | part] = nothing;
    }
    toSilent[last] = silent;
    fromSilent[slot] = 0;
    slotOf[last] = slot;
    last += 1;
  }
  return last;
}
