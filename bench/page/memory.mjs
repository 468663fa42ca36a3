import { readFile } from "node:fs/promises";
import { packSegments } from "../../src/domain/segmentPack.ts";

/** What the page keeps: with a year of a large organization in it, and after many changes of its range. */
const MEGABYTE = 2 ** 20;
const MOST_MB = 120;
const CHANGES = 200;
/** Megabytes by which a heap that does not grow differs from one look to the next. */
const MOST_GROWTH_MB = 3;

/**
 * @typedef {import("../../test/webview/dashboardPage.ts").DashboardPage} DashboardPage
 * @typedef {import("../../src/shared/protocol.ts").PageRows} PageRows
 * @typedef {import("../../src/shared/protocol.ts").PageState} PageState
 */

/**
 * @param {DashboardPage} dashboard the year is in it
 * @param {readonly { state: PageState; rows: PageRows }[]} answers one after the other, over and over
 * @returns {Promise<readonly import("../results.mjs").Line[]>}
 */
export async function memoryLines(dashboard, answers) {
  const { page } = dashboard;
  const full = await memoryOf(page);
  await page.evaluate(keepAnswers, answers.map(({ state, rows }) => wireOf(state, rows)));
  await page.evaluate(changeRange, CHANGES / 10);
  const early = await memoryOf(page);
  await page.evaluate(changeRange, CHANGES);
  const late = await memoryOf(page);
  return [
    { what: "365,000 rows: memory of the page's process", unit: "MB", measured: full.process, reach: MOST_MB, reachedBy: `${MOST_MB} MB`, beside: { "its heap": full.heap } },
    { what: `365,000 rows: what ${CHANGES} changes of range leave behind`, unit: "MB", measured: late.heap - early.heap, reach: MOST_GROWTH_MB, reachedBy: "flat", beside: { "heap before": early.heap, "heap after": late.heap } },
  ];
}

/**
 * After two collections: what is only weakly held goes with the second.
 * @param {import("playwright-core").Page} page
 */
async function memoryOf(page) {
  const own = await page.context().newCDPSession(page);
  for (let times = 0; times < 2; times += 1) await own.send("HeapProfiler.collectGarbage");
  const { usedSize, backingStorageSize } = /** @type {{ usedSize: number; backingStorageSize: number }} */ (await own.send("Runtime.getHeapUsage"));
  await own.detach();
  const browser = await page.context().browser()?.newBrowserCDPSession();
  const { processInfo = [] } = (await browser?.send("SystemInfo.getProcessInfo")) ?? {};
  await browser?.detach();
  // The other renderer, if there is one, is a spare.
  const sizes = await Promise.all(processInfo.filter(({ type }) => type === "renderer").map(({ id }) => sizeOf(id)));
  return { heap: (usedSize + backingStorageSize) / MEGABYTE, process: Math.max(...sizes) };
}

/** Megabytes that a process has for itself and shares of what it shares. @param {number} id */
async function sizeOf(id) {
  const [, kilobytes = "0"] = /^Pss:\s+(\d+) kB/m.exec(await readFile(`/proc/${id}/smaps_rollup`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}

/**
 * @param {PageState} state
 * @param {PageRows} rows
 */
function wireOf(state, rows) {
  const { columns, heads } = packSegments(rows.segments);
  return { state, rows: { ...rows, segments: undefined }, heads, text: Buffer.from(columns).toString("base64") };
}

/** In the page. @param {readonly ReturnType<typeof wireOf>[]} answers */
function keepAnswers(answers) {
  const kept = answers.map(({ state, rows, heads, text }) => {
    const { buffer } = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return [{ type: "state", body: state }, { type: "rows", body: { ...rows, segments: { heads, columns: buffer } } }];
  });
  Object.assign(window, { answers: kept });
}

/** In the page: as the host answers each time, and with each answer drawn. @param {number} changes */
async function changeRange(changes) {
  const answers = /** @type {readonly (readonly object[])[]} */ (Reflect.get(window, "answers"));
  for (let change = 0; change < changes; change += 1) {
    for (const message of answers[change % answers.length] ?? []) window.postMessage(message, "*");
    await new Promise((resolve) => void setTimeout(resolve, 0));
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => void requestAnimationFrame(resolve));
  }
}
