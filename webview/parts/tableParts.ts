import { html, nothing, type TemplateResult } from "lit-html";
import { toNumber } from "../../src/domain/decimal.ts";
import type { TableSort } from "../state/look.ts";
import type { CellText, Column } from "../view/columns.ts";
import type { Drawing } from "../view/drawing.ts";
import { sparkPath } from "../view/sparkline.ts";
import { sortDownIcon, sortUpIcon } from "./icons.ts";
import type { PageActions } from "./pageActions.ts";
import { classOf, spark } from "./tableCells.ts";

/** What stands below the columns: of the rows that were found, then of all. */
export interface SumRow {
  readonly name: string;
  readonly cells: readonly CellText[];
}

/** Headings that are longer than this are cut; their tooltip says the rest. */
const mostHeading = 18;

/**
 * Widths of the columns in CSS, the name's left to what remains. They follow from headings and sums, which are the
 * longest numbers: a table whose columns move while it is scrolled cannot be read.
 */
export function columnWidths(columns: readonly Column[], sums: readonly SumRow[]): readonly (string | null)[] {
  return columns.map(({ kind, heading, room }, index) => {
    if (kind === "name") return null;
    if (kind === "share") return "var(--share-width)";
    if (kind === "trend") return "var(--trend-width)";
    const longest = Math.max(room?.() ?? 0, ...sums.map(({ cells }) => cells[index]?.text.length ?? 0));
    return `max(${String(Math.min(mostHeading, heading.length) * 1.1)}ch + 40px, ${String(longest)}ch + var(--cell-room))`;
  });
}

/** The columns' widths go in as properties: style attributes would be refused by the page's content security policy. */
export function columnGroup(widths: readonly (string | null)[]): TemplateResult {
  return html`<colgroup>
    ${widths.map((width) => html`<col .style=${width === null ? "" : `width:calc(${width})`} />`)}
  </colgroup>`;
}

export function tableWidth(widths: readonly (string | null)[]): string {
  return `min-width:calc(${["var(--name-least)", ...widths.filter((width) => width !== null)].join(" + ")})`;
}

export function headRow(columns: readonly Column[], sort: TableSort, actions: PageActions): TemplateResult {
  return html`<tr aria-rowindex="1">
    ${columns.map((column) => (column.ordered ? sortHeader(column, sort, actions) : html`<th scope="col" class=${classOf(column)}>${column.heading}</th>`))}
  </tr>`;
}

function sortHeader(column: Column, sort: TableSort, actions: PageActions): TemplateResult {
  const { id: by, heading } = column;
  const sorted = sort.by === by;
  const direction = sorted ? (sort.descending ? "descending" : "ascending") : "none";
  // Names are looked for from A on, amounts from the largest down.
  const descending = sorted ? !sort.descending : by !== "name";
  return html`<th scope="col" class=${classOf(column)} aria-sort=${direction}>
    <button
      class="sort"
      type="button"
      title=${heading.length > mostHeading ? heading : nothing}
      @click=${() => {
        actions.look({ sort: { by, descending } });
      }}
    >
      <span class="ellipsis">${heading}</span><span class="sort-icon" ?data-sorted=${sorted}>${sort.descending && sorted ? sortDownIcon : sortUpIcon}</span>
    </button>
  </th>`;
}

export function sumRow({ name, cells }: SumRow, columns: readonly Column[], rowIndex: number, drawing: Drawing): TemplateResult {
  return html`<tr aria-rowindex=${rowIndex}>
    ${columns.map((column, index) => {
      const { text = "", title = "" } = cells[index] ?? {};
      if (column.kind === "name") return html`<th scope="row" class="name">${name}</th>`;
      if (column.kind === "share") return html`<td class="share"><span class="share-text">${text}</span></td>`;
      if (column.kind === "trend") return html`<td class="trend">${name === "Total" ? spark(totalPath(drawing), "all") : nothing}</td>`;
      return html`<td class=${classOf(column)} title=${title || nothing}>${text}</td>`;
    })}
  </tr>`;
}

const totalPaths = new WeakMap<Drawing, string>();

function totalPath(drawing: Drawing): string {
  const { breakdown } = drawing;
  const known = totalPaths.get(drawing) ?? sparkPath(drawing, breakdown.bucketTotals.map((value) => (value ? toNumber(value) : Number.NaN)));
  totalPaths.set(drawing, known);
  return known;
}
