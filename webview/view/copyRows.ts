import { toTsv, type Cell } from "../../src/domain/csv.ts";
import type { Column } from "./columns.ts";
import type { Subject } from "./subjects.ts";

/** A column as it is written down, for the clipboard and for a file. */
export interface WrittenColumn {
  readonly id: string;
  readonly heading: string;
  readonly cell: (subject: Subject) => Cell;
}

/**
 * The columns of a table that can be written down: a course over time is in its buckets. What numbers that differ in
 * their units are counted in stands behind the first of them.
 */
export function writtenColumns(columns: readonly Column[]): readonly WrittenColumn[] {
  const written = columns
    .filter(({ kind }) => kind !== "trend")
    .flatMap(({ id, heading, copiedUnit, cell, beside }): readonly WrittenColumn[] => [
      { id, heading: copiedUnit === "" ? heading : `${heading} (${copiedUnit})`, cell: (subject) => cell(subject).copied },
      ...(beside ? [beside] : []),
    ]);
  return written.filter((column, index) => written.findIndex(({ id }) => id === column.id) === index);
}

/** One row, its numbers in full. */
export function copyRow(columns: readonly Column[], subject: Subject): string {
  return toTsv([writtenColumns(columns).map(({ cell }) => cell(subject))]);
}

/** Every row, below the headings. */
export function copyTable(columns: readonly Column[], rows: readonly Subject[]): string {
  const written = writtenColumns(columns);
  return toTsv([written.map(({ heading }) => heading), ...rows.map((subject) => written.map(({ cell }) => cell(subject)))]);
}

/** One cell alone, as a person would type it: without the line's end. */
export function copyCell(column: Column, subject: Subject): string {
  return toTsv([[column.cell(subject).copied]]).slice(0, -1);
}
