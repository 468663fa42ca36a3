import { setTimeout as delay } from "node:timers/promises";

/**
 * From the click on a command until what it opens can be read on the screen: the dashboard with its stored numbers, and
 * beside it a webview panel with one word in it.
 * @typedef {import("../test/harness/workbench.ts").Workbench} Workbench
 */
const PANELS = { dashboard: "OpenAI Spend: Open Dashboard", empty: "Bench: Open Empty Panel" };

/** Its document: one word. The dashboard is there with the first row of its table. */
export const EMPTY_PANEL_MARK = "data-empty-panel";
const READABLE = `[${EMPTY_PANEL_MARK}], table.breakdown tbody tr`;

const MOST_MS = 30_000;

/**
 * @param {Workbench} workbench with both extensions in it
 * @param {number} rounds
 * @returns {Promise<Readonly<Record<keyof typeof PANELS, readonly number[]>>>} milliseconds
 */
export async function openTimes(workbench, rounds) {
  await workbench.page.context().addInitScript(noteTimes, READABLE);
  await workbench.page.evaluate(noteTimes, READABLE);
  const times = { dashboard: /** @type {number[]} */ ([]), empty: /** @type {number[]} */ ([]) };
  // The first webview of a window brings up VS Code's own service worker: nobody's time.
  for (let round = -1; round < rounds; round += 1)
    for (const name of /** @type {const} */ (["empty", "dashboard"])) {
      const time = await openTime(workbench, PANELS[name]);
      if (round >= 0) times[name].push(time);
      await workbench.runCommand("View: Close All Editors");
      await delay(1_000);
    }
  return times;
}

/**
 * @param {Workbench} workbench
 * @param {string} command
 */
async function openTime(workbench, command) {
  const { page } = workbench;
  await page.evaluate(() => Object.assign(window, { clickedAt: 0 }));
  await workbench.runCommand(command);
  const until = Date.now() + MOST_MS;
  while (Date.now() < until) {
    const clicked = await page.evaluate(() => Number(Reflect.get(window, "clickedAt")));
    const shown = await Promise.all(page.frames().map((frame) => frame.evaluate(() => Number(Reflect.get(window, "readableAt"))).catch(() => Number.NaN)));
    const at = shown.find((time) => time > clicked);
    if (clicked > 0 && at !== undefined) return at - clicked;
    await delay(100);
  }
  throw new Error(`${command} showed nothing within ${MOST_MS / 1000} s`);
}

/**
 * Runs in every document: when what it frames can be read, and when something was clicked. Milliseconds since 1970.
 * From the frame around it, since VS Code writes a webview's own document anew once it is there.
 * @param {string} readable
 */
function noteTimes(readable) {
  const now = () => performance.timeOrigin + performance.now();
  addEventListener("click", () => Object.assign(window, { clickedAt: now() }), { capture: true });
  /** @type {WeakSet<Document>} */
  const watched = new WeakSet();
  /** @param {Document} inner */
  const watch = (inner) => {
    watched.add(inner);
    const look = () => {
      if (!inner.querySelector(readable)) return;
      changes.disconnect();
      // Behind the layout and the paint of the frame in which it came.
      inner.defaultView?.requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => Object.assign(window, { readableAt: now() });
        port2.postMessage(null);
      });
    };
    const changes = new MutationObserver(look);
    changes.observe(inner, { childList: true, subtree: true });
    look();
  };
  const findFrames = () => {
    for (const { contentDocument } of document.querySelectorAll("iframe")) if (contentDocument && !watched.has(contentDocument)) watch(contentDocument);
    requestAnimationFrame(findFrames);
  };
  requestAnimationFrame(findFrames);
}
