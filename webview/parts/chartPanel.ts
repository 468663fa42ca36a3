import { html, type TemplateResult } from "lit-html";
import { createRef, ref } from "lit-html/directives/ref.js";
import { onThemeChange, readChartTheme, type ChartTheme } from "../chart/chartTheme.ts";
import { SpendChart } from "../chart/spendChart.ts";
import { readBucket } from "../view/bucketReading.ts";
import { describeChart, pointedText } from "../view/chartWords.ts";
import { sameBuckets } from "../view/drawing.ts";
import type { Plot } from "../view/plot.ts";
import { afterKey, nowhere, selectionOf, type Pointed } from "../view/pointed.ts";
import { zoomInto } from "../view/zoom.ts";
import { ChartOverlay } from "./chartOverlay.ts";
import { chartTip } from "./chartTip.ts";
import { openSeries, opensAnything } from "./openSeries.ts";
import type { PageActions } from "./pageActions.ts";

/** Pixels that the pointer must travel before a press is a drag. */
const dragFrom = 5;

interface Press {
  readonly x: number;
  readonly bucket: number;
  readonly dragged: boolean;
}

/** The chart's place on the page: its canvas, what pointer and keys do on it, and its words for who does not see it. */
export class ChartPanel {
  readonly #actions: PageActions;
  readonly #canvas = createRef<HTMLCanvasElement>();
  readonly #readout = createRef<HTMLElement>();
  readonly #overlay = new ChartOverlay();
  #chart: { readonly canvas: HTMLCanvasElement; readonly view: SpendChart } | undefined;
  #theme: ChartTheme | undefined;
  #plot: Plot | undefined;
  #keys: Pointed = nowhere;
  #pointer: Pointed = nowhere;
  #press: Press | undefined;
  #hadFocus = false;
  /** The first numbers are on the screen: the chart, which takes as long as all else, is in the frame after them. */
  #mayDraw = false;

  constructor(actions: PageActions) {
    this.#actions = actions;
    onThemeChange(() => {
      this.#theme = undefined;
      actions.redraw();
    });
  }

  /** Before the page is drawn: a question that must load puts something else in the canvas's place for a while. */
  beforeRender(): void {
    const canvas = this.#canvas.value;
    this.#hadFocus ||= canvas !== undefined && document.activeElement === canvas;
  }

  template(plot: Plot): TemplateResult {
    this.#follow(plot);
    const canvas = html`<canvas
      class="canvas"
      tabindex="0"
      role="img"
      aria-label=${describeChart(plot)}
      aria-describedby="chart-keys"
      ${ref(this.#canvas)}
      @keydown=${this.#keydown}
      @blur=${this.#leaveKeys}
      @pointerdown=${this.#down}
      @pointermove=${this.#move}
      @pointerup=${this.#up}
      @pointercancel=${this.#cancelPointer}
      @pointerleave=${this.#leavePointer}
    ></canvas>`;
    return html`<div class="canvas-box">${this.#overlay.template(canvas)}</div>
      <p class="sr" id="chart-keys">
        Left and right arrow keys read bucket by bucket, up and down part by part, Enter filters by the part. Shift with left or right selects buckets, Enter zooms in.
        The same numbers stand in the tables below.
      </p>
      <p class="sr" aria-live="polite" data-readout ${ref(this.#readout)}></p>`;
  }

  /** Once the page stands: the canvas has its size only then. */
  afterRender(plot: Plot | null): void {
    const canvas = this.#canvas.value;
    if (document.activeElement !== document.body) this.#hadFocus = false; // it was never lost, or is wanted elsewhere by now
    if (!plot || !canvas || !canvas.isConnected) {
      this.#chart?.view.dispose();
      this.#chart = undefined;
      this.#forget();
      return;
    }
    if (!this.#mayDraw) {
      requestAnimationFrame(() => {
        this.#mayDraw = true;
        this.#actions.redraw();
      });
      return;
    }
    if (this.#chart?.canvas !== canvas) {
      this.#chart?.view.dispose();
      this.#chart = { canvas, view: new SpendChart(canvas, () => { requestAnimationFrame(this.#show); }) };
    }
    this.#theme ??= readChartTheme(document.body);
    this.#chart.view.draw(plot, this.#theme);
    this.#show();
    if (this.#hadFocus) canvas.focus({ preventScroll: true });
    this.#hadFocus = false;
  }

  /** New numbers of the same buckets leave hand and keys where they are; a part that is another by now is let go. */
  #follow(plot: Plot): void {
    const last = this.#plot;
    this.#plot = plot;
    if (!last || !sameBuckets(last.drawing, plot.drawing)) {
      this.#forget();
      return;
    }
    const kept = ({ series, ...place }: Pointed): Pointed => ({ ...place, series: series !== undefined && last.series[series]?.name === plot.series[series]?.name ? series : undefined });
    this.#keys = kept(this.#keys);
    this.#pointer = kept(this.#pointer);
  }

  #forget(): void {
    this.#keys = nowhere;
    this.#pointer = nowhere;
    this.#press = undefined;
  }

  /** Puts band, selection, mark and tooltip where the pointer is, or else the keys. */
  readonly #show = (): void => {
    const [plot, view] = [this.#plot, this.#chart?.view];
    if (!plot || !view) return;
    const at = this.#pointer.bucket === undefined ? this.#keys : this.#pointer;
    const { bucket, series } = at;
    const selection = selectionOf(at);
    const band = bucket === undefined || selection ? undefined : view.bandOf(bucket, bucket);
    const mark = bucket === undefined || series === undefined || selection ? undefined : view.boxOf(bucket, series);
    const selected = selection && view.bandOf(...selection);
    this.#overlay.place({ band, selection: selected, mark });
    this.#overlay.tell(selection ? html`<p>${pointedText(plot, at)}</p>` : bucket === undefined ? null : chartTip(readBucket(plot, bucket, series), series), band ?? selected);
    this.#canvas.value?.toggleAttribute("data-opens", this.#pointer.series !== undefined && opensAnything(plot, this.#pointer.series));
    const readout = this.#readout.value;
    if (readout) readout.textContent = pointedText(plot, this.#keys);
  };

  readonly #keydown = (event: KeyboardEvent): void => {
    const plot = this.#plot;
    if (!plot) return;
    if (event.key === "Escape" && this.#press) this.#endPress();
    else if (event.key === "Enter") this.#enter(plot);
    else {
      const next = afterKey(this.#keys, event, plot);
      if (!next) return;
      this.#keys = next;
      this.#pointer = nowhere;
    }
    event.preventDefault();
    this.#show();
  };

  #enter(plot: Plot): void {
    const selection = selectionOf(this.#keys);
    if (selection) this.#zoom(plot, selection);
    else if (this.#keys.series !== undefined) openSeries(plot, this.#keys.series, this.#actions);
  }

  /** All of it is what is shown already. */
  #zoom(plot: Plot, [first, last]: readonly [number, number]): void {
    this.#forget();
    if (last - first < plot.traits.length - 1) this.#actions.drill(zoomInto(plot.drawing, first, last));
  }

  readonly #leaveKeys = (): void => {
    this.#keys = nowhere;
    this.#show();
  };

  readonly #leavePointer = (): void => {
    // The canvas has the pointer until it is let go.
    if (!this.#press?.dragged) this.#cancelPointer();
  };

  readonly #cancelPointer = (): void => {
    this.#endPress();
    this.#pointer = nowhere;
    this.#show();
  };

  #endPress(): void {
    this.#press = undefined;
    this.#pointer = { ...this.#pointer, anchor: undefined };
  }

  readonly #down = (event: PointerEvent): void => {
    const bucket = this.#chart?.view.bucketAt(event.offsetX);
    if (event.button !== 0 || bucket === undefined) return;
    this.#canvas.value?.setPointerCapture(event.pointerId);
    this.#press = { x: event.offsetX, bucket, dragged: false };
  };

  readonly #move = (event: PointerEvent): void => {
    const [plot, view] = [this.#plot, this.#chart?.view];
    if (!plot || !view) return;
    const press = this.#press;
    if (press && Math.abs(event.offsetX - press.x) >= dragFrom) this.#press = { ...press, dragged: true };
    const anchor = this.#press?.dragged ? this.#press.bucket : undefined;
    const bucket = anchor === undefined ? view.bucketAt(event.offsetX) : view.nearestBucket(event.offsetX);
    const series = bucket === undefined || anchor !== undefined ? undefined : view.seriesAt(bucket, event.offsetY);
    const before = this.#pointer;
    this.#pointer = { bucket, series, anchor };
    if (before.bucket !== bucket || before.series !== series || before.anchor !== anchor) this.#show();
  };

  readonly #up = (event: PointerEvent): void => {
    const [plot, press] = [this.#plot, this.#press];
    const selection = selectionOf(this.#pointer);
    this.#endPress();
    if (!plot || !press) return;
    if (press.dragged && selection) this.#zoom(plot, selection);
    else {
      const series = this.#chart?.view.seriesAt(press.bucket, event.offsetY);
      if (series !== undefined) openSeries(plot, series, this.#actions);
    }
    this.#show();
  };
}
