import type { Dimension } from "./dimensions.ts";
import type { Segment } from "./segment.ts";

/** Keeps the rows whose dictionary number is one of a set. */
interface RowFilter {
  readonly dimension: Dimension;
  readonly ids: ReadonlySet<number>;
  /** 1 at each number below `masked` that is kept. */
  readonly mask: Uint8Array;
}

/** A power of two, and more numbers than any organization's dictionary has; larger ones only take longer. */
const masked = 2 ** 20;

/** The filters of one question, for all its segments. */
export class RowFilters {
  readonly #filters: readonly RowFilter[];
  #scratch = new Uint32Array(0);

  constructor(keep: Readonly<Partial<Record<Dimension, ReadonlySet<number>>>>) {
    // A key of `keep` is a Dimension by its type.
    this.#filters = Object.entries(keep).map(([name, ids]) => ({ dimension: name as Dimension, ids, mask: maskOf(ids) }));
  }

  /** Row numbers that pass every filter; `undefined` where all rows do. A filter on a column that is not there keeps all. */
  passing(segment: Segment): Uint32Array | undefined {
    let passing: Uint32Array | undefined;
    for (const filter of this.#filters) {
      const column = segment.dimensions[filter.dimension];
      if (column) passing = passing ? passing.filter((row) => filter.ids.has(column[row] ?? 0)) : this.#passing(segment.rows, column, filter);
    }
    return passing;
  }

  #passing(count: number, column: Uint32Array, { mask, ids }: RowFilter): Uint32Array {
    if (this.#scratch.length < count) this.#scratch = new Uint32Array(count);
    const length = fillPassing(this.#scratch, count, column, mask);
    if (length >= 0) return this.#scratch.slice(0, length);
    return Uint32Array.from({ length: count }, (_, row) => row).filter((row) => ids.has(column[row] ?? 0));
  }
}

/**
 * Writes down every row, and moves on past those that are kept: without a branch, because one that goes either way at
 * random costs several times the rest. Returns how many are kept, or -1 where a number is too large for the mask.
 */
function fillPassing(rows: Uint32Array, count: number, column: Uint32Array, mask: Uint8Array): number {
  let seen = 0;
  let length = 0;
  for (let row = 0; row < count; row += 1) {
    const id = column[row] ?? 0;
    rows[length] = row;
    length += mask[id & (masked - 1)] ?? 0;
    seen |= id;
  }
  return seen >>> 0 < masked ? length : -1;
}

function maskOf(ids: ReadonlySet<number>): Uint8Array {
  const mask = new Uint8Array(masked);
  for (const id of ids) if (id < masked) mask[id] = 1;
  return mask;
}
