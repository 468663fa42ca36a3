import { html, nothing, type TemplateResult } from "lit-html";

/**
 * Room for rows that are not there. The height goes in as a property: a style attribute would be refused by the
 * page's content security policy.
 */
export function spacerRow(height: number, columns: number): TemplateResult | typeof nothing {
  if (height <= 0) return nothing;
  return html`<tr class="spacer" role="presentation" aria-hidden="true"><td colspan=${columns} .style=${`height:${String(height)}px`}></td></tr>`;
}
