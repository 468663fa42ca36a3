import { readFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { checkout } from "../scripts/checkout.mjs";
import { launchChromium } from "../scripts/chromium.mjs";
import { dayStart } from "../src/domain/buckets.ts";
import { packSegments } from "../src/domain/segmentPack.ts";
import { costSegments, FIRST_DAY } from "./costRows.mjs";
import { median } from "./timing.mjs";

/**
 * The table of the dashboard, in the page as it is built: how long a person waits for it after a click or a letter, and
 * how many frames a second it scrolls at.
 * @typedef {import("playwright-core").Page} Page
 * @typedef {import("../src/shared/protocol.ts").PageState} PageState
 */

/** A repaint that nobody notices, in milliseconds; a frame of sixty a second, with what a timer is off by. */
const REACH = { repaint: 50, frame: 17 };
const ROUNDS = 15;
const YEAR = { days: 365, projects: 50, items: 20, keys: 1, rowsPerDay: 1000 };
const KEYS = { days: 1, projects: 50, items: 20, keys: 100_000, rowsPerDay: 300_000 };

/** @returns {Promise<readonly import("./results.mjs").Line[]>} */
export async function benchmark() {
  const script = await build({ absWorkingDir: checkout, entryPoints: ["webview/main.ts"], bundle: true, minify: true, write: false, format: "iife", target: "es2022", define: { "process.env.NODE_ENV": '"production"' } });
  const style = await build({ absWorkingDir: checkout, entryPoints: ["webview/dashboard.css"], bundle: true, write: false });
  const theme = await readFile(path.join(checkout, "test", "webview", "themes", "darkModern.css"), "utf8");
  const browser = await launchChromium();
  try {
    const open = async () => {
      const page = await browser.newPage({ viewport: { width: 1180, height: 1000 } });
      await page.setContent('<body class="vscode-dark"><main id="app"></main></body>');
      await page.addStyleTag({ content: `${theme}\n${style.outputFiles[0]?.text ?? ""}` });
      await page.evaluate(prepare);
      await page.addScriptTag({ content: script.outputFiles[0]?.text ?? "" });
      return page;
    };
    return [...(await yearLines(await open())), ...(await keyLines(await open()))];
  } finally {
    await browser.close();
  }
}

/** @param {Page} page */
async function yearLines(page) {
  await show(page, YEAR, "project_id", "line_item");
  const about = "365 days × 50 projects × 20 line items in the page; from the event until its frame is done";
  const tick = () => timed(page, "#column-picker input", "click", 2); // quantity
  const first = await tick();
  /** @type {Record<"sorts" | "finds" | "columns", number[]>} */
  const times = { sorts: [], finds: [], columns: [] };
  for (let round = -2; round < ROUNDS; round += 1) {
    const sort = await timed(page, ".sort", "click", round % 2);
    const find = await timed(page, ".table-tools .search", "input", 0, round % 2 === 0 ? "item 1" : "");
    const column = await tick();
    if (round < 0) continue;
    times.sorts.push(sort);
    times.finds.push(find);
    times.columns.push(column);
  }
  await page.close();
  return [
    repaint("table repaint after a sort", times.sorts, about),
    repaint("table repaint after a letter in Find", times.finds, about),
    repaint("table repaint after a column", times.columns, about),
    repaint("table repaint after a column that was not there before", [first], about),
  ];
}

/** @param {Page} page */
async function keyLines(page) {
  await show(page, KEYS, "api_key_id", "api_key_id");
  const byName = await timed(page, ".sort", "click", 0);
  /** @type {number[]} */
  const sorts = [];
  for (let round = 0; round < ROUNDS; round += 1) sorts.push(await timed(page, ".sort", "click", 1));
  /** @type {number[]} */
  const finds = [];
  for (let round = -1; round < ROUNDS; round += 1) finds.push(await timed(page, ".table-tools .search", "input", 0, `key ${String(10 + round)}`));
  const firstFind = finds.shift() ?? Number.NaN;
  await timed(page, ".table-tools .search", "input", 0, "");
  const frames = [];
  const still = [];
  for (let round = 0; round < 5; round += 1) {
    frames.push(await page.evaluate(scroll, 900));
    still.push(await page.evaluate(scroll, 0));
  }
  await page.close();
  const about = "100,000 API keys";
  return [
    repaint("100,000 rows: sort by the total", sorts, about),
    { what: "100,000 rows: sort by name, first time", measured: byName, unit: "ms", beside: {}, about },
    { what: "100,000 rows: first letter in Find", measured: firstFind, unit: "ms", beside: {}, about },
    repaint("100,000 rows: a further letter in Find", finds, about),
    { what: "100,000 rows: a frame while scrolling", measured: median(frames.map(({ mean }) => mean)), unit: "ms", reach: REACH.frame, reachedBy: "60 frames a second", beside: { "standing still": median(still.map(({ mean }) => mean)), "slowest of a hundred": median(frames.map(({ slowest }) => slowest)) }, about: `${about}, 900 pixels a frame` },
  ];
}

/**
 * @param {string} what
 * @param {readonly number[]} times
 * @param {string} about
 * @returns {import("./results.mjs").Line}
 */
function repaint(what, times, about) {
  return { what, measured: median(times), unit: "ms", reach: REACH.repaint, reachedBy: "at most 50 ms", beside: { slowest: Math.max(...times) }, about };
}

/** What VS Code gives a page. In the browser. */
function prepare() {
  Object.assign(window, { acquireVsCodeApi: () => ({ postMessage: () => undefined, getState: () => ({ version: 1, look: { columns: { costs: ["-quantity", "-price"] } } }), setState: () => undefined }) });
}

/**
 * Sends state and rows as the host does, and waits until they are drawn.
 * @param {Page} page
 * @param {import("./costRows.mjs").Size} size
 * @param {"project_id" | "api_key_id"} second dimension beside the project, as the view has it
 * @param {"line_item" | "api_key_id"} groupBy
 */
async function show(page, size, second, groupBy) {
  const view = second === "project_id" ? "project_id+line_item" : "project_id+api_key_id";
  const segments = costSegments(size).map((segment) => ({
    ...segment,
    view,
    dimensions: { project_id: segment.dimensions.project_id, ...(groupBy === "line_item" ? { line_item: segment.dimensions.line_item } : { api_key_id: segment.dimensions.api_key_id }) },
    decimals: { ...segment.decimals, quantity: /** @type {import("../src/domain/decimalColumn.ts").DecimalColumn} */ (segment.decimals["amount"]) },
  }));
  const { columns, heads } = packSegments(/** @type {readonly import("../src/domain/segment.ts").Segment[]} */ (segments));
  const count = size.projects + size.items + size.keys;
  const texts = Array.from({ length: count }, (_, index) => (index < size.projects ? `project ${String(index)}` : index < size.projects + size.items ? `item ${String(index - size.projects)}` : `key ${String(index - size.projects - size.items)}`));
  const query = { source: "costs", metric: "amount", groupBy, range: { from: iso(FIRST_DAY), to: iso(FIRST_DAY + size.days - 1) }, width: "auto", filters: {}, compare: false };
  const now = dayStart(FIRST_DAY + size.days) - 1;
  const state = { query, now, access: { kind: "sample" }, unused: [], refused: {}, status: { asOf: now, loading: false, problem: null }, notes: [], budget: { dailyUsd: null, monthlyUsd: null } };
  const rows = { source: "costs", view, width: "1d", fetchedAt: Object.fromEntries(segments.map(({ day }) => [day, now])), missing: [], texts, names: [] };
  await page.evaluate(
    async ({ state: told, rows: rest, packed, text }) => {
      const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      window.postMessage({ type: "state", body: told }, "*");
      window.postMessage({ type: "rows", body: { ...rest, segments: { heads: packed, columns: bytes.buffer } } }, "*");
      while (!document.querySelector("table.breakdown tbody tr")) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    { state, rows, packed: heads, text: Buffer.from(columns).toString("base64") },
  );
}

/** @param {number} day */
function iso(day) {
  return new Date(dayStart(day) * 1000).toISOString().slice(0, 10);
}

/**
 * From the event until the frame that shows what came of it is done.
 * @param {Page} page
 * @param {string} selector
 * @param {"click" | "input"} event
 * @param {number} index which of the elements, from the end where negative
 * @param {string} [text] to be in the field
 */
async function timed(page, selector, event, index, text) {
  return page.evaluate(
    async ([wanted, kind, at, typed]) => {
      const element = [...document.querySelectorAll(wanted)].at(at);
      if (!(element instanceof HTMLElement)) throw new Error(`${wanted} is not there`);
      if (element instanceof HTMLInputElement && typed !== undefined) element.value = typed;
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
      const start = performance.now();
      if (kind === "click") element.click();
      else element.dispatchEvent(new Event("input"));
      // The page draws in the next frame; a message comes behind that frame's layout and paint.
      await new Promise((resolve) => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(null);
      }));
      return performance.now() - start;
    },
    /** @type {const} */ ([selector, event, index, text]),
  );
}

/**
 * Scrolls the table as a person drags: so much a frame, for a hundred frames. In the browser.
 * @param {number} step pixels
 */
async function scroll(step) {
  const table = document.querySelector(".table-scroll");
  if (!table) throw new Error("there is no table");
  const frame = () => new Promise((/** @type {(time: number) => void} */ resolve) => requestAnimationFrame(resolve));
  table.scrollTop = 0;
  await frame();
  let last = await frame();
  const first = last;
  let slowest = 0;
  for (let count = 0; count < 100; count += 1) {
    table.scrollTop += step;
    const time = await frame();
    slowest = Math.max(slowest, time - last);
    last = time;
  }
  return { mean: (last - first) / 100, slowest };
}
