import { BarController, BarElement, Chart, LinearScale, Tooltip, type ChartConfiguration, type ChartDataset } from "chart.js";
import type { BucketTrait } from "../view/bucketTraits.ts";
import type { Drawing } from "../view/drawing.ts";
import type { Series } from "../view/series.ts";
import { chartOptions } from "./chartOptions.ts";
import type { ChartTheme } from "./chartTheme.ts";
import { backdrop } from "./backdrop.ts";
import { Hatches } from "./hatch.ts";
import { valueScale } from "./axes.ts";

Chart.register(BarController, BarElement, LinearScale, Tooltip);

/** What is drawn: the same objects the tables read, so that they cannot disagree. */
export interface ChartInput {
  readonly drawing: Drawing;
  readonly series: readonly Series[];
  readonly traits: readonly BucketTrait[];
}

/** Stacked bars over time on one canvas. Made once, then fed; the library draws and finds what is under the pointer. */
export class SpendChart {
  readonly #canvas: HTMLCanvasElement;
  #hatches = new Hatches();
  #chart: Chart<"bar", { x: number; y: number }[]> | undefined;
  #input: ChartInput | undefined;
  #theme: ChartTheme | undefined;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  draw(input: ChartInput, theme: ChartTheme): void {
    if (this.#input?.drawing === input.drawing && this.#theme === theme) return;
    if (this.#theme !== theme) this.#hatches = new Hatches();
    this.#input = input;
    this.#theme = theme;
    const config = this.#configuration(input, theme);
    if (!this.#chart) {
      this.#chart = new Chart(this.#canvas, config);
      return;
    }
    // What was pointed at was a bucket of the old numbers.
    this.#chart.setActiveElements([]);
    this.#chart.tooltip?.setActiveElements([], { x: 0, y: 0 });
    this.#chart.data = config.data;
    if (config.options) this.#chart.options = config.options;
    this.#chart.update("none");
  }

  /** Shows a bucket's tooltip as if the pointer were on it; `undefined` takes it away. */
  point(bucket: number | undefined): void {
    const chart = this.#chart;
    if (!chart) return;
    const items = bucket === undefined ? [] : chart.data.datasets.map((_, datasetIndex) => ({ datasetIndex, index: bucket }));
    const bar = bucket === undefined ? undefined : chart.getDatasetMeta(0).data[bucket];
    chart.setActiveElements(items);
    chart.tooltip?.setActiveElements(items, { x: bar?.x ?? 0, y: bar?.y ?? 0 });
    chart.update("none");
  }

  /** After the window moved to a screen of another density, or the canvas came back into sight. */
  resize(): void {
    this.#chart?.resize();
  }

  dispose(): void {
    this.#chart?.destroy();
    this.#chart = undefined;
    this.#input = undefined;
  }

  #configuration(input: ChartInput, theme: ChartTheme): ChartConfiguration<"bar", { x: number; y: number }[]> {
    const { drawing, series, traits } = input;
    const largest = drawing.breakdown.starts.reduce((most, _, bucket) => Math.max(most, stackHeight(series, bucket)), 0);
    const scale = valueScale(drawing.metric.unit, largest);
    const datasets = series.map((each) => this.#dataset(each, traits, scale.divisor, theme));
    return { type: "bar", data: { datasets }, options: chartOptions(input, theme, scale), plugins: [backdrop(() => ({ input: this.#input, theme: this.#theme }))] };
  }

  #dataset(series: Series, traits: readonly BucketTrait[], divisor: number, theme: ChartTheme): ChartDataset<"bar", { x: number; y: number }[]> {
    const color = series.slot === "other" ? theme.other : (theme.series[series.slot] ?? theme.other);
    const hatch = this.#hatches.of(color, window.devicePixelRatio);
    const fill = traits.map((trait) => (trait === "moving" ? hatch : color));
    const crowded = traits.length > 120;
    return {
      label: series.name,
      data: traits.map((_, bucket) => ({ x: bucket, y: series.drawn(bucket) / divisor })),
      backgroundColor: fill,
      hoverBackgroundColor: fill,
      // A hairline of the ground between layers; a full outline where contrast is asked for.
      borderColor: theme.highContrast ? theme.text : theme.background,
      borderWidth: crowded ? 0 : theme.highContrast ? 1 : { top: 1 },
      borderSkipped: false,
      barPercentage: 1,
      categoryPercentage: crowded ? 1 : 0.8,
      maxBarThickness: 56,
      minBarLength: 0,
    };
  }
}

function stackHeight(series: readonly Series[], bucket: number): number {
  return series.reduce((sum, each) => sum + (Math.max(0, each.drawn(bucket)) || 0), 0);
}
