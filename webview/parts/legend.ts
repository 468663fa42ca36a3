import { html, nothing, type TemplateResult } from "lit-html";
import type { BucketTrait } from "../view/bucketTraits.ts";
import type { Drawing } from "../view/drawing.ts";
import { exactText, shortText } from "../view/exact.ts";
import type { Series } from "../view/series.ts";
import { swatch } from "./swatch.ts";

/** What the colours stand for, each with its total, and what the hatching means. */
export function legend(drawing: Drawing, series: readonly Series[], traits: readonly BucketTrait[]): TemplateResult {
  const { unit } = drawing.metric;
  return html`<div class="legend">
    <ul class="legend-list" aria-label="Legend">
      ${series.map(
        (each) =>
          html`<li class="legend-item" title=${`${each.name}: ${exactText(each.total, unit)}`}>
            ${swatch(each.slot)}<span class="legend-name">${each.name}</span><span class="legend-total">${shortText(each.total, unit)}</span>
          </li>`,
      )}
    </ul>
    ${traits.includes("moving") ? key("key-moving", "May still be restated (last 48 hours)") : nothing}
    ${traits.includes("missing") ? key("key-missing", "Not loaded: a gap, not a zero") : nothing}
  </div>`;
}

function key(sample: string, text: string): TemplateResult {
  return html`<p class="legend-key"><span class=${`key ${sample}`} aria-hidden="true"></span>${text}</p>`;
}
