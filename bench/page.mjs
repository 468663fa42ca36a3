import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { checkout } from "../scripts/checkout.mjs";
import { launchChromium } from "../scripts/chromium.mjs";
import { yearLines } from "./page/year.mjs";

/** The dashboard's page in a real Chromium: its chart beside the quickest there are, its repainting, its memory, its size. */
const ROUNDS = 21;
/** Bytes that the page's script may be, with all its libraries, as it would travel compressed. */
const MOST_BYTES = 125_000;

/**
 * @typedef {Readonly<Record<"ours" | "theirs", number>>} Pair
 * @typedef {{ firstLines: Pair; lineUpdates: Pair; barUpdates: Pair }} ChartTimes
 */

/** @returns {Promise<readonly import("./results.mjs").Line[]>} */
export async function benchmark() {
  return [...(await chartLines()), ...(await yearLines(ROUNDS)), await sizeLine()];
}

/** @returns {Promise<readonly import("./results.mjs").Line[]>} */
async function chartLines() {
  const { firstLines, lineUpdates, barUpdates } = await runCharts();
  return [
    line("10,080 minutes x 10 lines, first drawing", firstLines, 2.5, "uPlot"),
    line("10,080 minutes x 10 lines, other numbers", lineUpdates, 2, "uPlot"),
    line("365 x 10 stacked bars, other numbers", barUpdates, 1.2, "chart.js alone"),
  ];
}

/**
 * @param {string} what
 * @param {Pair} pair
 * @param {number} times
 * @param {string} other
 * @returns {import("./results.mjs").Line}
 */
function line(what, { ours, theirs }, times, other) {
  return { what, unit: "ms", measured: ours, reach: times * theirs, reachedBy: `${times} times ${other}`, beside: { [other]: theirs }, about: `${(ours / theirs).toFixed(2)} times ${other}` };
}

/** @returns {Promise<ChartTimes>} */
async function runCharts() {
  const script = fileURLToPath(new URL("page/contestants.mjs", import.meta.url));
  const { outputFiles } = await build({ entryPoints: [script], bundle: true, write: false, format: "iife", platform: "browser", target: "es2022", minify: true, define: { "process.env.NODE_ENV": '"production"' } });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1180, height: 1000 } });
    await page.addScriptTag({ content: outputFiles[0]?.text ?? "" });
    return await page.evaluate((rounds) => /** @type {{ chartTimes: (rounds: number) => Promise<ChartTimes> }} */ (/** @type {unknown} */ (window)).chartTimes(rounds), ROUNDS);
  } finally {
    await browser.close();
  }
}

/** @returns {Promise<import("./results.mjs").Line>} */
async function sizeLine() {
  const scripts = await Promise.all(["dashboard.js", "dashboard.chart.js", "dashboard.toolkit.js"].map((name) => readFile(path.join(checkout, "dist", name))));
  /** @param {readonly Buffer[]} files */
  const kilobytes = (files) => files.reduce((sum, { length }) => sum + length, 0) / 1000;
  const packed = scripts.map((script) => gzipSync(script, { level: 9 }));
  return { what: "the page's scripts, gzip -9", unit: "kB", measured: kilobytes(packed), reach: MOST_BYTES / 1000, reachedBy: "125 kB", beside: { "as they are": kilobytes(scripts) } };
}
