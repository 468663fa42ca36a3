import { html, noChange, nothing, type TemplateResult } from "lit-html";
import { createRef, ref } from "lit-html/directives/ref.js";
import { dimensionSpec } from "../../src/domain/dimensions.ts";
import { drillInto } from "../state/drill.ts";
import type { Look, TableSort } from "../state/look.ts";
import { arrange } from "../view/arrangement.ts";
import { columnsOf, type CellText, type Column } from "../view/columns.ts";
import type { Drawing } from "../view/drawing.ts";
import type { Series } from "../view/series.ts";
import type { Subject } from "../view/subjects.ts";
import { TableRows } from "../view/tableRows.ts";
import { ActiveCell } from "./activeCell.ts";
import { menuItem } from "./menu.ts";
import type { PageActions } from "./pageActions.ts";
import { Region } from "./region.ts";
import { spacerRow } from "./spacerRow.ts";
import { bodyRow } from "./tableCells.ts";
import { TableCopy } from "./tableCopy.ts";
import { columnGroup, columnWidths, headRow, sumRow, tableWidth, type SumRow } from "./tableParts.ts";
import { tableTools } from "./tableTools.ts";
import { mostPlainRows, nearSight, VirtualRows } from "./virtualRows.ts";

/** What the table shows at the moment: its keys and its scrolling act on this without the page's other parts. */
export interface TableView {
  readonly drawing: Drawing;
  readonly columns: readonly Column[];
  readonly rows: readonly Subject[];
  readonly slots: ReadonlyMap<Subject, number | "other">;
}

/** Every group with its numbers; the same as the chart's, none left out. */
export class BreakdownTable {
  readonly #rows = new TableRows();
  readonly #virtual = new VirtualRows();
  readonly #active = new ActiveCell();
  readonly #region = new Region(() => {
    this.afterRender();
  });
  readonly #copy: TableCopy;
  /** By itself: a row that the keys went to since the page was drawn is one that can be copied. */
  readonly #copyItems = new Region();
  readonly #body = createRef<HTMLElement>();
  readonly #actions: PageActions;
  #offered: { readonly drawing: Drawing; readonly columns: readonly Column[] } | undefined;
  #view: TableView | undefined;
  #summed: { readonly rows: readonly Subject[]; readonly shown: Map<Column, CellText>; readonly all: Map<Column, CellText> } | undefined;
  #hadFocus = false;
  /** Where the first row stood as the page began to draw itself; `undefined` once all rows are drawn. */
  #top: number | undefined;

  constructor(actions: PageActions) {
    this.#actions = actions;
    this.#copy = new TableCopy(actions);
  }

  template(drawing: Drawing, series: readonly Series[], look: Look): TemplateResult {
    this.#hadFocus = this.#hasFocus();
    this.#top = this.#body.value?.getBoundingClientRect().top;
    if (this.#offered?.drawing !== drawing) this.#offered = { drawing, columns: columnsOf(drawing) };
    const { offered, columns, sort, by, find } = arrange(drawing, look, this.#offered.columns);
    const rows = this.#rows.of(drawing, by, sort, find);
    const slots = new Map(drawing.subjects.slice(0, series.length).map((subject, index) => [subject, series[index]?.slot ?? "other"]));
    this.#view = { drawing, columns, rows, slots };
    return html`<section class="breakdown-panel" aria-label="Breakdown">
      ${tableTools({ drawing, offered, look, found: find.trim() === "" ? null : rows.length, copy: this.#copyItems.template(this.#copyMenu), openCopy: this.#openCopy, said: this.#copy.said(rows) }, this.#actions)}
      ${this.#table(this.#view, sort, find)}
    </section>`;
  }

  /**
   * Once the rows stand: the element that had the focus may show another row now, or be gone. The focus goes with what
   * it stood on, and stays in the table where that is gone.
   */
  afterRender(): void {
    const view = this.#view;
    if (!this.#hadFocus || !view) return;
    this.#hadFocus = false;
    const cell = this.#activeCell(view);
    if (!cell) this.#focus();
    else if (cell !== document.activeElement) cell.focus({ preventScroll: true });
  }

  #hasFocus(): boolean {
    return this.#body.value?.contains(document.activeElement) ?? false;
  }

  #table(view: TableView, sort: TableSort, find: string): TemplateResult {
    const { drawing, columns, rows } = view;
    const label = drawing.query.groupBy === "none" ? "Group" : dimensionSpec(drawing.query.groupBy).label;
    const scrolls = rows.length > mostPlainRows;
    const sums = this.#sums(columns, rows, find.trim() !== "");
    const widths = columnWidths(columns, sums);
    return html`<div
      class="table-scroll"
      ${ref(this.#virtual.container)}
      ?data-scrolls=${scrolls}
      ?data-found=${sums.length > 1}
      ?data-many=${columns.length > 5}
      tabindex=${scrolls ? 0 : nothing}
      role=${scrolls ? "region" : nothing}
      aria-label=${scrolls ? `Breakdown by ${label}, scrollable` : nothing}
      @scroll=${(event: Event) => {
        if (event.currentTarget instanceof Element && this.#virtual.scrolled(event.currentTarget)) this.#region.redraw();
      }}
    >
      <table class="breakdown" aria-label=${`${drawing.metric.label} by ${label}`} aria-describedby="table-keys" aria-rowcount=${rows.length + 1 + sums.length} .style=${tableWidth(widths)}>
        ${columnGroup(widths)}
        <thead>
          ${headRow(columns, sort, this.#actions)}
        </thead>
        <tbody ${ref(this.#body)} ?data-opens=${drawing.query.groupBy !== "none"} @click=${this.#click} @keydown=${this.#keydown} @focusin=${this.#focusin}>
          ${rows.length === 0 ? nothingFound(columns.length, find, this.#actions) : this.#region.template(() => this.#bodyRows())}
        </tbody>
        <tfoot>
          ${sums.map((sum, index) => sumRow(sum, columns, rows.length + 2 + index, drawing))}
        </tfoot>
      </table>
      <p class="sr" id="table-keys">Up and down arrow keys move from row to row, left and right from cell to cell. Enter shows what is behind a row. Control and C copy a row or a cell.</p>
    </div>`;
  }

  /** Added up once for the same rows: a cell of one may stand for a hundred thousand. */
  #sums(columns: readonly Column[], rows: readonly Subject[], found: boolean): readonly SumRow[] {
    if (this.#summed?.rows !== rows) this.#summed = { rows, shown: new Map(), all: new Map() };
    const { shown, all } = this.#summed;
    const cells = (kept: Map<Column, CellText>, of: readonly Subject[] | "all"): readonly CellText[] =>
      columns.map((column) => {
        const cell = kept.get(column) ?? column.sum(of);
        kept.set(column, cell);
        return cell;
      });
    const total: SumRow = { name: "Total", cells: cells(all, "all") };
    return found ? [{ name: "Shown", cells: cells(shown, rows) }, total] : [total];
  }

  #bodyRows(): TemplateResult {
    const view = this.#view;
    if (!view) return html``;
    this.#hadFocus ||= this.#hasFocus();
    const { drawing, columns, rows, slots } = view;
    const active = this.#active.row(rows);
    const stop = this.#active.column(columns);
    const opens = drawing.query.groupBy !== "none";
    // Not by subject: rows that scroll are shown in the elements of those that went, since new ones cost several times as much.
    const top = rows.length > mostPlainRows ? undefined : this.#top;
    this.#top = undefined;
    if (top !== undefined) this.#region.redraw();
    const items = this.#virtual.around(rows.length, active).map((item) => {
      if ("space" in item) return spacerRow(item.space, columns.length);
      if (top !== undefined && item.row !== active && !nearSight(top, item.row)) return noChange; // until the next frame
      const subject = rows[item.row];
      if (!subject) return nothing;
      return bodyRow({ subject, rowIndex: item.row + 2, columns, slot: slots.get(subject) ?? "other", drawing, stop: item.row === (active ?? 0) ? stop : undefined, opens });
    });
    return html`${items}`;
  }

  /** Shows what is behind a row, where there is anything. */
  #open(row: number | undefined): void {
    const view = this.#view;
    const subject = view?.rows[row ?? -1];
    if (!view || !subject || view.drawing.query.groupBy === "none") return;
    this.#active.clear(); // what it stood on is not in the table that comes
    this.#actions.drill(drillInto(view.drawing.query, subject.value));
  }

  /** Anywhere on a row opens it, except at the end of marking a text. */
  readonly #click = ({ target }: Event): void => {
    if (target instanceof Element && (target.closest("button") || document.getSelection()?.isCollapsed !== false)) this.#open(rowOf(target));
  };

  readonly #copyMenu = (): TemplateResult => html`${this.#view && this.#copy.items(this.#view, this.#active).map(menuItem)}`;

  readonly #openCopy = (): void => {
    this.#copyItems.draw();
  };

  readonly #focusin = ({ target }: FocusEvent): void => {
    const place = target instanceof Element ? placeOf(target) : undefined;
    if (!place || !this.#view) return;
    this.#active.set(this.#view.rows, place.row, place.column);
    this.#region.redraw(); // the Tab key comes back to where it left
  };

  readonly #keydown = (event: KeyboardEvent): void => {
    const view = this.#view;
    if (!view) return;
    const chord = event.ctrlKey || event.metaKey;
    if (chord && event.key.toLowerCase() === "c" && document.getSelection()?.isCollapsed !== false) {
      event.preventDefault();
      this.#copy.active(view, this.#active);
    } else if (event.key === "Enter" && event.target instanceof HTMLTableCellElement) {
      this.#open(this.#active.row(view.rows));
    } else if (!chord && !event.altKey && this.#active.move(event.key, view.rows, view.columns)) {
      event.preventDefault();
      this.#focus();
    }
  };

  /** The cell comes into being with the drawing, out of sight where it is far. */
  #focus(): void {
    const view = this.#view;
    if (!view || view.rows.length === 0) return;
    this.#active.set(view.rows, this.#active.row(view.rows) ?? 0, this.#active.column(view.columns));
    this.#region.draw();
    const cell = this.#activeCell(view);
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" }); // also where it had the focus already
  }

  #activeCell({ rows, columns }: TableView): HTMLElement | null | undefined {
    const row = this.#active.row(rows);
    return row === undefined ? undefined : this.#body.value?.querySelector<HTMLElement>(`tr[aria-rowindex="${String(row + 2)}"] [data-column="${this.#active.column(columns)}"]`);
  }
}

function nothingFound(columns: number, find: string, actions: PageActions): TemplateResult {
  const clear = html`<button
    class="link"
    type="button"
    @click=${() => {
      actions.look({ find: "" });
    }}
  >
    Show all
  </button>`;
  return html`<tr><td class="none-found" colspan=${columns}>Nothing here is called “${find.trim()}”. ${clear}</td></tr>`;
}

function placeOf(target: Element): { readonly row: number; readonly column: string } | undefined {
  const column = target.closest("[data-column]")?.getAttribute("data-column");
  const row = rowOf(target);
  return column && row >= 0 ? { row, column } : undefined;
}

function rowOf(target: Element): number {
  return Number(target.closest("tr")?.getAttribute("aria-rowindex")) - 2;
}
