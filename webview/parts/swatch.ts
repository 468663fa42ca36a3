import { html, type TemplateResult } from "lit-html";

/** The colour that stands for a subject; the style sheet knows the slots. */
export function swatch(slot: number | "other"): TemplateResult {
  return html`<span class=${`swatch series-${String(slot)}`} aria-hidden="true"></span>`;
}
