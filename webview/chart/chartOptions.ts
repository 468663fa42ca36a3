import type { ChartOptions, TooltipItem } from "chart.js";
import { writeValue } from "../../src/domain/measure.ts";
import { bucketName, traitRemark } from "../view/bucketTraits.ts";
import { timeTicks, type ValueScale } from "./axes.ts";
import type { ChartTheme } from "./chartTheme.ts";
import type { ChartInput } from "./spendChart.ts";

/** Pixels that a label below the chart needs with its air. */
const labelRoom = 64;
const longestName = 28;

export function chartOptions(input: ChartInput, theme: ChartTheme, scale: ValueScale): ChartOptions<"bar"> {
  const buckets = input.traits.length;
  const font = { family: theme.fontFamily, size: theme.fontSize };
  return {
    parsing: false,
    normalized: true,
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    // The pointer names a bucket, never a sliver of a layer.
    interaction: { mode: "index", intersect: false },
    layout: { padding: { top: 8 } },
    scales: {
      x: {
        type: "linear",
        stacked: true,
        offset: false,
        min: -0.5,
        max: buckets - 0.5,
        grid: { display: false },
        border: { color: theme.grid },
        afterBuildTicks: (axis) => {
          axis.ticks = timeTicks(input.drawing, Math.max(2, Math.floor(axis.width / labelRoom))).map(({ bucket, label }) => ({ value: bucket, label }));
        },
        ticks: { color: theme.faintText, font, maxRotation: 0, autoSkip: false, callback: (_value, index, ticks) => ticks[index]?.label ?? "" },
      },
      y: {
        type: "linear",
        stacked: true,
        beginAtZero: true,
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
    plugins: { legend: { display: false }, tooltip: tooltip(input, theme, font) },
  };
}

type TooltipOptions = NonNullable<NonNullable<ChartOptions<"bar">["plugins"]>["tooltip"]>;

/** Drawn on the canvas as plain text: names of other people's making never meet a parser. */
function tooltip({ drawing, series, traits }: ChartInput, theme: ChartTheme, font: { family: string; size: number }): TooltipOptions {
  const { unit } = drawing.metric;
  const value = (item: TooltipItem<"bar">): string => writeValue(series[item.datasetIndex]?.at(item.dataIndex), unit);
  return {
    animation: false,
    backgroundColor: theme.tooltipBackground,
    borderColor: theme.tooltipBorder,
    borderWidth: 1,
    cornerRadius: 4,
    padding: 10,
    caretSize: 0,
    caretPadding: 12,
    boxWidth: 8,
    boxHeight: 8,
    boxPadding: 6,
    usePointStyle: true,
    titleColor: theme.tooltipText,
    bodyColor: theme.tooltipText,
    footerColor: theme.tooltipText,
    titleFont: { ...font, weight: "bold" },
    bodyFont: font,
    footerFont: { ...font, weight: "bold" },
    filter: ({ datasetIndex, dataIndex }) => series[datasetIndex]?.at(dataIndex) !== undefined,
    itemSort: (a, b) => a.datasetIndex - b.datasetIndex,
    callbacks: {
      title: ([item]) => {
        if (!item) return "";
        const remark = traitRemark(traits[item.dataIndex] ?? "settled");
        return `${bucketName(drawing, item.dataIndex)} UTC${remark ? `, ${remark}` : ""}`;
      },
      label: (item) => `${value(item)}  ${cut(item.dataset.label ?? "")}`,
      labelColor: ({ datasetIndex }) => {
        const slot = series[datasetIndex]?.slot ?? "other";
        const color = slot === "other" ? theme.other : (theme.series[slot] ?? theme.other);
        return { borderColor: color, backgroundColor: color };
      },
      labelPointStyle: () => ({ pointStyle: "rectRounded", rotation: 0 }),
      footer: ([item]) => (item ? `${writeValue(drawing.breakdown.bucketTotals[item.dataIndex], unit)}  Total` : ""),
    },
  };
}

function cut(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}
