import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { allDimensions, dimensionSpec, type Dimension } from "../../src/domain/dimensions.ts";
import type { ViewQuery } from "../../src/domain/viewQuery.ts";
import type { PageRows } from "../../src/shared/protocol.ts";
import type { Drawing } from "../view/drawing.ts";
import { withFilter } from "../state/withFilter.ts";
import { filterName } from "../view/facets.ts";
import { count } from "../view/words.ts";
import type { FilterPicker } from "./filterPicker.ts";
import { closeIcon } from "./icons.ts";
import { isUsual, moreFilters } from "./moreFilters.ts";
import type { PageActions } from "./pageActions.ts";

/** Chips of one dimension that stand in the bar; the others hang below their number. */
const mostChips = 4;

export interface FilterBarInput {
  readonly query: ViewQuery;
  /** What the rows that answer can be narrowed by. */
  readonly offered: readonly Dimension[];
  /** What the source reports, but in other rows. */
  readonly apart: readonly Dimension[];
  readonly drawing: Drawing | null;
  /** The rows last shown: they know names while the next ones load. */
  readonly rows: PageRows | null;
}

/** A picker for each dimension of the rows, and what is filtered now, each filter with a way back. */
export function filterBar({ query, offered, apart, drawing, rows }: FilterBarInput, picker: FilterPicker, actions: PageActions): TemplateResult {
  const pick = (dimension: Dimension): TemplateResult => picker.template(dimension, query, drawing, actions);
  const rare = offered.filter((dimension) => !isUsual(dimension));
  const chips = allDimensions.flatMap((dimension) => chipsOf(query, dimension, rows, actions));
  const clear = html`<button
    class="link"
    type="button"
    @click=${() => {
      actions.ask({ ...query, filters: {} });
    }}
  >
    Clear filters
  </button>`;
  return html`<div class="filters" role="group" aria-label="Filters">
    ${repeat(offered.filter(isUsual), (dimension) => dimension, pick)} ${moreFilters({ query, pickers: rare.map((dimension) => ({ dimension, picker: pick(dimension) })), apart }, actions)}
    ${chips.length > 0 ? html`<ul class="chips" aria-label="Active filters">${chips}</ul>${clear}` : nothing}
  </div>`;
}

function chipsOf(query: ViewQuery, dimension: Dimension, rows: PageRows | null, actions: PageActions): readonly TemplateResult[] {
  const values = query.filters[dimension];
  if (!values) return [];
  const { label, plural } = dimensionSpec(dimension);
  if (values.length === 0) return [chip(`${label}: ${count(0, plural, plural)}`, () => { actions.ask(withFilter(query, dimension, null)); })];
  const chips = values.map((value) =>
    chip(`${label}: ${filterName(value, dimension, rows)}`, () => {
      const left = values.filter((other) => other !== value);
      actions.ask(withFilter(query, dimension, left.length > 0 ? left : null));
    }),
  );
  if (values.length <= mostChips) return chips;
  const [id, text] = [`chips-${dimension}`, `${label}: ${String(values.length - mostChips)} more`];
  return [...chips.slice(0, mostChips), html`<li><button class="chip more-chips" type="button" popovertarget=${id}>${text}</button><ul class="popover" id=${id} popover aria-label=${text}>${chips.slice(mostChips)}</ul></li>`];
}

function chip(text: string, remove: () => void): TemplateResult {
  return html`<li class="chip">
    <span class="chip-text" title=${text}>${text}</span>
    <button class="chip-remove" type="button" aria-label=${`Remove filter ${text}`} @click=${remove}>${closeIcon}</button>
  </li>`;
}
