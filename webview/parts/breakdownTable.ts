import { html, nothing, type TemplateResult } from "lit-html";
import { dimensionSpec } from "../../src/domain/dimensions.ts";
import { writeShare, writeValue } from "../../src/domain/measure.ts";
import type { TableSort } from "../state/look.ts";
import type { Drawing } from "../view/drawing.ts";
import { exactText } from "../view/exact.ts";
import type { Series } from "../view/series.ts";
import type { Subject } from "../view/subjects.ts";
import { TableRows } from "../view/tableRows.ts";
import { sortDownIcon, sortUpIcon } from "./icons.ts";
import type { PageActions } from "./pageActions.ts";
import { spacerRow } from "./spacerRow.ts";
import { swatch } from "./swatch.ts";
import { mostPlainRows, VirtualRows } from "./virtualRows.ts";

/** Every group with its total and share; the same numbers as the chart, none left out. */
export class BreakdownTable {
  readonly #rows = new TableRows();
  readonly #virtual = new VirtualRows();

  template(drawing: Drawing, series: readonly Series[], sort: TableSort, actions: PageActions): TemplateResult {
    const { groupBy } = drawing.query;
    const label = groupBy === "none" ? "Group" : dimensionSpec(groupBy).label;
    const rows = this.#rows.of(drawing, sort);
    const shown = this.#virtual.window(rows.length);
    const slots = new Map(drawing.subjects.slice(0, series.length).map((subject, index) => [subject, series[index]?.slot ?? "other"]));
    const scrolls = rows.length > mostPlainRows;
    const header = (by: string, text: string): TemplateResult => sortHeader(by, text, sort, actions);
    return html`<div
      class="table-scroll"
      ?data-scrolls=${scrolls}
      tabindex=${scrolls ? 0 : nothing}
      role=${scrolls ? "region" : nothing}
      aria-label=${scrolls ? `Breakdown by ${label}, scrollable` : nothing}
      @scroll=${(event: Event) => {
        if (event.currentTarget instanceof Element && this.#virtual.scrolled(event.currentTarget)) actions.redraw();
      }}
    >
      <table class="breakdown" aria-label=${`${drawing.metric.label} by ${label}`} aria-rowcount=${rows.length + 2}>
        <thead>
          <tr aria-rowindex="1">${header("name", label)}${header("total", drawing.metric.label)}${header("share", "Share")}</tr>
        </thead>
        <tbody>
          ${spacerRow(shown.above, 3)}
          ${rows.slice(shown.from, shown.to).map((subject, index) => bodyRow(subject, slots.get(subject) ?? "other", shown.from + index + 2, drawing))}
          ${spacerRow(shown.below, 3)}
        </tbody>
        <tfoot>
          <tr aria-rowindex=${rows.length + 2}>
            <th scope="row">Total</th>
            <td class="amount" title=${exactText(drawing.breakdown.total, drawing.metric.unit)}>${writeValue(drawing.breakdown.total, drawing.metric.unit)}</td>
            <td class="share"><span class="share-text">${drawing.breakdown.total ? "100%" : writeShare(undefined)}</span></td>
          </tr>
        </tfoot>
      </table>
    </div>`;
  }
}

function sortHeader(by: string, text: string, sort: TableSort, actions: PageActions): TemplateResult {
  const sorted = sort.by === by;
  const direction = sorted ? (sort.descending ? "descending" : "ascending") : "none";
  // Names are looked for from A on, amounts from the largest down.
  const descending = sorted ? !sort.descending : by !== "name";
  return html`<th scope="col" class=${`by-${by}`} aria-sort=${direction}>
    <button
      class="sort"
      type="button"
      @click=${() => {
        actions.look({ sort: { by, descending } });
      }}
    >
      <span>${text}</span><span class="sort-icon" ?data-sorted=${sorted}>${sort.descending && sorted ? sortDownIcon : sortUpIcon}</span>
    </button>
  </th>`;
}

function bodyRow(subject: Subject, slot: number | "other", rowIndex: number, drawing: Drawing): TemplateResult {
  const { unit } = drawing.metric;
  return html`<tr aria-rowindex=${rowIndex}>
    <th scope="row" title=${subject.id === null ? subject.name : `${subject.name} (${subject.id})`}>
      <span class="subject">
        ${swatch(slot)}<span class="subject-name" ?data-faint=${subject.unattributed}>${subject.name}</span>
        ${subject.archived ? html`<span class="mark">archived</span>` : nothing}
      </span>
    </th>
    <td class="amount" title=${exactText(subject.total, unit)}>${writeValue(subject.total, unit)}</td>
    <td class="share">
      <span class="share-cell">${shareBar(subject.share, slot)}<span class="share-text">${writeShare(subject.share)}</span></span>
    </td>
  </tr>`;
}

function shareBar(share: number | undefined, slot: number | "other"): TemplateResult {
  const width = `${String(Math.min(100, Math.max(0, (share ?? 0) * 100)))}%`;
  return html`<svg class="share-bar" height="6" aria-hidden="true">
    <rect class="share-track" width="100%" height="6" rx="3"></rect>
    <rect class=${`series-${String(slot)}`} width=${width} height="6" rx="3"></rect>
  </svg>`;
}
