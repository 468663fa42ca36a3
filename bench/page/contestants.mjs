import { BarController, BarElement, Chart, LinearScale } from "chart.js";
import uPlot from "uplot";
import { SpendChart } from "../../webview/chart/spendChart.ts";
import { plotOf } from "../../webview/view/plot.ts";
import { medians } from "../timing.mjs";

/**
 * Runs in the browser: the dashboard's chart beside uPlot with the same points, and beside chart.js with the same bars.
 * Every contestant is given typed arrays or what it likes best, and is done when its pixels can be read.
 * @typedef {readonly Float64Array[]} Lines
 */

Chart.register(BarController, BarElement, LinearScale);

const WIDTH = 900;
const HEIGHT = 296;
const START = Date.UTC(2026, 10, 16) / 1000;
const COLORS = ["#5497d0", "#c78f29", "#a9f5cd", "#9f528d", "#baa6fc", "#667a00", "#f49e76", "#5fe2f5", "#566ccf", "#f0cf63"];
const THEME = { series: COLORS, other: "#8a8a8a", text: "#cccccc", faintText: "#9d9d9d", grid: "#333333", background: "#1f1f1f", warning: "#cca700", highContrast: false, fontFamily: "sans-serif", fontSize: 11 };

/** @param {number} series @param {number} buckets @param {number} seed @returns {Lines} */
function linesOf(series, buckets, seed) {
  return Array.from({ length: series }, (_, line) => Float64Array.from({ length: buckets }, (_unused, bucket) => 50 + 40 * Math.sin(bucket / 180 + line + seed) + ((Math.imul(bucket + 1, 2_654_435_761 ^ (line + seed)) >>> 0) % 1000) / 50));
}

/** What the page would have made of its rows. @param {"lines" | "bars"} kind @param {Lines} lines @param {"1m" | "1d"} width */
function plotFrom(kind, lines, width) {
  const buckets = lines[0]?.length ?? 0;
  const step = width === "1m" ? 60 : 86_400;
  const starts = Array.from({ length: buckets }, (_, bucket) => START + bucket * step);
  const drawing = { metric: { unit: "tokens" }, resolved: { width }, breakdown: { starts, bucketTotals: [] }, before: null };
  const series = lines.map((line, slot) => ({ name: String(slot), slot, line: () => line }));
  const traits = starts.map((_, bucket) => (bucket < buckets - 3 || width === "1m" ? "settled" : "moving"));
  const input = /** @type {import("../../webview/view/plot.ts").PlotInput} */ (/** @type {unknown} */ ({ drawing, series, traits, month: null }));
  return plotOf(kind, input);
}

/** A place of the dashboard's size, gone afterwards. */
function box() {
  const element = document.createElement("div");
  Object.assign(element.style, { position: "relative", width: `${WIDTH}px`, height: `${HEIGHT}px` });
  document.body.append(element);
  return element;
}

/** @param {HTMLElement} element */
function canvasIn(element) {
  const canvas = document.createElement("canvas");
  element.append(canvas);
  return canvas;
}

/** Waits until the canvas has taken everything that was drawn on it. @param {HTMLCanvasElement | null} canvas */
function flush(canvas) {
  canvas?.getContext("2d")?.getImageData(0, 0, 1, 1);
}

/** @param {"lines" | "bars"} kind @param {"1m" | "1d"} width */
function ours(kind, width) {
  const element = box();
  const canvas = canvasIn(element);
  const chart = new SpendChart({ Chart }, canvas, () => undefined);
  return {
    /** @param {Lines} lines */
    draw: (lines) => {
      chart.draw(plotFrom(kind, lines, width), THEME);
      flush(canvas);
    },
    end: () => {
      chart.dispose();
      element.remove();
    },
  };
}

function theirsLines() {
  const element = box();
  /** @type {uPlot | undefined} */
  let plot;
  return {
    /** @param {Lines} lines */
    draw: async (lines) => {
      const data = /** @type {uPlot.AlignedData} */ ([Float64Array.from(lines[0] ?? [], (_, bucket) => START + bucket * 60), ...lines]);
      if (plot) plot.setData(data);
      else plot = new uPlot({ width: WIDTH, height: HEIGHT, legend: { show: false }, cursor: { show: false }, series: [{}, ...COLORS.map((stroke) => ({ stroke, width: 1.25 }))] }, data, element);
      await Promise.resolve(); // it draws in a microtask
      flush(element.querySelector("canvas"));
    },
    end: () => {
      plot?.destroy();
      element.remove();
    },
  };
}

function theirsBars() {
  const element = box();
  const canvas = canvasIn(element);
  /** @type {Chart<"bar", { x: number; y: number }[]> | undefined} */
  let chart;
  return {
    /** @param {Lines} lines */
    draw: (lines) => {
      const datasets = lines.map((line, slot) => ({ backgroundColor: COLORS[slot] ?? "", data: Array.from(line, (y, x) => ({ x, y })), barPercentage: 1, categoryPercentage: 1 }));
      const scales = { x: { type: /** @type {const} */ ("linear"), stacked: true, min: -0.5, max: (lines[0]?.length ?? 0) - 0.5 }, y: { type: /** @type {const} */ ("linear"), stacked: true } };
      if (chart) {
        chart.data = { datasets };
        chart.update("none");
      } else chart = new Chart(canvas, { type: "bar", data: { datasets }, options: { parsing: false, normalized: true, animation: false, maintainAspectRatio: false, scales } });
      flush(canvas);
    },
    end: () => {
      chart?.destroy();
      element.remove();
    },
  };
}

/** @typedef {{ draw: (lines: Lines) => void | Promise<void>; end: () => void }} Contestant */

/** First drawings, each in a new place. @param {() => Contestant} make @param {Lines} lines */
function first(make, lines) {
  return async () => {
    const one = make();
    await one.draw(lines);
    one.end();
  };
}

/** Drawings of other numbers in the same place. @param {() => Contestant} make @param {readonly [Lines, Lines]} both */
async function updates(make, both) {
  const one = make();
  await one.draw(both[0]);
  let turn = 0;
  return { run: () => one.draw(both[(turn += 1) % 2] ?? both[0]), end: one.end };
}

/** @param {number} rounds */
async function chartTimes(rounds) {
  const minutes = /** @type {const} */ ([linesOf(10, 10_080, 1), linesOf(10, 10_080, 2)]);
  const days = /** @type {const} */ ([linesOf(10, 365, 1), linesOf(10, 365, 2)]);
  const firstLines = await medians({ ours: first(() => ours("lines", "1m"), minutes[0]), theirs: first(theirsLines, minutes[0]) }, { rounds });
  const lines = { ours: await updates(() => ours("lines", "1m"), minutes), theirs: await updates(theirsLines, minutes) };
  const lineUpdates = await medians({ ours: lines.ours.run, theirs: lines.theirs.run }, { rounds });
  const bars = { ours: await updates(() => ours("bars", "1d"), days), theirs: await updates(theirsBars, days) };
  const barUpdates = await medians({ ours: bars.ours.run, theirs: bars.theirs.run }, { rounds });
  for (const { end } of [lines.ours, lines.theirs, bars.ours, bars.theirs]) end();
  return { firstLines, lineUpdates, barUpdates };
}

Object.assign(window, { chartTimes });
