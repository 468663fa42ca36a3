import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { dimensionSpec, type Dimension } from "../../src/domain/dimensions.ts";
import type { ViewQuery } from "../../src/domain/viewQuery.ts";
import { heading, phrase } from "../view/words.ts";
import { chevronIcon } from "./icons.ts";
import type { PageActions } from "./pageActions.ts";

/** What the filter bar itself holds; the rest is rarely asked for, and has one place together. */
const usual: ReadonlySet<Dimension> = new Set<Dimension>(["project_id", "line_item", "model", "user_id", "api_key_id"]);

export function isUsual(dimension: Dimension): boolean {
  return usual.has(dimension);
}

export interface MoreFiltersInput {
  readonly query: ViewQuery;
  /** Rare dimensions of the rows that answer, each with its picker. */
  readonly pickers: readonly { readonly dimension: Dimension; readonly picker: TemplateResult }[];
  /** What the source reports, but not together with what is shown. */
  readonly apart: readonly Dimension[];
}

/** The rare filters behind one button, and the way to those that need another grouping. */
export function moreFilters({ query, pickers, apart }: MoreFiltersInput, actions: PageActions): TemplateResult | typeof nothing {
  if (pickers.length === 0 && apart.length === 0) return nothing;
  const on = pickers.filter(({ dimension }) => query.filters[dimension] !== undefined).length;
  return html`<button class="button filter" type="button" popovertarget="more-filters" aria-haspopup="dialog" ?data-active=${on > 0}>
      More filters${on > 0 ? html`<span class="count">${on}</span>` : nothing}${chevronIcon}
    </button>
    <div class="popover more-filters" id="more-filters" popover role="dialog" aria-label="More filters">
      ${pickers.length > 0 ? html`<div class="more-pickers">${repeat(pickers, ({ dimension }) => dimension, ({ picker }) => picker)}</div>` : nothing}
      ${apart.length > 0
        ? html`<p class="more-note">Reported apart from this grouping:</p>
            <ul class="more-apart">
              ${apart.map((dimension) => html`<li>${groupInstead(query, dimension, actions)}</li>`)}
            </ul>`
        : nothing}
    </div>`;
}

function groupInstead(query: ViewQuery, dimension: Dimension, actions: PageActions): TemplateResult {
  const { label, plural } = dimensionSpec(dimension);
  const choose = (event: Event): void => {
    if (event.currentTarget instanceof HTMLElement) event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover();
    actions.ask({ ...query, groupBy: dimension });
  };
  return html`<button class="link" type="button" title=${`${heading(plural)} can be filtered once they are what is shown`} @click=${choose}>Group by ${phrase(label)}</button>`;
}
