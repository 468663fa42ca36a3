import { html, render, type TemplateResult } from "lit-html";
import { createRef, ref } from "lit-html/directives/ref.js";
import type { Box } from "../chart/frame.ts";

/** Between the tooltip and what it is about. */
const gap = 12;
/** Between the tooltip and the edge of what is in sight of the page. */
const margin = 8;
/** Parts one below the other; more of them stand in columns, as far as there is width for whole names in these. */
const mostRows = 28;
const columnWidth = { least: 240, most: 400 };
/** What stands above and below the parts, in rows. */
const otherRows = 5;

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
    layInColumns(tip, width);
    const right = beside.left + beside.width;
    const left = width - right >= beside.left ? right + gap : beside.left - gap - tip.offsetWidth;
    tip.style.left = `${String(Math.max(0, Math.min(left, width - tip.offsetWidth)))}px`;
    // As high as the bucket, where that is in sight.
    const origin = tip.parentElement?.getBoundingClientRect().top ?? 0;
    const lowest = document.documentElement.clientHeight - margin - tip.offsetHeight - origin;
    tip.style.top = `${String(Math.max(margin - origin, Math.min(beside.top, lowest)))}px`;
  }
}

/** A bucket may have fifty parts: all of them are told, and all stand in sight even where their names must be cut for it. */
function layInColumns(tip: HTMLElement, width: number): void {
  const parts = tip.querySelector<HTMLElement>(".tip-parts");
  const [count, rowHeight] = [parts?.childElementCount ?? 0, parts?.querySelector("p")?.offsetHeight ?? 0];
  const rowsInSight = rowHeight > 0 ? Math.max(1, Math.floor(document.documentElement.clientHeight / rowHeight) - otherRows) : mostRows;
  const columns = Math.max(1, Math.ceil(count / rowsInSight), Math.min(Math.ceil(count / mostRows), Math.floor(width / columnWidth.least)));
  tip.style.maxWidth = `${String(Math.min(width, columns * columnWidth.most))}px`;
  if (parts) parts.style.gridTemplateRows = `repeat(${String(Math.ceil(count / columns))}, auto)`;
}

/** By the object model: the page's policy refuses styles that stand in the markup. */
function placeAt(element: HTMLElement | undefined, box: Box | undefined): void {
  if (!element) return;
  element.hidden = !box;
  if (!box) return;
  for (const side of ["left", "top", "width", "height"] as const) element.style[side] = `${String(box[side])}px`;
}
