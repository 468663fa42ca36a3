import { largestId } from "./largestId.ts";

/** Row numbers of a column, ordered by value: those of dictionary number `id` stand at `[starts[id], starts[id + 1])`, in their order. */
interface RowsByValue {
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
}

/** Up to so many places a row, an index is not much longer than the column. */
const placesPerRow = 4;
/** Columns never change, and who has looked at one project looks at the next: an index is kept for as long as its column is. */
const indexes = new WeakMap<Uint32Array, RowsByValue>();

/**
 * The rows that hold one value, to be read only: without a look at any other row, which costs more than adding up the
 * few that are wanted. `undefined` where the column has no index.
 */
export function rowsOfValue(column: Uint32Array, id: number): Uint32Array | undefined {
  let index = indexes.get(column);
  if (!index) {
    index = rowsByValue(column);
    if (!index) return undefined;
    indexes.set(column, index);
  }
  const { starts, rows } = index;
  return id < starts.length - 1 ? rows.subarray(starts[id], starts[id + 1]) : rows.subarray(0, 0);
}

/** Counting sort, which keeps the order of equals; `undefined` where the numbers are too sparse for the column's length. */
export function rowsByValue(column: Uint32Array): RowsByValue | undefined {
  const largest = largestId(column);
  if (largest > placesPerRow * column.length) return undefined;
  const starts = new Uint32Array(largest + 2);
  for (let row = 0; row < column.length; row += 1) {
    const after = (column[row] ?? 0) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let id = 1; id < starts.length; id += 1) starts[id] = (starts[id] ?? 0) + (starts[id - 1] ?? 0);
  const next = starts.slice();
  const rows = new Uint32Array(column.length);
  for (let row = 0; row < column.length; row += 1) {
    const id = column[row] ?? 0;
    const place = next[id] ?? 0;
    rows[place] = row;
    next[id] = place + 1;
  }
  return { starts, rows };
}

/** Fills a column with its values, in the order of `rows` where there is one. */
export function filled<T extends Uint16Array | Uint32Array | Int32Array | Float64Array>(column: T, values: readonly number[], rows: Uint32Array | undefined): T {
  if (!rows) column.set(values);
  else for (let place = 0; place < rows.length; place += 1) column[place] = values[rows[place] ?? 0] ?? 0;
  return column;
}
