import { breakDown, type Ask, type Breakdown, type Group } from "../../src/domain/aggregate.ts";
import { add, type Decimal } from "../../src/domain/decimal.ts";
import { GroupUnits } from "../../src/domain/groupUnits.ts";
import type { Segment } from "../../src/domain/segment.ts";
import type { Metric } from "../../src/domain/sources.ts";
import { askOf, type Drawing } from "./drawing.ts";
import type { Subject } from "./subjects.ts";

/** One number of every subject. */
export interface Values {
  of(subject: Subject): Decimal | undefined;
  readonly total: Decimal | undefined;
  /** Whether the subject has rows here, whatever they report. */
  has(subject: Subject): boolean;
  /** Place of a subject when the largest comes first; what has none counts as zero, and what is not there comes last. */
  rank(subject: Subject): number;
}

/** Costs rows' quantity: a metric of the rows, though none that can be asked for, since units differ from row to row. */
const quantityMetric: Metric = { id: "quantity", label: "Quantity", unit: "quantity", of: [], over: "sum" };

/** What the columns of a drawing read beside its own numbers: one pass over the rows for each, when it is first read. */
export class ColumnData {
  readonly #drawing: Drawing;
  readonly #metrics = new Map<string, Values>();
  #ask: Ask | undefined;
  #segments: readonly Segment[] | undefined;
  #units: GroupUnits | undefined;
  #before: Values | undefined;

  constructor(drawing: Drawing) {
    this.#drawing = drawing;
  }

  metric(metric: Metric): Values {
    const known = this.#metrics.get(metric.id);
    if (known) return known;
    const made = new GroupValues(breakDown(this.#rows(), { ...this.#question(), metric }));
    this.#metrics.set(metric.id, made);
    return made;
  }

  get quantity(): Values {
    return this.metric(quantityMetric);
  }

  get units(): GroupUnits {
    return (this.#units ??= new GroupUnits(this.#rows(), this.#question()));
  }

  /** The same number in the period before. */
  get before(): Values {
    return (this.#before ??= new GroupValues(this.#drawing.before?.breakdown ?? { groups: [], total: undefined }));
  }

  #question(): Ask {
    const { query, resolved, rows } = this.#drawing;
    return (this.#ask ??= askOf(query, resolved, rows));
  }

  #rows(): readonly Segment[] {
    const { rows, resolved } = this.#drawing;
    return (this.#segments ??= rows.segments.filter(({ day }) => day >= resolved.days.from && day < resolved.days.to));
  }
}

type Totals = Pick<Breakdown, "total"> & { readonly groups: readonly Pick<Group, "id" | "total">[] };

class GroupValues implements Values {
  readonly total: Decimal | undefined;
  readonly #places = new Map<number, number>();
  readonly #groups: Totals["groups"];

  constructor({ groups, total }: Totals) {
    this.total = total;
    this.#groups = groups;
    groups.forEach(({ id }, place) => this.#places.set(id, place));
  }

  of({ group }: Subject): Decimal | undefined {
    return this.#groups[this.#places.get(group.id) ?? -1]?.total;
  }

  has({ group }: Subject): boolean {
    return this.#places.has(group.id);
  }

  rank({ group }: Subject): number {
    return this.#places.get(group.id) ?? Number.POSITIVE_INFINITY;
  }
}

const known = new WeakMap<Drawing, ColumnData>();

export function columnData(drawing: Drawing): ColumnData {
  const found = known.get(drawing) ?? new ColumnData(drawing);
  known.set(drawing, found);
  return found;
}

/** The exact sum of what is reported; nothing where nothing is. */
export function sumOf(values: Iterable<Decimal | undefined>): Decimal | undefined {
  let sum: Decimal | undefined;
  for (const value of values) if (value) sum = sum ? add(sum, value) : value;
  return sum;
}
