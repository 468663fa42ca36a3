import type { Look, TableSort } from "../state/look.ts";
import { columnsOf, shownColumns, type Column } from "./columns.ts";
import type { Drawing } from "./drawing.ts";

/** What of a table is shown, and in which order: the same on the page, in the clipboard and in a file. */
export interface Arrangement {
  readonly offered: readonly Column[];
  readonly columns: readonly Column[];
  readonly sort: TableSort;
  /** The column that it is sorted by. */
  readonly by: Column;
  /** Text that rows are searched for; empty where all are shown. */
  readonly find: string;
}

/** @param offered the drawing's columns, where they are at hand: what a column has added up stays with it */
export function arrange(drawing: Drawing, look: Look, offered: readonly Column[] = columnsOf(drawing)): Arrangement {
  const columns = shownColumns(offered, look.columns[drawing.query.source]);
  const chosen = columns.find(({ id, ordered }) => id === look.sort.by && ordered !== null);
  const find = drawing.query.groupBy === "none" ? "" : look.find;
  if (chosen) return { offered, columns, sort: look.sort, by: chosen, find };
  const total = columns.find(({ id }) => id === "total");
  if (!total) throw new Error("A table has a total");
  return { offered, columns, sort: { by: total.id, descending: true }, by: total, find };
}
