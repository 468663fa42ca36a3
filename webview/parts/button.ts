import { html, nothing, type TemplateResult } from "lit-html";

interface ButtonOptions {
  readonly label: string;
  /** Says more than the label, where the label alone would not do. */
  readonly description?: string;
  readonly icon?: TemplateResult;
  readonly primary?: boolean;
  readonly onClick: () => void;
}

export function button({ label, description, icon, primary = false, onClick }: ButtonOptions): TemplateResult {
  return html`<button class=${primary ? "button primary" : "button"} type="button" title=${description ?? nothing} @click=${onClick}>${icon}${label}</button>`;
}
