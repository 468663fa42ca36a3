import type { Chart, Plugin } from "chart.js";
import { toNumber } from "../../src/domain/decimal.ts";
import type { Plot } from "../view/plot.ts";
import { shareScale, valueScale, type ValueScale } from "./axes.ts";
import { drawBackdrop } from "./backdrop.ts";
import { chartOptions } from "./chartOptions.ts";
import type { ChartTheme } from "./chartTheme.ts";
import { barWidth, drawBars } from "./drawBars.ts";
import { drawBefore, drawBeforeEdge, drawBudget } from "./drawBefore.ts";
import { drawLines } from "./drawLines.ts";
import { frameOf, type Box, type Frame } from "./frame.ts";
import { Paint } from "./paint.ts";
import { extentOf, stackOf } from "./stack.ts";

/** chart.js, which is fetched apart from the page. */
export type ChartLibrary = typeof import("./library.ts");

/** Pixels beside a line that still count as on it. */
const nearLine = 12;

/**
 * One plot on one canvas. The library has the axes, the room and the screen's density; what stands between the axes is
 * drawn here as a few paths, since an element for each of ten thousand points takes it ten times as long.
 */
export class SpendChart {
  readonly #library: ChartLibrary;
  readonly #canvas: HTMLCanvasElement;
  readonly #resized: () => void;
  readonly #plugin: Plugin<"bar"> = {
    id: "spend",
    beforeDatasetsDraw: (chart) => {
      this.#drawOn(chart);
    },
  };
  #chart: Chart<"bar"> | undefined;
  #plot: Plot | undefined;
  #paint: Paint | undefined;
  #divisor = 1;

  /** @param resized after the canvas got another size: boxes are elsewhere then */
  constructor(library: ChartLibrary, canvas: HTMLCanvasElement, resized: () => void) {
    this.#library = library;
    this.#canvas = canvas;
    this.#resized = resized;
  }

  draw(plot: Plot, theme: ChartTheme): void {
    if (this.#plot === plot && this.#paint?.theme === theme) return;
    if (this.#paint?.theme !== theme) this.#paint = new Paint(theme);
    this.#plot = plot;
    const extent = fullExtent(plot);
    const scale = scaleOf(plot, extent[1]);
    this.#divisor = scale.divisor;
    const options = { ...chartOptions(plot, theme, scale, extent), onResize: this.#resized };
    if (this.#chart) {
      this.#chart.options = options;
      this.#chart.update("none");
    } else {
      this.#chart = new this.#library.Chart(this.#canvas, { type: "bar", data: { datasets: [] }, options, plugins: [this.#plugin] });
    }
  }

  dispose(): void {
    this.#chart?.destroy();
    this.#chart = undefined;
    this.#plot = undefined;
  }

  /** The bucket at `x` pixels from the canvas's left; `undefined` beside the chart, or where nothing has been yet. */
  bucketAt(x: number): number | undefined {
    const bucket = this.#bucketNear(x);
    return bucket !== undefined && bucket >= 0 && bucket < (this.#plot?.traits.length ?? 0) ? bucket : undefined;
  }

  /** The same, and beside the chart its first or last bucket. */
  nearestBucket(x: number): number | undefined {
    const bucket = this.#bucketNear(x);
    return bucket === undefined ? undefined : Math.max(0, Math.min((this.#plot?.traits.length ?? 1) - 1, bucket));
  }

  #bucketNear(x: number): number | undefined {
    const frame = this.#frame();
    return frame && Math.round((x - frame.x(0)) / frame.step);
  }

  /** The series at `y` pixels from the canvas's top. */
  seriesAt(bucket: number, y: number): number | undefined {
    const frame = this.#frame();
    if (!frame || !this.#plot) return undefined;
    if (this.#plot.kind === "lines") return nearestLine(this.#plot, frame, bucket, y);
    return stackOf(this.#plot.values, bucket).find(({ from, to }) => y <= Math.max(frame.y(from), frame.y(to)) && y >= Math.min(frame.y(from), frame.y(to)))?.layer;
  }

  /** Where some buckets stand, both included, over the chart's full height. */
  bandOf(first: number, last: number): Box | undefined {
    const frame = this.#frame();
    if (!frame) return undefined;
    const left = frame.x(first) - frame.step / 2;
    return { left, top: frame.top, width: Math.max(1, (last - first + 1) * frame.step), height: frame.bottom - frame.top };
  }

  /** Where one series stands in a bucket; `undefined` where it has nothing. */
  boxOf(bucket: number, series: number): Box | undefined {
    const frame = this.#frame();
    const plot = this.#plot;
    if (!frame || !plot) return undefined;
    if (plot.kind === "lines") {
      const value = plot.values[series]?.[bucket] ?? Number.NaN;
      return Number.isNaN(value) ? undefined : { left: frame.x(bucket) - 5, top: frame.y(value) - 5, width: 10, height: 10 };
    }
    const slice = stackOf(plot.values, bucket).find(({ layer }) => layer === series);
    if (!slice) return undefined;
    const width = barWidth(frame, plot.traits.length);
    const [top, bottom] = [Math.min(frame.y(slice.from), frame.y(slice.to)), Math.max(frame.y(slice.from), frame.y(slice.to))];
    return { left: frame.x(bucket) - width / 2, top, width, height: bottom - top };
  }

  #frame(): Frame | undefined {
    return this.#chart && frameOf(this.#chart, this.#divisor);
  }

  #drawOn(chart: Chart<"bar">): void {
    const frame = frameOf(chart, this.#divisor);
    const [plot, paint] = [this.#plot, this.#paint];
    if (!frame || !plot || !paint) return;
    const { ctx } = chart;
    ctx.save();
    ctx.beginPath();
    ctx.rect(frame.left, 0, frame.right - frame.left, frame.bottom + 1);
    ctx.clip();
    drawBackdrop(ctx, frame, plot, paint);
    drawBefore(ctx, frame, plot, paint);
    (plot.kind === "lines" ? drawLines : drawBars)(ctx, frame, plot, paint);
    drawBeforeEdge(ctx, frame, plot, paint);
    if (plot.month) drawBudget(ctx, frame, plot.month.budget, paint);
    ctx.restore();
  }
}

function scaleOf(plot: Plot, highest: number): ValueScale {
  return plot.kind === "share" ? shareScale : valueScale(plot.drawing.metric.unit, highest);
}

/** Of all that is drawn, what it is compared with and the budget too. */
function fullExtent(plot: Plot): readonly [number, number] {
  const [lowest, highest] = extentOf(plot.values, plot.kind !== "lines");
  const [lowestBefore, highestBefore] = extentOf(plot.partsBefore?.values ?? [], plot.kind === "share");
  const others = [...(plot.before ?? []), lowestBefore, highestBefore, plot.month ? toNumber(plot.month.budget) : Number.NaN].filter((value) => !Number.isNaN(value));
  return [others.reduce((low, value) => Math.min(low, value), lowest), others.reduce((high, value) => Math.max(high, value), highest)];
}

function nearestLine({ values }: Plot, frame: Frame, bucket: number, y: number): number | undefined {
  const distances = values.map((own, series) => ({ series, distance: Math.abs(frame.y(own[bucket] ?? Number.NaN) - y) }));
  const near = distances.filter(({ distance }) => distance <= nearLine); // never so where it is no number
  return near.sort((a, b) => a.distance - b.distance)[0]?.series;
}
