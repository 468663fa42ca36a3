import { html, type TemplateResult } from "lit-html";

/** The place of the line that opens the bucket table. */
export const bucketsPlaceholder = html`<div class="buckets" aria-hidden="true"></div>`;

/** The table's place while its numbers are on their way. */
export function tablePlaceholder(rows: number): TemplateResult {
  return html`<div class="table-placeholder" aria-hidden="true">
    <div class="table-tools"></div>
    ${Array.from({ length: rows + 2 }, () => html`<div class="placeholder-row"><span class="blank"></span><span class="blank short"></span></div>`)}
  </div>`;
}
