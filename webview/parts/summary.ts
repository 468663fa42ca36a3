import { html, nothing, type TemplateResult } from "lit-html";
import type { Drawing } from "../view/drawing.ts";
import type { Figure, Tile } from "../view/summaryTiles.ts";

/** The strip of figures; the same places without them while there is no answer, for whatever reason. */
export function summary(tiles: readonly Tile[], drawing: Drawing | null, otherwise: "loading" | "absent"): TemplateResult {
  const loading = drawing === null && otherwise === "loading";
  return html`<section class="summary" aria-label="Summary" aria-busy=${loading ? "true" : "false"}>
    <dl class="tiles">${tiles.map((tile) => tileTemplate(tile, drawing ? tile.fill(drawing) : null, loading))}</dl>
  </section>`;
}

function tileTemplate(tile: Tile, figure: Figure | null, loading: boolean): TemplateResult {
  return html`<div class="tile" data-tile=${tile.id}>
    <dt class="tile-label">${tile.label}</dt>
    <dd class="tile-value" title=${figure?.exact ? figure.exact : nothing}>
      ${figure ? html`<span class="number">${figure.value}</span>${figure.unit ? html` <span class="tile-unit">${figure.unit}</span>` : nothing}` : blank(loading)}
    </dd>
    <dd class="tile-caption" ?data-warns=${figure?.warns ?? false}>${figure?.caption ?? nothing}${figure?.meter ? meter(figure.meter.share, figure.meter.level) : nothing}</dd>
  </div>`;
}

/** "—" is an answer, so what is not known yet must not look like it. */
function blank(loading: boolean): TemplateResult {
  return loading ? html`<span class="blank"><span class="sr">Loading</span></span>` : html`<span class="tile-unit">not loaded</span>`;
}

/** A bar of how much of the budget is gone; the words beside it say the same. */
function meter(share: number, level: string): TemplateResult {
  const width = `${String(Math.min(100, Math.max(0, share * 100)))}%`;
  return html`<svg class="meter" data-level=${level} height="4" aria-hidden="true">
    <rect class="meter-track" width="100%" height="4" rx="2"></rect>
    <rect class="meter-fill" width=${width} height="4" rx="2"></rect>
  </svg>`;
}
