import { compare } from "../../src/domain/decimal.ts";
import type { TableSort } from "../state/look.ts";
import type { Drawing } from "./drawing.ts";
import type { Subject } from "./subjects.ts";

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** Subjects in the order of the table. */
export class TableRows {
  #drawing: Drawing | undefined;
  #sort: TableSort | undefined;
  #rows: readonly Subject[] = [];

  of(drawing: Drawing, sort: TableSort): readonly Subject[] {
    if (this.#drawing !== drawing || this.#sort !== sort) {
      this.#rows = drawing.subjects.toSorted((a, b) => (sort.descending ? -1 : 1) * order(a, b, sort));
      this.#drawing = drawing;
      this.#sort = sort;
    }
    return this.#rows;
  }
}

function order(a: Subject, b: Subject, sort: TableSort): number {
  switch (sort.by) {
    case "name":
      return collator.compare(a.name, b.name);
    default:
      return compareTotals(a, b);
  }
}

/** A share is the total over one common whole, so both columns sort by the exact total. Nothing comes below zero. */
function compareTotals(a: Subject, b: Subject): number {
  if (!a.total || !b.total) return Number(a.total !== undefined) - Number(b.total !== undefined);
  return compare(a.total, b.total);
}
