import type { SpendChart } from "../chart/spendChart.ts";
import { sameBuckets } from "../view/drawing.ts";
import type { Plot } from "../view/plot.ts";
import { afterKey, nowhere, selectionOf, type Pointed } from "../view/pointed.ts";
import { zoomInto } from "../view/zoom.ts";
import { openSeries } from "./openSeries.ts";
import type { PageActions } from "./pageActions.ts";

/** Pixels that the pointer must travel before a press is a drag. */
const dragFrom = 5;

interface Press {
  readonly x: number;
  readonly bucket: number;
  readonly dragged: boolean;
}

/** What pointer and keys do on the chart: where they are, and what a press, a drag or Enter there does. */
export class ChartHand {
  readonly #actions: PageActions;
  readonly #view: () => SpendChart | undefined;
  /** Told after everything that moves either. */
  readonly #moved: () => void;
  #plot: Plot | undefined;
  #keys: Pointed = nowhere;
  #pointer: Pointed = nowhere;
  #press: Press | undefined;

  constructor(actions: PageActions, view: () => SpendChart | undefined, moved: () => void) {
    this.#actions = actions;
    this.#view = view;
    this.#moved = moved;
  }

  /** The pointer where it is on the chart, or else the keys. */
  get at(): Pointed {
    return this.#pointer.bucket === undefined ? this.#keys : this.#pointer;
  }

  get keys(): Pointed {
    return this.#keys;
  }

  get pointer(): Pointed {
    return this.#pointer;
  }

  /** New numbers of the same buckets leave hand and keys where they are; a part that is another by now is let go. */
  follow(plot: Plot): void {
    const last = this.#plot;
    this.#plot = plot;
    if (!last || !sameBuckets(last.drawing, plot.drawing)) {
      this.forget();
      return;
    }
    const kept = ({ series, ...place }: Pointed): Pointed => ({ ...place, series: series !== undefined && last.series[series]?.name === plot.series[series]?.name ? series : undefined });
    this.#keys = kept(this.#keys);
    this.#pointer = kept(this.#pointer);
  }

  forget(): void {
    this.#keys = nowhere;
    this.#pointer = nowhere;
    this.#press = undefined;
  }

  readonly keydown = (event: KeyboardEvent): void => {
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
    this.#moved();
  };

  #enter(plot: Plot): void {
    const selection = selectionOf(this.#keys);
    if (selection) this.#zoom(plot, selection);
    else if (this.#keys.series !== undefined) openSeries(plot, this.#keys.series, this.#actions);
  }

  /** All of it is what is shown already. */
  #zoom(plot: Plot, [first, last]: readonly [number, number]): void {
    this.forget();
    if (last - first < plot.traits.length - 1) this.#actions.drill(zoomInto(plot.drawing, first, last));
  }

  readonly leaveKeys = (): void => {
    this.#keys = nowhere;
    this.#moved();
  };

  readonly leavePointer = (): void => {
    // The canvas has the pointer until it is let go.
    if (!this.#press?.dragged) this.cancelPointer();
  };

  readonly cancelPointer = (): void => {
    this.#endPress();
    this.#pointer = nowhere;
    this.#moved();
  };

  #endPress(): void {
    this.#press = undefined;
    this.#pointer = { ...this.#pointer, anchor: undefined };
  }

  readonly down = (event: PointerEvent): void => {
    const bucket = this.#view()?.bucketAt(event.offsetX);
    if (event.button !== 0 || bucket === undefined) return;
    if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
    this.#press = { x: event.offsetX, bucket, dragged: false };
  };

  readonly move = (event: PointerEvent): void => {
    const [plot, view] = [this.#plot, this.#view()];
    if (!plot || !view) return;
    const press = this.#press;
    if (press && Math.abs(event.offsetX - press.x) >= dragFrom) this.#press = { ...press, dragged: true };
    const anchor = this.#press?.dragged ? this.#press.bucket : undefined;
    const bucket = anchor === undefined ? view.bucketAt(event.offsetX) : view.nearestBucket(event.offsetX);
    const series = bucket === undefined || anchor !== undefined ? undefined : view.seriesAt(bucket, event.offsetY);
    const before = this.#pointer;
    this.#pointer = { bucket, series, anchor };
    if (before.bucket !== bucket || before.series !== series || before.anchor !== anchor) this.#moved();
  };

  readonly up = (event: PointerEvent): void => {
    const [plot, press] = [this.#plot, this.#press];
    const selection = selectionOf(this.#pointer);
    this.#endPress();
    if (!plot || !press) return;
    if (press.dragged && selection) this.#zoom(plot, selection);
    else {
      const series = this.#view()?.seriesAt(press.bucket, event.offsetY);
      if (series !== undefined) openSeries(plot, series, this.#actions);
    }
    this.#moved();
  };
}
