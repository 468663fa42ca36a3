import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { dimensionSpec, type Dimension } from "../../src/domain/dimensions.ts";
import type { ViewQuery } from "../../src/domain/viewQuery.ts";
import { withFilter } from "../state/withFilter.ts";
import type { Drawing } from "../view/drawing.ts";
import { shortText } from "../view/exact.ts";
import { facetValues, type FacetValue } from "../view/facets.ts";
import { count, phrase } from "../view/words.ts";
import { checkIcon, chevronIcon } from "./icons.ts";
import { moveFocus } from "./moveFocus.ts";
import type { PageActions } from "./pageActions.ts";
import { searchField } from "./searchField.ts";

/** Rows on screen at once; typing narrows thousands down to these. */
const mostShown = 200;

/** A searchable choice of many, for one dimension at a time. Holds what is open and typed; what is chosen is the question's. */
export class FilterPicker {
  #open: Dimension | null = null;
  #search = "";
  /** The values as they stood when opened: a list that reorders under the pointer makes people click the wrong row. */
  #values: readonly FacetValue[] = [];

  template(dimension: Dimension, query: ViewQuery, drawing: Drawing | null, actions: PageActions): TemplateResult {
    const chosen = query.filters[dimension] ?? [];
    const { label } = dimensionSpec(dimension);
    const id = `filter-${dimension}`;
    const toggled = (event: ToggleEvent): void => {
      this.#toggle(event, dimension, drawing);
      actions.redraw();
      // The search field is there after the next drawing, which runs before this does.
      if (event.newState === "open" && event.currentTarget instanceof HTMLElement) focusSearch(event.currentTarget);
    };
    return html`<button class="button filter" type="button" popovertarget=${id} ?disabled=${drawing === null} ?data-active=${chosen.length > 0}>
        ${label}${chosen.length > 0 ? html`<span class="count">${chosen.length}</span>` : nothing}${chevronIcon}
      </button>
      <div class="popover picker" id=${id} popover role="dialog" aria-label=${`Filter by ${phrase(label)}`} @toggle=${toggled} @keydown=${moveFocus}>
        ${this.#open === dimension && drawing ? this.#content(dimension, query, drawing, actions) : nothing}
      </div>`;
  }

  #toggle(event: ToggleEvent, dimension: Dimension, drawing: Drawing | null): void {
    if (event.newState === "open" && drawing) {
      this.#open = dimension;
      this.#search = "";
      this.#values = facetValues(drawing, dimension);
    } else if (this.#open === dimension) {
      this.#open = null;
      this.#values = [];
    }
  }

  #content(dimension: Dimension, query: ViewQuery, drawing: Drawing, actions: PageActions): TemplateResult {
    const { plural, label } = dimensionSpec(dimension);
    const wanted = this.#search.trim().toLowerCase();
    const found = wanted === "" ? this.#values : this.#values.filter((value) => matches(value, wanted));
    const chosen = new Set(query.filters[dimension] ?? []);
    const toggle = (value: string | null): void => {
      const next = chosen.has(value) ? [...chosen].filter((other) => other !== value) : [...chosen, value];
      actions.ask(withFilter(query, dimension, next.length > 0 ? next : null));
    };
    const more = found.length - mostShown;
    return html`${searchField({
        label: `Search ${plural}`,
        value: this.#search,
        onInput: (text) => {
          this.#search = text;
          actions.redraw();
        },
      })}
      <div class="options" role="listbox" aria-multiselectable="true" aria-label=${label} tabindex="-1">
        ${repeat(
          found.slice(0, mostShown),
          (value) => value.value,
          (value, index) => option(value, index === 0, chosen.has(value.value), drawing, toggle),
        )}
      </div>
      <p class="picker-note" role="status">
        ${found.length === 0 ? `No ${plural} match.` : more > 0 ? `${count(more, "more", "more")}, type to narrow.` : nothing}
      </p>`;
  }
}

function focusSearch(popover: HTMLElement): void {
  requestAnimationFrame(() => popover.querySelector<HTMLElement>(".search")?.focus());
}

function matches(value: FacetValue, wanted: string): boolean {
  return value.name.toLowerCase().includes(wanted) || (value.value?.toLowerCase().includes(wanted) ?? false);
}

function option(value: FacetValue, first: boolean, chosen: boolean, drawing: Drawing, toggle: (value: string | null) => void): TemplateResult {
  return html`<div
    class="option"
    role="option"
    tabindex=${first ? 0 : -1}
    aria-selected=${chosen ? "true" : "false"}
    title=${value.id ?? value.name}
    @click=${() => {
      toggle(value.value);
    }}
  >
    <span class="check">${chosen ? checkIcon : nothing}</span>
    <span class="option-name">${value.name}${value.archived ? html` <span class="hint">archived</span>` : nothing}</span>
    <span class="option-total">${shortText(value.total, drawing.metric.unit)}</span>
  </div>`;
}
