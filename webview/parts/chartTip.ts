import { html, nothing, type TemplateResult } from "lit-html";
import type { BucketReading } from "../view/bucketReading.ts";
import { swatch } from "./swatch.ts";

/** A bucket's full breakdown. Names of other people's making are text here, as everywhere. */
export function chartTip({ title, parts, whole, before }: BucketReading, picked: number | undefined): TemplateResult {
  return html`<p class="tip-title">${title}</p>
    <div class="tip-parts">
      ${parts.map(
        ({ at, name, slot, text }) =>
          html`<p class="tip-row" ?data-picked=${at === picked}>${swatch(slot)}<span class="tip-name">${name}</span><span class="tip-value">${text}</span></p>`,
      )}
    </div>
    <p class="tip-row tip-whole"><span class="tip-name">Total</span><span class="tip-value">${whole}</span></p>
    ${before ? html`<p class="tip-row"><span class="key key-before"></span><span class="tip-name">Period before, ${before.name}</span><span class="tip-value">${before.whole}</span></p>` : nothing}`;
}
