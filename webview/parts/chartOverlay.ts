import { html, render, type TemplateResult } from "lit-html";
import { createRef, ref } from "lit-html/directives/ref.js";
import type { Box } from "../chart/frame.ts";

/** Between the tooltip and what it is about. */
const gap = 12;

/**
 * What moves over the chart with the pointer and the keys: the bucket pointed at, the selection, the part picked, and the
 * tooltip. Elements of their own, so that the canvas, which may hold ten thousand points, is left as it is.
 */
export class ChartOverlay {
  readonly #band = createRef<HTMLElement>();
  readonly #selection = createRef<HTMLElement>();
  readonly #mark = createRef<HTMLElement>();
  readonly #tip = createRef<HTMLElement>();

  /** @param canvas stands above the bands and below the tooltip */
  template(canvas: TemplateResult): TemplateResult {
    return html`<div class="chart-band" hidden ${ref(this.#band)}></div>
      <div class="chart-selection" hidden ${ref(this.#selection)}></div>
      ${canvas}
      <div class="chart-mark" hidden ${ref(this.#mark)}></div>
      <div class="chart-tip" role="tooltip" hidden ${ref(this.#tip)}></div>`;
  }

  place(boxes: { readonly band: Box | undefined; readonly selection: Box | undefined; readonly mark: Box | undefined }): void {
    placeAt(this.#band.value, boxes.band);
    placeAt(this.#selection.value, boxes.selection);
    placeAt(this.#mark.value, boxes.mark);
  }

  /** Beside a bucket, on the side with more room, and within the chart. */
  tell(content: TemplateResult | null, beside: Box | undefined): void {
    const tip = this.#tip.value;
    if (!tip) return;
    tip.hidden = !content || !beside;
    if (!content || !beside) return;
    render(content, tip);
    const width = tip.parentElement?.clientWidth ?? 0;
    const right = beside.left + beside.width;
    const left = width - right >= beside.left ? right + gap : beside.left - gap - tip.offsetWidth;
    tip.style.left = `${String(Math.max(0, Math.min(left, width - tip.offsetWidth)))}px`;
    tip.style.top = `${String(beside.top)}px`;
  }
}

/** By the object model: the page's policy refuses styles that stand in the markup. */
function placeAt(element: HTMLElement | undefined, box: Box | undefined): void {
  if (!element) return;
  element.hidden = !box;
  if (!box) return;
  for (const side of ["left", "top", "width", "height"] as const) element.style[side] = `${String(box[side])}px`;
}
