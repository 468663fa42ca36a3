import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { dimensionSpec, type Dimension } from "../../src/domain/dimensions.ts";
import { writeCount } from "../../src/domain/numberFormat.ts";
import type { ViewQuery } from "../../src/domain/viewQuery.ts";
import { withFilter } from "../state/withFilter.ts";
import type { Drawing } from "../view/drawing.ts";
import { shortText } from "../view/exact.ts";
import { facetValues, type FacetValue } from "../view/facets.ts";
import { TextSearch } from "../view/textSearch.ts";
import { count, phrase } from "../view/words.ts";
import { checkIcon, chevronIcon } from "./icons.ts";
import { moveFocus } from "./moveFocus.ts";
import type { PageActions } from "./pageActions.ts";
import { Region } from "./region.ts";
import { searchField } from "./searchField.ts";
import { VirtualRows } from "./virtualRows.ts";

/** Pixels; the style sheet gives options the same height. */
const optionHeight = 28;
const mostPlainOptions = 60;

/** What is open: one dimension at a time, with its values as they stood then. A list that reorders under the pointer makes people click the wrong row. */
interface Opened {
  readonly dimension: Dimension;
  readonly values: readonly FacetValue[];
  readonly search: TextSearch<FacetValue>;
  readonly virtual: VirtualRows;
}

/** A searchable choice of many. Holds what is open and typed; what is chosen is the question's. */
export class FilterPicker {
  readonly #region = new Region();
  #opened: Opened | null = null;
  #text = "";
  /** Place of the option that the keys stand on. */
  #at: number | undefined;

  template(dimension: Dimension, query: ViewQuery, drawing: Drawing | null, actions: PageActions): TemplateResult {
    const chosen = query.filters[dimension] ?? [];
    const { label } = dimensionSpec(dimension);
    const id = `filter-${dimension}`;
    const opened = this.#opened?.dimension === dimension ? this.#opened : null;
    const toggled = (event: ToggleEvent): void => {
      this.#toggle(event, dimension, drawing);
      actions.redraw();
      // The search field is there after the next drawing, which runs before this does.
      if (event.newState === "open" && event.currentTarget instanceof HTMLElement) focusSearch(event.currentTarget);
    };
    return html`<button class="button filter" type="button" popovertarget=${id} ?disabled=${drawing === null} ?data-active=${chosen.length > 0}>
        ${label}${chosen.length > 0 ? html`<span class="count">${chosen.length}</span>` : nothing}${chevronIcon}
      </button>
      <div class="popover picker" id=${id} popover role="dialog" aria-label=${`Filter by ${phrase(label)}`} @toggle=${toggled} @keydown=${this.#keydown}>
        ${opened && drawing ? this.#region.template(() => this.#content(opened, query, drawing, actions)) : nothing}
      </div>`;
  }

  #toggle(event: ToggleEvent, dimension: Dimension, drawing: Drawing | null): void {
    this.#text = "";
    this.#at = undefined;
    if (event.newState === "open" && drawing) this.#opened = { dimension, values: facetValues(drawing, dimension), search: new TextSearch(), virtual: new VirtualRows(optionHeight, mostPlainOptions) };
    else if (this.#opened?.dimension === dimension) this.#opened = null;
  }

  #content({ dimension, values, search, virtual }: Opened, query: ViewQuery, drawing: Drawing, actions: PageActions): TemplateResult {
    const { plural, label } = dimensionSpec(dimension);
    const found = search.find(values, this.#text);
    const chosen = new Set(query.filters[dimension] ?? []);
    const toggle = (value: string | null): void => {
      const next = chosen.has(value) ? [...chosen].filter((other) => other !== value) : [...chosen, value];
      actions.ask(withFilter(query, dimension, next.length > 0 ? next : null));
    };
    return html`${searchField({ label: `Search ${plural}`, value: this.#text, onInput: this.#search })}
      <div
        class="options"
        role="listbox"
        aria-multiselectable="true"
        aria-label=${label}
        tabindex="-1"
        @scroll=${(event: Event) => {
          if (event.currentTarget instanceof Element && virtual.scrolled(event.currentTarget)) this.#region.redraw();
        }}
      >
        ${repeat(
          virtual.around(found.length, this.#at),
          (item, index) => ("space" in item ? index : (found[item.row]?.value ?? null)),
          (item) => {
            if ("space" in item) return html`<div role="presentation" .style=${`height:${String(item.space)}px`}></div>`;
            const value = found[item.row];
            return value ? option({ value, at: item.row, of: found.length, stop: item.row === (this.#at ?? 0), chosen: chosen.has(value.value), drawing, toggle }) : nothing;
          },
        )}
      </div>
      <p class="picker-note" role="status">
        ${found.length === 0 ? `No ${plural} match.` : this.#text.trim() === "" ? nothing : `${writeCount(found.length)} of ${count(values.length, plural, plural)}`}
      </p>`;
  }

  readonly #search = (text: string): void => {
    this.#text = text;
    this.#at = undefined;
    this.#region.redraw();
  };

  readonly #keydown = (event: KeyboardEvent): void => {
    if (!this.#opened || !(event.currentTarget instanceof HTMLElement)) return;
    const popover = event.currentTarget;
    const { search, values } = this.#opened;
    moveFocus(event, search.find(values, this.#text).length, (at) => {
      this.#at = at;
      this.#region.draw();
      popover.querySelector<HTMLElement>(`[data-at="${String(at)}"]`)?.focus();
    });
  };
}

function focusSearch(popover: HTMLElement): void {
  requestAnimationFrame(() => popover.querySelector<HTMLElement>(".search")?.focus());
}

interface OptionInput {
  readonly value: FacetValue;
  readonly at: number;
  readonly of: number;
  /** The Tab key comes to it. */
  readonly stop: boolean;
  readonly chosen: boolean;
  readonly drawing: Drawing;
  readonly toggle: (value: string | null) => void;
}

function option({ value, at, of, stop, chosen, drawing, toggle }: OptionInput): TemplateResult {
  return html`<div
    class="option"
    role="option"
    data-at=${at}
    tabindex=${stop ? 0 : -1}
    aria-selected=${chosen ? "true" : "false"}
    aria-posinset=${at + 1}
    aria-setsize=${of}
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
