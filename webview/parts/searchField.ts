import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";

interface SearchOptions {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

/** A plain field and not the toolkit's, which names itself "Text field" whatever it is told. */
export function searchField({ label, value, onInput }: SearchOptions): TemplateResult {
  return html`<input
    class="input search"
    type="text"
    spellcheck="false"
    autocomplete="off"
    aria-label=${label}
    placeholder=${label}
    .value=${live(value)}
    @input=${(event: Event) => {
      if (event.target instanceof HTMLInputElement) onInput(event.target.value);
    }}
  />`;
}
