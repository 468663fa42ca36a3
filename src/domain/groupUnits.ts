import type { Ask } from "./aggregate.ts";
import { groupSlots, type GroupSlots } from "./groupSlots.ts";
import { eachRun, gridOf, pickRows, rowAt, type Picks } from "./pickedRows.ts";
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

/** In the place of a unit's number: a slot without a row, and one whose rows differ. */
const unseen = -1;
const mixed = -2;

/** The units of each group of `ask`, by dictionary number of the group, and of all groups taken together. */
export class GroupUnits {
  readonly #groups = new Map<number, GroupUnit>();

  constructor(segments: Iterable<Segment>, ask: Ask) {
    const grid = gridOf(ask);
    const filters = new RowFilters(ask.keep);
    const asked = [...segments];
    const groups = groupSlots(asked.map((segment) => pickRows(segment, ask, filters)));
    const units = new Int32Array(groups.size).fill(unseen);
    const lacking = new Uint8Array(groups.size);
    asked.forEach((segment, index) => {
      const part = groups.parts[index];
      if (!part) return;
      const columns = columnsOf(segment);
      eachRun(grid, part.rows, (_, picks, first, end) => {
        joinRows(units, lacking, columns, picks, part.slots, first, end);
      });
    });
    this.#keep(groups, units, lacking);
  }

  of(group: number): GroupUnit {
    return this.#groups.get(group) ?? none;
  }

  /** Of some groups together. */
  ofAll(groups: Iterable<number>): GroupUnit {
    let unit = unseen;
    let whole = true;
    for (const group of groups) {
      const own = this.of(group);
      unit = joined(unit, own.unit ?? mixed);
      whole &&= own.whole;
    }
    return unit === unseen ? none : { unit: unit === mixed ? undefined : unit, whole };
  }

  #keep(groups: GroupSlots, units: Int32Array, lacking: Uint8Array): void {
    units.forEach((unit, slot) => {
      if (unit !== unseen) this.#groups.set(groups.idOf(slot), { unit: unit === mixed ? undefined : unit, whole: lacking[slot] === 0 });
    });
  }
}

function joined(known: number, unit: number): number {
  if (known === unseen || known === unit) return unit;
  if (unit === 0) return known;
  return known === 0 ? unit : mixed;
}

interface Columns {
  readonly units: Uint32Array;
  /** Whole parts, NaN where nothing is reported. */
  readonly amount: Float64Array;
  readonly quantity: Float64Array;
}

function columnsOf({ units, decimals, rows }: Segment): Columns {
  const [amount, quantity] = [decimals["amount"]?.whole, decimals["quantity"]?.whole];
  return { units: units ?? new Uint32Array(rows), amount: amount ?? unreported(rows), quantity: quantity ?? unreported(rows) };
}

let shared = new Float64Array(0);

/** A column of at least so many rows that report nothing. Never written to. */
function unreported(rows: number): Float64Array {
  if (shared.length < rows) shared = new Float64Array(Math.max(rows, 2 * shared.length)).fill(Number.NaN);
  return shared;
}

/** Every row once, as in `addRows`: nothing is made, and nothing is looked up but in arrays. */
function joinRows(units: Int32Array, lacking: Uint8Array, { units: unitOf, amount, quantity }: Columns, picks: Picks, slots: Uint32Array, first: number, end: number): void {
  for (let position = first; position < end; position += 1) {
    const row = rowAt(picks, position);
    const slot = slots[row] ?? 0;
    // A unit without a quantity counts nothing.
    const unit = Number.isNaN(quantity[row] ?? Number.NaN) ? 0 : (unitOf[row] ?? 0);
    if (unit === 0 || Number.isNaN(amount[row] ?? Number.NaN)) lacking[slot] = 1;
    const known = units[slot] ?? unseen;
    if (known !== unit) units[slot] = joined(known, unit);
  }
}
