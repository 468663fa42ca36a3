import { svg, html, type TemplateResult } from "lit-html";

/** Line icons on VS Code's 16-pixel grid, drawn in the text's own colour; what they mean is said in words beside them. */
function icon(paths: TemplateResult): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;
}

export const refreshIcon = icon(svg`<path d="M13 5.5A5.5 5.5 0 1 0 13.5 8"/><path d="M13.4 2.4v3.2h-3.2"/>`);
export const exportIcon = icon(svg`<path d="M8 2v8"/><path d="M5 7.2 8 10.2l3-3"/><path d="M2.5 11v2.5h11V11"/>`);
export const terminalIcon = icon(svg`<path d="M2.5 3.5h11v9h-11z"/><path d="m5 6.5 1.8 1.6L5 9.7"/><path d="M8.5 10h2.5"/>`);
export const chevronIcon = icon(svg`<path d="m4.5 6.3 3.5 3.5 3.5-3.5"/>`);
export const closeIcon = icon(svg`<path d="m4.5 4.5 7 7"/><path d="m11.5 4.5-7 7"/>`);
export const checkIcon = icon(svg`<path d="m3.5 8.4 3 3 6-7"/>`);
export const warningIcon = icon(svg`<path d="M8 2.2 14.4 13.6H1.6z"/><path d="M8 6.4v3.4"/><path d="M8 11.7v.1"/>`);
export const infoIcon = icon(svg`<circle cx="8" cy="8" r="6"/><path d="M8 7.4v3.6"/><path d="M8 5v.1"/>`);
export const sortUpIcon = icon(svg`<path d="M8 12.5v-9"/><path d="m4.8 6.5 3.2-3.2 3.2 3.2"/>`);
export const sortDownIcon = icon(svg`<path d="M8 3.5v9"/><path d="m4.8 9.5 3.2 3.2 3.2-3.2"/>`);
export const chartIcon = icon(svg`<path d="M2.5 13.5h11"/><path d="M4.5 11V8"/><path d="M8 11V3.5"/><path d="M11.5 11V6"/>`);
export const zoomOutIcon = icon(svg`<circle cx="7" cy="7" r="4.5"/><path d="m10.3 10.3 3.4 3.4"/><path d="M5 7h4"/>`);
export const columnsIcon = icon(svg`<path d="M2.5 3h11v10h-11z"/><path d="M6.2 3v10"/><path d="M9.8 3v10"/>`);
export const backIcon = icon(svg`<path d="M13 8H3.5"/><path d="M7 4.2 3.2 8 7 11.8"/>`);
export const nextIcon = icon(svg`<path d="m6.3 4.5 3.5 3.5-3.5 3.5"/>`);
export const bookmarkIcon = icon(svg`<path d="M4 2.5h8v11L8 10.6l-4 2.9z"/>`);
export const rowsIcon = icon(svg`<path d="M5.6 3C4 3 4.6 6 4 7c-.2.5-.7.8-1.5 1 .8.2 1.3.5 1.5 1 .6 1 0 4 1.6 4"/><path d="M10.4 3c1.6 0 1 3 1.6 4 .2.5.7.8 1.5 1-.8.2-1.3.5-1.5 1-.6 1 0 4-1.6 4"/>`);
export const copyIcon = icon(svg`<path d="M5.5 5.5h8v8h-8z"/><path d="M10.5 3V2.5h-8v8H3"/>`);
