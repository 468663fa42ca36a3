import { dayOf } from "../../src/domain/buckets.ts";
import { checkout } from "../../scripts/checkout.mjs";
import { costSegments, FIRST_DAY } from "../costRows.mjs";
import { median } from "../timing.mjs";
import { memoryLines } from "./memory.mjs";

/** A year of a large organization in the page: what a click on it costs until the next picture stands, and what it keeps. */
const DAYS = 365;
const PROJECTS = 50;
const ITEMS = 20;
/** Milliseconds. */
const MOST = 50;

// The tests' own page; bundling gives it this name otherwise.
Object.assign(globalThis, { CHECKOUT: checkout });
const { Dashboards } = await import("../../test/webview/dashboardPage.ts");
const { asking, pageState } = await import("../../test/webview/pageStates.ts");
const { allFetched, now } = await import("../../test/webview/sampleRows.ts");

/** Each line item of each project on each day: 365,000 rows. @returns {import("../../src/shared/protocol.ts").PageRows} */
function yearRows() {
  const shift = dayOf(now) - DAYS + 1 - FIRST_DAY;
  const project = Uint32Array.from({ length: PROJECTS * ITEMS }, (_, row) => 1 + Math.floor(row / ITEMS));
  const item = Uint32Array.from({ length: PROJECTS * ITEMS }, (_, row) => 1 + PROJECTS + (row % ITEMS));
  const segments = costSegments({ days: DAYS, projects: PROJECTS, items: ITEMS, keys: 1, rowsPerDay: PROJECTS * ITEMS }).map((segment) => ({
    ...segment,
    ...{ day: segment.day + shift, view: "project_id+line_item", dimensions: { project_id: project, line_item: item } },
  }));
  const texts = [...Array.from({ length: PROJECTS }, (_, at) => `proj_${at}`), ...Array.from({ length: ITEMS }, (_, at) => `item ${at}`)];
  return { source: "costs", view: "project_id+line_item", width: "1d", segments, fetchedAt: allFetched(segments), missing: [], texts, names: [] };
}

/** What is clicked, there and back: a part of the page by its selector, and the value it is given where it is a choice. */
const CLICKS = /** @type {const} */ ({
  "group by": [["vscode-dropdown[aria-label='Group by']", "line_item"], ["vscode-dropdown[aria-label='Group by']", "project_id"]],
  "sort": [[".sort", null], [".sort", null]],
  "open and close Other": [[".legend-button[aria-expanded]", null], [".legend-button[aria-expanded]", null]],
  "kind of chart": [["vscode-dropdown[aria-label='Chart']", "lines"], ["vscode-dropdown[aria-label='Chart']", "cumulative"]],
  "filter, and back": [[".legend-button", null], [".chip-remove", null]],
});

/** @param {number} rounds @returns {Promise<readonly import("../results.mjs").Line[]>} */
export async function yearLines(rounds) {
  const dashboards = await Dashboards.start();
  try {
    const dashboard = await dashboards.open();
    const year = { state: pageState({ query: asking({ range: "last12Months" }) }), rows: yearRows() };
    await dashboard.show(year.state, year.rows);
    /** @type {import("../results.mjs").Line[]} */
    const lines = [];
    for (const [what, steps] of Object.entries(CLICKS)) {
      const times = await dashboard.page.evaluate(timeClicks, { steps, rounds });
      const both = times.map((each) => each.total);
      lines.push({ what: `365,000 rows: ${what}`, unit: "ms", measured: median(both), reach: MOST, reachedBy: "50 ms", beside: { "of it script": median(times.map((each) => each.script)), "slowest": Math.max(...both) } });
    }
    const last = year.rows.segments.slice(-30);
    const month = { state: pageState({ query: asking({ range: "last30Days" }) }), rows: { ...year.rows, segments: last } };
    return [...lines, ...(await memoryLines(dashboard, [month, year]))];
  } finally {
    await dashboards.close();
  }
}

/**
 * Runs in the page. From the click to after the picture that follows it, and how much of that is script.
 * @param {{ steps: readonly (readonly [selector: string, value: string | null])[]; rounds: number }} input
 */
async function timeClicks({ steps, rounds }) {
  const frame = () => new Promise((resolve) => void requestAnimationFrame(resolve));
  const task = () => new Promise((resolve) => void setTimeout(resolve, 0));
  /** @type {{ total: number; script: number }[]} */
  const times = [];
  for (let round = -2; round < rounds; round += 1)
    for (const [selector, value] of steps) {
      await frame();
      await task();
      const element = document.querySelector(selector);
      if (!(element instanceof HTMLElement)) throw new Error(`${selector} is not there`);
      const start = performance.now();
      if (value === null) element.click();
      else {
        Object.assign(element, { value });
        element.dispatchEvent(new Event("change", { bubbles: true }));
      }
      // Registered after the page's own frame callback, so that it runs behind it in the same frame.
      const begin = new Promise((resolve) => void requestAnimationFrame(resolve));
      const [, after] = await Promise.all([begin, begin.then(() => performance.now())]);
      await task();
      const end = performance.now();
      if (round >= 0) times.push({ total: end - start, script: after - start });
    }
  return times;
}
