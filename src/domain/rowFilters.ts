import type { Dimension } from "./dimensions.ts";
import { largestId } from "./largestId.ts";
import { spansOf, type Spans } from "./runsOfRows.ts";
import type { Segment } from "./segment.ts";

/** Keeps the rows whose dictionary number is one of a set. */
interface RowFilter {
  readonly dimension: Dimension;
  readonly ids: ReadonlySet<number>;
  /** 1 at each number that is kept; longer than the largest number of any column met so far. */
  mask: Uint8Array;
}

/** More numbers than any organization's dictionary has: beyond, a filter asks its set row by row, and only takes longer. */
const mostMasked = 2 ** 20;

/** The filters of one question, for all its segments. */
export class RowFilters {
  readonly #filters: readonly RowFilter[];
  #room = new Uint32Array(0);

  constructor(keep: Readonly<Partial<Record<Dimension, ReadonlySet<number>>>>) {
    // A key of `keep` is a Dimension by its type.
    const filters = Object.entries(keep).map(([name, ids]): RowFilter => ({ dimension: name as Dimension, ids, mask: new Uint8Array(0) }));
    // The fewest values leave the fewest rows to look at.
    this.#filters = filters.toSorted((a, b) => a.ids.size - b.ids.size);
  }

  /**
   * Row numbers that pass every filter, in order, to be read before the next call; `undefined` where all rows do. A filter
   * on a column that is not there keeps all.
   */
  passing(segment: Segment): Uint32Array | undefined {
    let rows: Uint32Array | undefined;
    for (const filter of this.#filters) {
      const column = segment.dimensions[filter.dimension];
      if (column) rows = this.#lookThrough(filter, column, rows);
    }
    return rows?.length === segment.rows ? undefined : rows;
  }

  /** The same rows as spans, where a single filter is on a column of long runs; else `undefined`. */
  spans(segment: Segment): Spans | undefined {
    const [filter, ...others] = this.#filters;
    if (!filter || others.length > 0) return undefined;
    const column = segment.dimensions[filter.dimension];
    const mask = column && maskFor(filter, column);
    return mask && spansOf(column, mask);
  }

  /** @param among the rows that other filters have kept; all where there was none */
  #lookThrough(filter: RowFilter, column: Uint32Array, among: Uint32Array | undefined): Uint32Array {
    const mask = maskFor(filter, column);
    const rows = this.#roomFor(column.length);
    if (!mask) return rows.subarray(0, fillSlowly(rows, among, column, filter.ids));
    return rows.subarray(0, among ? fillAgain(rows, among, column, mask) : fillPassing(rows, column, mask));
  }

  #roomFor(rows: number): Uint32Array {
    if (this.#room.length < rows) this.#room = new Uint32Array(2 * rows);
    return this.#room;
  }
}

/**
 * Writes down every row, and moves on past those that are kept: without a branch, because one that goes either way at
 * random costs several times the rest. Returns how many are kept. The first row stands before the loop, so that what the
 * engine has to know about the arrays is known when it gets there, and is not asked again for every row: twice as fast.
 */
function fillPassing(rows: Uint32Array, column: Uint32Array, mask: Uint8Array): number {
  const count = column.length;
  if (count === 0) return 0;
  rows[0] = 0;
  let length = mask[column[0] ?? 0] ?? 0;
  for (let row = 1; row < count; row += 1) {
    rows[length] = row;
    length += mask[column[row] ?? 0] ?? 0;
  }
  return length;
}

/** The same for rows that another filter has kept, which may stand in the same place. */
function fillAgain(rows: Uint32Array, among: Uint32Array, column: Uint32Array, mask: Uint8Array): number {
  let length = 0;
  for (let position = 0; position < among.length; position += 1) {
    const row = among[position] ?? 0;
    rows[length] = row;
    length += mask[column[row] ?? 0] ?? 0;
  }
  return length;
}

function fillSlowly(rows: Uint32Array, among: Uint32Array | undefined, column: Uint32Array, ids: ReadonlySet<number>): number {
  let length = 0;
  for (let position = 0; position < (among ?? column).length; position += 1) {
    const row = among ? (among[position] ?? 0) : position;
    if (ids.has(column[row] ?? 0)) rows[length++] = row;
  }
  return length;
}

/** A mask that has a place for every number of the column; `undefined` where that would be too long. */
function maskFor(filter: RowFilter, column: Uint32Array): Uint8Array | undefined {
  const largest = largestId(column);
  if (largest >= mostMasked) return undefined;
  if (filter.mask.length <= largest) {
    filter.mask = new Uint8Array(2 * (largest + 1));
    for (const id of filter.ids) if (id < filter.mask.length) filter.mask[id] = 1;
  }
  return filter.mask;
}
