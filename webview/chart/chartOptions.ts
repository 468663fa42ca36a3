import type { ChartOptions } from "chart.js";
import { roomOf, type Plot } from "../view/plot.ts";
import { timeTicks, type ValueScale } from "./axes.ts";
import type { ChartTheme } from "./chartTheme.ts";

/** Pixels that a label below the chart needs with its air. */
const labelRoom = 64;

/** Axes and room; what stands between them is drawn in one go, and pointed at through the page's own elements. */
export function chartOptions(plot: Plot, theme: ChartTheme, scale: ValueScale, [lowest, highest]: readonly [number, number]): ChartOptions<"bar"> {
  const font = { family: theme.fontFamily, size: theme.fontSize };
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    events: [],
    layout: { padding: { top: 8 } },
    scales: {
      x: {
        type: "linear",
        min: -0.5,
        max: roomOf(plot) - 0.5,
        grid: { display: false },
        border: { color: theme.grid },
        afterBuildTicks: (axis) => {
          axis.ticks = timeTicks(plot, Math.max(2, Math.floor(axis.width / labelRoom))).map(({ bucket, label }) => ({ value: bucket, label }));
        },
        ticks: { color: theme.faintText, font, maxRotation: 0, autoSkip: false, callback: (_value, index, ticks) => ticks[index]?.label ?? "" },
      },
      y: {
        type: "linear",
        beginAtZero: true,
        suggestedMin: lowest / scale.divisor,
        ...(plot.kind === "share" ? { max: 100 } : { suggestedMax: highest / scale.divisor || 1 }),
        grid: { color: theme.grid, drawTicks: false },
        border: { display: false },
        ticks: {
          color: theme.faintText,
          font,
          padding: 8,
          maxTicksLimit: 6,
          callback: (value, _index, ticks) => scale.write(Number(value), Math.abs((ticks[1]?.value ?? 1) - (ticks[0]?.value ?? 0))),
        },
      },
    },
  };
}
