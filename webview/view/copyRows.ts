import { toTsv, type Cell } from "../../src/domain/csv.ts";
import type { Column } from "./columns.ts";
import type { Subject } from "./subjects.ts";

/** The columns of a table that can be written down: a course over time is in its buckets. */
export function writtenColumns(columns: readonly Column[]): readonly Column[] {
  return columns.filter(({ kind }) => kind !== "trend");
}

export function writtenHeading({ heading, copiedUnit }: Column): string {
  return copiedUnit === "" ? heading : `${heading} (${copiedUnit})`;
}

/** One row, its numbers in full. */
export function copyRow(columns: readonly Column[], subject: Subject): string {
  return toTsv([cellsOf(columns, subject)]);
}

/** Every row, below the headings. */
export function copyTable(columns: readonly Column[], rows: readonly Subject[]): string {
  const headings = writtenColumns(columns).map(writtenHeading);
  return toTsv([headings, ...rows.map((subject) => cellsOf(columns, subject))]);
}

/** One cell alone, as a person would type it: without the line's end. */
export function copyCell(column: Column, subject: Subject): string {
  return toTsv([[column.cell(subject).copied]]).slice(0, -1);
}

function cellsOf(columns: readonly Column[], subject: Subject): readonly Cell[] {
  return writtenColumns(columns).map((column) => column.cell(subject).copied);
}
