import type { Ask } from "./aggregate.ts";
import { eachRun, gridOf, pickRows, rowAt } from "./pickedRows.ts";
import { RowFilters } from "./rowFilters.ts";
import type { Segment } from "./segment.ts";

/** What the costs rows of a group count their quantity in. */
export interface GroupUnit {
  /** Dictionary number of the one unit of all rows that have one; 0 where none has, `undefined` where they differ. */
  readonly unit: number | undefined;
  /** Every row reports an amount, a quantity and a unit: a price needs that, and one unit. */
  readonly whole: boolean;
}

const none: GroupUnit = { unit: 0, whole: false };

/** The units of each group of `ask`, by dictionary number of the group, and of all groups taken together. */
export class GroupUnits {
  readonly #groups = new Map<number, GroupUnit>();

  constructor(segments: Iterable<Segment>, ask: Ask) {
    const grid = gridOf(ask);
    const filters = new RowFilters(ask.keep);
    for (const segment of segments) {
      const rows = pickRows(segment, ask, filters);
      const row = rowReader(segment);
      eachRun(grid, rows, (_, picks, first, end) => {
        for (let position = first; position < end; position += 1) {
          const at = rowAt(picks, position);
          const group = rows.ids?.[at] ?? 0;
          const known = this.#groups.get(group);
          const next = join(known, row.unit(at), row.whole(at));
          if (next !== known) this.#groups.set(group, next);
        }
      });
    }
  }

  of(group: number): GroupUnit {
    return this.#groups.get(group) ?? none;
  }

  /** Of some groups together. */
  ofAll(groups: Iterable<number>): GroupUnit {
    let all: GroupUnit | undefined;
    for (const group of groups) {
      const { unit, whole } = this.of(group);
      all = join(all, unit, whole);
    }
    return all ?? none;
  }
}

/** The same object where nothing changed: most rows of a group are alike. */
function join(known: GroupUnit | undefined, unit: number | undefined, whole: boolean): GroupUnit {
  if (!known) return { unit, whole };
  const joined = known.unit === undefined || unit === 0 ? known.unit : known.unit === 0 || known.unit === unit ? unit : undefined;
  const both = known.whole && whole;
  return joined === known.unit && both === known.whole ? known : { unit: joined, whole: both };
}

function rowReader({ units, decimals }: Segment): { readonly unit: (row: number) => number; readonly whole: (row: number) => boolean } {
  const amount = decimals["amount"]?.whole;
  const quantity = decimals["quantity"]?.whole;
  const reports = (column: Float64Array | undefined, row: number): boolean => !Number.isNaN(column?.[row] ?? Number.NaN);
  // A unit without a quantity counts nothing.
  const unit = (row: number): number => (reports(quantity, row) ? (units?.[row] ?? 0) : 0);
  return { unit, whole: (row) => unit(row) !== 0 && reports(amount, row) };
}
