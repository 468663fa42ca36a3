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
  const size = 1 + picked.reduce((largest, rows) => Math.max(largest, largestId(rows)), 0);
  const rows = picked.reduce((sum, { count }) => sum + count, 0);
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
    for (let position = 0; position < rows.count; position += 1) {
      const row = rowAt(rows.picks, position);
      slots[row] = slotOf(rows.ids?.[row] ?? 0);
    }
    return { rows, slots };
  });
  const ids = [...known.keys()];
  return { parts, size: ids.length, idOf: (slot) => ids[slot] ?? 0 };
}

/** Columns never change, and the same ones are asked about again and again. */
const largestIds = new WeakMap<Uint32Array, number>();

function largestId({ ids }: PickedRows): number {
  if (!ids) return 0;
  const known = largestIds.get(ids);
  if (known !== undefined) return known;
  const largest = largestOf(ids);
  largestIds.set(ids, largest);
  return largest;
}

function largestOf(ids: Uint32Array): number {
  let largest = 0;
  for (let row = 0; row < ids.length; row += 1) {
    const id = ids[row] ?? 0;
    if (id > largest) largest = id;
  }
  return largest;
}
