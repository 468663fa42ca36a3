import { largestId } from "./largestId.ts";

/** Row numbers of a column, ordered by value: those of dictionary number `id` stand at `[starts[id], starts[id + 1])`, in their order. */
interface RowsByValue {
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
}

/** Up to so many places a row, counting takes little longer than the column is. */
const placesPerRow = 4;

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
