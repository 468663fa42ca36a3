/** A column of dictionary numbers as runs of equal ones: run `k` holds the number `ids[k]` at the rows `[ends[k - 1], ends[k])`. */
export interface Runs {
  readonly ids: Uint32Array;
  readonly ends: Uint32Array;
}

/** Rows `[spans[0], spans[1])`, `[spans[2], spans[3])` and so on, in order. */
export type Spans = Uint32Array;

/** Shorter runs are no quicker to go through than their rows. */
const rowsPerRun = 8;
/** Columns never change, and are asked again and again; null is a column of short runs. */
const known = new WeakMap<Uint32Array, Runs | null>();

/**
 * The rows at whose number `mask` is 1, where the column is made of long runs, as a segment's first dimension is: such
 * rows are added up as quickly as all are, while others have to be written down one by one.
 */
export function spansOf(column: Uint32Array, mask: Uint8Array): Spans | undefined {
  const runs = runsOf(column);
  if (!runs) return undefined;
  const spans = new Uint32Array(2 * runs.ids.length);
  let length = 0;
  let start = 0;
  for (let run = 0; run < runs.ids.length; run += 1) {
    const end = runs.ends[run] ?? 0;
    if (mask[runs.ids[run] ?? 0] === 1) {
      // Beside what was kept last: the same span goes on.
      if (length > 0 && spans[length - 1] === start) length -= 2;
      else spans[length] = start;
      spans[length + 1] = end;
      length += 2;
    }
    start = end;
  }
  return spans.subarray(0, length);
}

/** The column as runs; null where they are short. */
export function runsOf(column: Uint32Array): Runs | null {
  let runs = known.get(column);
  if (runs === undefined) known.set(column, (runs = longRuns(column)));
  return runs;
}

function longRuns(column: Uint32Array): Runs | null {
  const most = Math.floor(column.length / rowsPerRun);
  const ids = new Uint32Array(most);
  const ends = new Uint32Array(most);
  let length = 0;
  for (let row = 0; row < column.length; row += 1) {
    const id = column[row] ?? 0;
    if (length > 0 && id === ids[length - 1]) {
      ends[length - 1] = row + 1;
      continue;
    }
    if (length === most) return null;
    ids[length] = id;
    ends[length] = row + 1;
    length += 1;
  }
  return { ids: ids.slice(0, length), ends: ends.slice(0, length) };
}
