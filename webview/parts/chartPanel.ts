import { html, type TemplateResult } from "lit-html";
import { createRef, ref } from "lit-html/directives/ref.js";
import { writeValue, writeWithUnit } from "../../src/domain/measure.ts";
import { onThemeChange, readChartTheme, type ChartTheme } from "../chart/chartTheme.ts";
import { SpendChart, type ChartInput } from "../chart/spendChart.ts";
import { bucketName, traitRemark } from "../view/bucketTraits.ts";
import { rangeText } from "../view/localTime.ts";
import { count, firstFew } from "../view/words.ts";
import { titleOf } from "../view/title.ts";

/** The chart's place on the page: its canvas, its keys, and its words for who does not see it. */
export class ChartPanel {
  readonly #canvas = createRef<HTMLCanvasElement>();
  readonly #redraw: () => void;
  #chart: { readonly canvas: HTMLCanvasElement; readonly view: SpendChart } | undefined;
  #theme: ChartTheme | undefined;
  #input: ChartInput | undefined;
  /** Bucket that the keys stand on. */
  #at: number | undefined;

  constructor(redraw: () => void) {
    this.#redraw = redraw;
    onThemeChange(() => {
      this.#theme = undefined;
      redraw();
    });
  }

  template(input: ChartInput): TemplateResult {
    if (this.#input?.drawing !== input.drawing) this.#at = undefined;
    this.#input = input;
    return html`<div class="canvas-box">
        <canvas
          class="canvas"
          tabindex="0"
          role="img"
          aria-label=${describe(input)}
          aria-describedby="chart-keys"
          ${ref(this.#canvas)}
          @keydown=${this.#keydown}
          @blur=${this.#leave}
        ></canvas>
      </div>
      <p class="sr" id="chart-keys">Left and right arrow keys read bucket by bucket. The same numbers stand in the tables below.</p>
      <p class="sr" aria-live="polite" data-readout>${this.#at === undefined ? "" : readOut(input, this.#at)}</p>`;
  }

  /** Once the page stands: the canvas has its size only then. */
  afterRender(shown: ChartInput | null): void {
    const canvas = this.#canvas.value;
    if (!shown || !canvas || !this.#input) {
      this.#chart?.view.dispose();
      this.#chart = undefined;
      return;
    }
    if (this.#chart?.canvas !== canvas) {
      this.#chart?.view.dispose();
      this.#chart = { canvas, view: new SpendChart(canvas) };
    }
    this.#theme ??= readChartTheme(document.body);
    this.#chart.view.draw(this.#input, this.#theme);
  }

  readonly #keydown = (event: KeyboardEvent): void => {
    const last = (this.#input?.traits.length ?? 0) - 1;
    const next = {
      ArrowLeft: Math.max(0, (this.#at ?? last + 1) - 1),
      ArrowRight: Math.min(last, (this.#at ?? -1) + 1),
      Home: 0,
      End: last,
      Escape: undefined,
    };
    if (!Object.hasOwn(next, event.key)) return;
    event.preventDefault();
    this.#go(next[event.key as keyof typeof next]); // a key of `next`, checked one line above
  };

  readonly #leave = (): void => {
    if (this.#at !== undefined) this.#go(undefined);
  };

  #go(bucket: number | undefined): void {
    this.#at = bucket;
    this.#chart?.view.point(bucket);
    this.#redraw();
  }
}

/** The chart in a sentence or two. */
function describe({ drawing, series }: ChartInput): string {
  const { unit } = drawing.metric;
  const largest = series.slice(0, 3).map((each) => `${each.name} ${writeWithUnit(each.total, unit)}`);
  const buckets = count(drawing.breakdown.starts.length, "bucket");
  return `Stacked bar chart: ${titleOf(drawing.query)}, ${rangeText(drawing.resolved)}, ${buckets}. Total ${writeWithUnit(drawing.breakdown.total, unit)}. Largest: ${firstFew(largest)}.`;
}

/** One bucket, all of it. */
function readOut({ drawing, series, traits }: ChartInput, bucket: number): string {
  const { unit } = drawing.metric;
  const remark = traitRemark(traits[bucket] ?? "settled");
  const parts = series.flatMap((each) => {
    const value = each.at(bucket);
    return value ? [`${each.name} ${writeValue(value, unit)}`] : [];
  });
  const total = drawing.breakdown.bucketTotals[bucket];
  return `${bucketName(drawing, bucket)} UTC${remark ? `, ${remark}` : ""}: ${writeWithUnit(total, unit)}. ${parts.join(", ")}`;
}
