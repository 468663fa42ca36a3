/** Columns never change, and the same ones are asked about again and again: one number each is kept for as long as they are. */
const largestIds = new WeakMap<Uint32Array, number>();

/** The largest dictionary number of a column; 0 where it is empty. */
export function largestId(column: Uint32Array): number {
  const known = largestIds.get(column);
  if (known !== undefined) return known;
  const largest = largestOf(column);
  largestIds.set(column, largest);
  return largest;
}

function largestOf(column: Uint32Array): number {
  let largest = 0;
  for (let row = 0; row < column.length; row += 1) {
    const id = column[row] ?? 0;
    if (id > largest) largest = id;
  }
  return largest;
}
