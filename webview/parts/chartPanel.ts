import { html, type TemplateResult } from "lit-html";
import { createRef, ref } from "lit-html/directives/ref.js";
import { onThemeChange, readChartTheme, type ChartTheme } from "../chart/chartTheme.ts";
import { SpendChart, type ChartLibrary } from "../chart/spendChart.ts";
import { readBucket } from "../view/bucketReading.ts";
import { describeChart, pointedText } from "../view/chartWords.ts";
import type { Plot } from "../view/plot.ts";
import { selectionOf } from "../view/pointed.ts";
import { ChartHand } from "./chartHand.ts";
import { ChartOverlay } from "./chartOverlay.ts";
import { chartTip } from "./chartTip.ts";
import { opensAnything } from "./openSeries.ts";
import type { PageActions } from "./pageActions.ts";

/** The chart's place on the page: its canvas, and its words for who does not see it. */
export class ChartPanel {
  readonly #actions: PageActions;
  readonly #canvas = createRef<HTMLCanvasElement>();
  readonly #readout = createRef<HTMLElement>();
  readonly #overlay = new ChartOverlay();
  readonly #hand: ChartHand;
  #chart: { readonly canvas: HTMLCanvasElement; readonly view: SpendChart } | undefined;
  #theme: ChartTheme | undefined;
  #plot: Plot | undefined;
  #hadFocus = false;
  #library: ChartLibrary | undefined;
  #fetching = false;

  constructor(actions: PageActions) {
    this.#actions = actions;
    this.#hand = new ChartHand(actions, () => this.#chart?.view, this.#show);
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
    this.#plot = plot;
    this.#hand.follow(plot);
    const canvas = html`<canvas
      class="canvas"
      tabindex="0"
      role="img"
      aria-label=${describeChart(plot)}
      aria-describedby="chart-keys"
      ${ref(this.#canvas)}
      @keydown=${this.#hand.keydown}
      @blur=${this.#hand.leaveKeys}
      @pointerdown=${this.#hand.down}
      @pointermove=${this.#hand.move}
      @pointerup=${this.#hand.up}
      @pointercancel=${this.#hand.cancelPointer}
      @pointerleave=${this.#hand.leavePointer}
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
      this.#hand.forget();
      return;
    }
    if (!this.#library) {
      this.#fetchLibrary();
      return;
    }
    if (this.#chart?.canvas !== canvas) {
      this.#chart?.view.dispose();
      this.#chart = { canvas, view: new SpendChart(this.#library, canvas, () => { requestAnimationFrame(this.#show); }) };
    }
    this.#theme ??= readChartTheme(document.body);
    this.#chart.view.draw(plot, this.#theme);
    this.#show();
    if (this.#hadFocus) canvas.focus({ preventScroll: true });
    this.#hadFocus = false;
  }

  /** Only now, so that the first numbers do not wait for it: they are put on the screen meanwhile. */
  #fetchLibrary(): void {
    if (this.#fetching) return;
    this.#fetching = true;
    import("../chart/library.ts").then(
      (library) => {
        this.#library = library;
        this.#actions.redraw();
      },
      () => { this.#actions.tell("The chart could not be loaded: the tables below have its numbers. Close the dashboard and open it again."); },
    );
  }

  /** Puts band, selection, mark and tooltip where the pointer is, or else the keys. */
  readonly #show = (): void => {
    const [plot, view] = [this.#plot, this.#chart?.view];
    if (!plot || !view) return;
    const { at, pointer, keys } = this.#hand;
    const { bucket, series } = at;
    const selection = selectionOf(at);
    const band = bucket === undefined || selection ? undefined : view.bandOf(bucket, bucket);
    const mark = bucket === undefined || series === undefined || selection ? undefined : view.boxOf(bucket, series);
    const selected = selection && view.bandOf(...selection);
    this.#overlay.place({ band, selection: selected, mark });
    this.#overlay.tell(selection ? html`<p>${pointedText(plot, at)}</p>` : bucket === undefined ? null : chartTip(readBucket(plot, bucket), series), band ?? selected);
    this.#canvas.value?.toggleAttribute("data-opens", pointer.series !== undefined && opensAnything(plot, pointer.series));
    const readout = this.#readout.value;
    if (readout) readout.textContent = pointedText(plot, keys);
  };
}
