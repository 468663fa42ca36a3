import { html, nothing, type TemplateResult } from "lit-html";
import type { Column } from "../view/columns.ts";
import type { Drawing } from "../view/drawing.ts";
import { sparkHeight, sparkPath, sparkWidth } from "../view/sparkline.ts";
import type { Subject } from "../view/subjects.ts";
import { swatch } from "./swatch.ts";

type Slot = number | "other";

export interface RowInput {
  readonly subject: Subject;
  readonly rowIndex: number;
  readonly columns: readonly Column[];
  readonly slot: Slot;
  readonly drawing: Drawing;
  /** Column whose cell the Tab key comes to; `undefined` in all rows but one. */
  readonly stop: string | undefined;
  /** There is something behind it, which a click on the row shows. */
  readonly opens: boolean;
}

export function bodyRow(input: RowInput): TemplateResult {
  return html`<tr aria-rowindex=${input.rowIndex}>
    ${input.columns.map((column) => (column.kind === "name" ? nameCell(input, column) : valueCell(input, column)))}
  </tr>`;
}

function valueCell({ subject, slot, stop, drawing }: RowInput, column: Column): TemplateResult {
  const { text, title } = column.cell(subject);
  const tabindex = stop === column.id ? 0 : -1;
  return html`<td class=${classOf(column)} data-column=${column.id} tabindex=${tabindex} title=${title || nothing}>${content(column, text, subject, slot, drawing)}</td>`;
}

/** The chosen number is found by its own class; the others are only numbers. */
export function classOf({ id, kind }: Column): string {
  return id === "total" ? "amount" : kind;
}

function content({ kind }: Column, text: string, subject: Subject, slot: Slot, drawing: Drawing): TemplateResult | string {
  if (kind === "share") return html`<span class="share-cell">${shareBar(subject.share, slot)}<span class="share-text">${text}</span></span>`;
  return kind === "trend" ? spark(pathOf(subject, drawing), slot) : text;
}

function nameCell({ subject, slot, stop, opens }: RowInput, column: Column): TemplateResult {
  const { text, title } = column.cell(subject);
  const tabindex = stop === column.id ? 0 : -1;
  const name = opens
    ? html`<button class="subject-name" type="button" data-column=${column.id} tabindex=${tabindex} ?data-faint=${subject.unattributed}>${text}</button>`
    : html`<span class="subject-name" data-column=${column.id} tabindex=${tabindex}>${text}</span>`;
  return html`<th scope="row" class="name" title=${title}>
    <span class="subject">${swatch(slot)}${name}${subject.archived ? html`<span class="mark">archived</span>` : nothing}</span>
  </th>`;
}

function shareBar(share: number | undefined, slot: Slot): TemplateResult {
  const width = `${String(Math.min(100, Math.max(0, (share ?? 0) * 100)))}%`;
  return html`<svg class="share-bar" height="6" aria-hidden="true">
    <rect class="share-track" width="100%" height="6" rx="3"></rect>
    <rect class=${`series-${String(slot)}`} width=${width} height="6" rx="3"></rect>
  </svg>`;
}

/** Says nothing that the buckets do not say in figures. */
export function spark(path: string, slot: Slot | "all"): TemplateResult {
  return html`<svg class=${`spark series-${String(slot)}`} viewBox=${`0 0 ${String(sparkWidth)} ${String(sparkHeight)}`} preserveAspectRatio="none" aria-hidden="true">
    <path d=${path}></path>
  </svg>`;
}

const paths = new WeakMap<Subject, string>();

function pathOf(subject: Subject, drawing: Drawing): string {
  const known = paths.get(subject) ?? sparkPath(drawing, subject.group.line());
  paths.set(subject, known);
  return known;
}
