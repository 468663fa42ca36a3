import { copyText } from "../clipboard.ts";
import { copyCell, copyRow, copyTable } from "../view/copyRows.ts";
import { count } from "../view/words.ts";
import type { ActiveCell } from "./activeCell.ts";
import type { TableView } from "./breakdownTable.ts";
import type { MenuItem } from "./menu.ts";
import type { PageActions } from "./pageActions.ts";

/** Takes rows, a row or a cell to the clipboard, and says what went there. */
export class TableCopy {
  readonly #actions: PageActions;
  #said: { readonly rows: TableView["rows"]; readonly text: string } | undefined;

  constructor(actions: PageActions) {
    this.#actions = actions;
  }

  /** What was copied last, as long as the same rows are shown. */
  said(rows: TableView["rows"]): string {
    return this.#said?.rows === rows ? this.#said.text : "";
  }

  items(view: TableView, active: ActiveCell): readonly MenuItem[] {
    const { rows, columns } = view;
    const row = rows[active.row(rows) ?? -1];
    const column = columns.find(({ id }) => id === active.column(columns));
    return [
      { label: "Copy table", hint: count(rows.length, "row"), choose: () => void this.#copy(view, copyTable(columns, rows), count(rows.length, "row")) },
      { label: "Copy row", hint: row?.name ?? "", disabled: !row, choose: () => { if (row) void this.#copy(view, copyRow(columns, row), `the row of ${row.name}`); } },
      {
        ...{ label: "Copy cell", hint: (row && column?.cell(row).text) ?? "", disabled: !row || !column || column.kind === "trend" },
        choose: () => { if (row && column) void this.#copy(view, copyCell(column, row), `${column.heading} of ${row.name}`); },
      },
    ];
  }

  /** What the keys stand on: on a name the whole row, else the cell. */
  active(view: TableView, active: ActiveCell): void {
    const { rows, columns } = view;
    const row = rows[active.row(rows) ?? -1];
    const column = columns.find(({ id }) => id === active.column(columns));
    if (!row || !column) return;
    if (column.kind === "name" || column.kind === "trend") void this.#copy(view, copyRow(columns, row), `the row of ${row.name}`);
    else void this.#copy(view, copyCell(column, row), `${column.heading} of ${row.name}`);
  }

  async #copy({ rows }: TableView, text: string, what: string): Promise<void> {
    const there = await copyText(text);
    this.#said = there ? { rows, text: `Copied ${what}.` } : undefined;
    if (there) this.#actions.redraw();
    else this.#actions.tell("Nothing was copied: this window may not write to the clipboard. Use Export instead.");
  }
}
