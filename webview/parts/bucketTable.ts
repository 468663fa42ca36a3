import { html, nothing, type TemplateResult } from "lit-html";
import { ref } from "lit-html/directives/ref.js";
import { repeat } from "lit-html/directives/repeat.js";
import { writeValue } from "../../src/domain/measure.ts";
import type { Unit } from "../../src/domain/sources.ts";
import { beyondOf, type Beyond } from "../view/before.ts";
import { bucketName, traitRemark } from "../view/bucketTraits.ts";
import type { ChartInput } from "../view/chartInput.ts";
import { exactText } from "../view/exact.ts";
import { daysText } from "../view/localTime.ts";
import { partBefore, partExact, partText } from "../view/plot.ts";
import { count } from "../view/words.ts";
import { chevronIcon } from "./icons.ts";
import type { PageActions } from "./pageActions.ts";
import { spacerRow } from "./spacerRow.ts";
import { swatch } from "./swatch.ts";
import { weekHourTable } from "./weekHourTable.ts";
import { mostPlainRows, VirtualRows } from "./virtualRows.ts";

export interface BucketTableInput extends ChartInput {
  readonly open: boolean;
}

/** Every number on the chart, bucket by bucket: what the bars show to the eye, this says in figures. */
export class BucketTable {
  readonly #virtual = new VirtualRows();

  template(input: BucketTableInput, actions: PageActions): TemplateResult {
    const { drawing, open, week } = input;
    const what = week ? "168 hours of the week" : count(drawing.breakdown.starts.length, "bucket");
    return html`<section class="buckets">
      <button
        class="disclosure"
        type="button"
        aria-expanded=${open ? "true" : "false"}
        aria-controls="bucket-table"
        @click=${() => {
          actions.openBuckets(!open);
        }}
      >
        ${chevronIcon}<span>${open ? "Hide" : "Show"} ${what}</span>
      </button>
      <div id="bucket-table">${open ? (week ? weekHourTable(week) : this.#table(input, actions)) : nothing}</div>
    </section>`;
  }

  #table(input: BucketTableInput, actions: PageActions): TemplateResult {
    const { drawing, series, plot, kind } = input;
    const all = drawing.breakdown.starts.length;
    const shown = this.#virtual.window(all);
    const columns = series.length + (plot.wholeBefore ? 3 : 2);
    const buckets = Array.from({ length: shown.to - shown.from }, (_, index) => shown.from + index);
    // A row stays the same element while others come into sight: one of them may have the focus.
    const rows = repeat(buckets, (bucket) => bucket, (bucket) => this.#row(input, bucket, bucket === shown.from, actions));
    const { unit } = drawing.metric;
    const beyond = drawing.before && plot.wholeBefore ? beyondOf(drawing.before, all) : null;
    const rowCount = all + 2 + (beyond ? 1 : 0);
    return html`<div
      class="table-scroll wide"
      ${ref(this.#virtual.container)}
      ?data-scrolls=${all > mostPlainRows}
      tabindex="0"
      role="region"
      aria-label="Buckets, scrollable"
      @scroll=${(event: Event) => {
        if (event.currentTarget instanceof Element && this.#virtual.scrolled(event.currentTarget)) actions.redraw();
      }}
    >
      <table class="matrix" aria-label=${`${drawing.metric.label} by bucket (UTC)`} aria-rowcount=${rowCount}>
        <thead>
          <tr aria-rowindex="1">
            <th scope="col">UTC</th>
            <th scope="col" class="amount">${kind === "cumulative" ? "Total so far" : "Total"}</th>
            ${plot.wholeBefore ? html`<th scope="col" class="amount">Period before</th>` : nothing}
            ${series.map((each) => html`<th scope="col" class="amount" title=${each.name}><span class="column-name">${swatch(each.slot)}<span class="ellipsis">${each.name}</span></span></th>`)}
          </tr>
        </thead>
        <tbody @keydown=${toNextRow}>
          ${spacerRow(shown.above, columns)}${rows}${spacerRow(shown.below, columns)}
        </tbody>
        <tfoot>
          ${beyond ? beyondRow(beyond, rowCount - 1, unit, series.length) : nothing}
          <tr aria-rowindex=${rowCount}>
            <th scope="row">Total</th>
            ${[drawing.breakdown.total, ...(plot.wholeBefore ? [drawing.before?.breakdown.total] : []), ...series.map((each) => each.total)].map((value) => html`<td class="amount" title=${exactText(value, unit)}>${writeValue(value, unit)}</td>`)}
          </tr>
        </tfoot>
      </table>
    </div>`;
  }

  /** @param stop the Tab key comes to it; arrow keys go on from there, so that hundreds of rows are one stop */
  #row({ drawing, series, traits, plot }: BucketTableInput, bucket: number, stop: boolean, actions: PageActions): TemplateResult {
    const { unit } = drawing.metric;
    const remark = traitRemark(traits[bucket] ?? "settled");
    const total = plot.whole(bucket);
    const open = (): void => {
      actions.rawRows(drawing.breakdown.starts[bucket] ?? null);
    };
    return html`<tr aria-rowindex=${bucket + 2}>
      <th scope="row"><button class="bucket-name" type="button" tabindex=${stop ? 0 : -1} title="Raw rows of this bucket" @click=${open}>${bucketName(drawing, bucket)}</button>${remark ? html` <span class="mark">${remark}</span>` : nothing}</th>
      <td class="amount" title=${exactText(total, unit)}>${writeValue(total, unit)}</td>
      ${plot.wholeBefore ? html`<td class="amount" title=${exactText(plot.wholeBefore(bucket), unit)}>${writeValue(plot.wholeBefore(bucket), unit)}</td>` : nothing}
      ${series.map((_, at) => html`<td class="amount" title=${partExact(plot, at, bucket)}>${partText(plot, at, bucket)}${was(partBefore(plot, at, bucket))}</td>`)}
    </tr>`;
  }
}

function was(before: string | null): TemplateResult | typeof nothing {
  return before === null ? nothing : html` <span class="was">was ${before}</span>`;
}

/** So that the column adds up. */
function beyondRow({ days, total }: Beyond, rowIndex: number, unit: Unit, series: number): TemplateResult {
  return html`<tr aria-rowindex=${rowIndex}>
    <th scope="row">${daysText(days)} <span class="mark">period before only</span></th>
    <td></td>
    <td class="amount" title=${exactText(total, unit)}>${writeValue(total, unit)}</td>
    <td colspan=${series}></td>
  </tr>`;
}

function toNextRow(event: KeyboardEvent): void {
  const row = event.target instanceof Element ? event.target.closest("tr") : null;
  const next = event.key === "ArrowDown" ? row?.nextElementSibling : event.key === "ArrowUp" ? row?.previousElementSibling : null;
  const button = next?.querySelector("button");
  if (!button) return;
  event.preventDefault();
  button.focus();
}
