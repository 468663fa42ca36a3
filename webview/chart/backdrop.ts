import type { Chart, Plugin } from "chart.js";
import type { ChartTheme } from "./chartTheme.ts";
import type { ChartInput } from "./spendChart.ts";

/** Behind the bars: a dotted band where a bucket is missing, so that a gap is not taken for a zero, and the bucket pointed at. */
export function backdrop(current: () => { input: ChartInput | undefined; theme: ChartTheme | undefined }): Plugin<"bar"> {
  return {
    id: "backdrop",
    beforeDatasetsDraw(chart) {
      const { input, theme } = current();
      const x = chart.scales["x"];
      if (!input || !theme || !x) return;
      const width = Math.abs(x.getPixelForValue(1) - x.getPixelForValue(0));
      const active = chart.getActiveElements()[0]?.index;
      if (active !== undefined) band(chart, x.getPixelForValue(active), width, theme.grid, 0.6);
      input.traits.forEach((trait, bucket) => {
        if (trait === "missing") dots(chart, x.getPixelForValue(bucket), width, theme.faintText);
      });
    },
  };
}

function band({ ctx, chartArea }: Chart, center: number, width: number, color: string, alpha: number): void {
  ctx.save();
  ctx.globalAlpha = alpha;
  ctx.fillStyle = color;
  ctx.fillRect(center - width / 2, chartArea.top, width, chartArea.bottom - chartArea.top);
  ctx.restore();
}

function dots({ ctx, chartArea }: Chart, center: number, width: number, color: string): void {
  ctx.save();
  ctx.fillStyle = color;
  ctx.globalAlpha = 0.8;
  const left = center - width * 0.4;
  const step = 6;
  for (let y = chartArea.top + step / 2; y < chartArea.bottom; y += step)
    for (let x = left + step / 2; x < left + Math.max(width * 0.8, 2); x += step) ctx.fillRect(x - 0.5, y - 0.5, 1.2, 1.2);
  ctx.restore();
}
