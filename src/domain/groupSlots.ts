import { largestId } from "./largestId.ts";
import { rowAt, type PickedRows } from "./pickedRows.ts";

/** Rows, and by row number the slot of the sums that each of them adds to. */
export interface SlottedRows {
  readonly rows: PickedRows;
  readonly slots: Uint32Array;
}

/** Which group is which slot. */
export interface GroupSlots {
  readonly parts: readonly SlottedRows[];
  /** Every slot is below. */
  readonly size: number;
  /** Dictionary number of the group in a slot. */
  idOf(slot: number): number;
}

/** Up to here, or to this many slots a row, an empty slot costs less than a look into a map for each row. */
const alwaysDense = 65_536;
const slotsPerRow = 4;

/** Dictionary numbers are their own slots, unless they are so sparse that the sums would be mostly air. */
export function groupSlots(picked: readonly PickedRows[]): GroupSlots {
  const size = 1 + picked.reduce((largest, { ids }) => Math.max(largest, ids ? largestId(ids) : 0), 0);
  const rows = picked.reduce((sum, { rows: own }) => sum + own, 0);
  return size <= Math.max(alwaysDense, slotsPerRow * rows) ? denseSlots(picked, size) : sparseSlots(picked);
}

function denseSlots(picked: readonly PickedRows[], size: number): GroupSlots {
  let one = new Uint32Array(0); // every row in slot 0, as long as the longest segment needs
  const oneGroup = (length: number): Uint32Array => (one.length >= length ? one : (one = new Uint32Array(length)));
  return { parts: picked.map((rows) => ({ rows, slots: rows.ids ?? oneGroup(rows.at.length) })), size, idOf: (slot) => slot };
}

function sparseSlots(picked: readonly PickedRows[]): GroupSlots {
  const known = new Map<number, number>();
  const slotOf = (id: number): number => {
    const slot = known.get(id) ?? known.size;
    if (slot === known.size) known.set(id, slot);
    return slot;
  };
  const parts = picked.map((rows) => {
    const slots = new Uint32Array(rows.at.length);
    const picks = rows.picks();
    for (let position = 0; position < (picks?.length ?? rows.rows); position += 1) {
      const row = rowAt(picks, position);
      slots[row] = slotOf(rows.ids?.[row] ?? 0);
    }
    return { rows, slots };
  });
  const ids = [...known.keys()];
  return { parts, size: ids.length, idOf: (slot) => ids[slot] ?? 0 };
}
