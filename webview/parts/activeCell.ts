import type { Column } from "../view/columns.ts";
import type { Subject } from "../view/subjects.ts";

/** Rows that a page of keys goes over. */
const page = 20;

/**
 * Which cell the keys stand on. It is remembered by what it is about and not by its place: rows are sorted, searched
 * and restated under it.
 */
export class ActiveCell {
  #value: string | null | undefined;
  #row = 0;
  #column = "name";

  /** Place of the active row; where what it was about is gone, the one that came into its place. */
  row(rows: readonly Subject[]): number | undefined {
    if (this.#value === undefined || rows.length === 0) return undefined;
    if (rows[this.#row]?.value !== this.#value) {
      const found = rows.findIndex(({ value }) => value === this.#value);
      this.set(rows, found >= 0 ? found : Math.min(this.#row, rows.length - 1), this.#column);
    }
    return this.#row;
  }

  column(columns: readonly Column[]): string {
    return columns.some(({ id }) => id === this.#column) ? this.#column : "name";
  }

  set(rows: readonly Subject[], row: number, column: string): void {
    this.#value = rows[row]?.value;
    this.#row = row;
    this.#column = column;
  }

  clear(): void {
    this.#value = undefined;
    this.#row = 0;
    this.#column = "name";
  }

  /** Moves as a key says. @returns whether it is a key that moves */
  move(key: string, rows: readonly Subject[], columns: readonly Column[]): boolean {
    const row = this.row(rows) ?? 0;
    const column = columns.findIndex(({ id }) => id === this.column(columns));
    const rowSteps: Readonly<Record<string, number>> = { ArrowUp: row - 1, ArrowDown: row + 1, PageUp: row - page, PageDown: row + page, Home: 0, End: rows.length - 1 };
    const columnSteps: Readonly<Record<string, number>> = { ArrowLeft: column - 1, ArrowRight: column + 1 };
    const next = rowSteps[key] ?? (key in columnSteps ? row : undefined);
    if (next === undefined) return false;
    this.set(rows, within(next, rows.length), columns[within(columnSteps[key] ?? column, columns.length)]?.id ?? "name");
    return true;
  }
}

function within(place: number, count: number): number {
  return Math.max(0, Math.min(count - 1, place));
}
