import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { before, test } from "node:test";
import { checkout } from "../harness/checkout.ts";
import type { DashboardPage } from "./dashboardPage.ts";
import { dashboards, oneBrowser } from "./freshPages.ts";
import { pageScenes, type SceneName } from "./pageScenes.ts";
import { themes } from "./pageServer.ts";
import { pageState } from "./pageStates.ts";
import { costPage } from "./sampleRows.ts";

const folder = path.join(checkout, "out", "screenshots");
/** The states with the most on the page at once. */
const full: readonly SceneName[] = ["overview", "budget", "tokens", "buckets", "lines", "cumulative", "heatMap", "compared", "othersOpen", "zoomed", "filters", "custom", "stale", "failed", "hostGone", "invitation"];

oneBrowser();
before(() => mkdir(folder, { recursive: true }));

const overflow = (dashboard: DashboardPage): Promise<number> =>
  dashboard.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const width of [320, 480, 700, 1600, 2560])
  test(`at ${String(width)} pixels nothing scrolls sideways and no two controls overlap`, async () => {
    for (const name of full) {
      const dashboard = await dashboards.open({ width, height: 900 });
      await pageScenes[name](dashboard);
      assert.ok((await overflow(dashboard)) <= 0, `${name} scrolls sideways`);
      assert.deepEqual(await overlapping(dashboard), [], name);
      if (width === 320 || width === 2560) await dashboard.page.screenshot({ path: path.join(folder, `${name}-${String(width)}.png`), fullPage: true });
      assert.deepEqual(dashboard.faults, [], name);
      await dashboard.close();
    }
  });

/** Pairs of controls whose boxes meet. Popovers lie over the page on purpose; what is scrolled out of sight lies over nothing. */
async function overlapping(dashboard: DashboardPage): Promise<readonly string[]> {
  return dashboard.page.evaluate(() => {
    const controls = [...document.querySelectorAll<HTMLElement>("main :is(button, vscode-dropdown, input)")].filter(
      (each) => !each.closest("[popover]") && each.checkVisibility() && !each.closest(".table-scroll, .legend-list[data-long]"),
    );
    const meets = (a: DOMRect, b: DOMRect): boolean => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    return controls.flatMap((a, index) =>
      controls.slice(index + 1).flatMap((b) => (meets(a.getBoundingClientRect(), b.getBoundingClientRect()) ? [`${a.textContent} over ${b.textContent}`] : [])),
    );
  });
}

test("after the first drawing nothing moves while the answer comes in", async () => {
  const dashboard = await dashboards.open();
  await dashboard.page.evaluate(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
    }).observe({ type: "layout-shift", buffered: true });
  });
  await dashboard.show(pageState({ status: { loading: true, asOf: null } }));
  await dashboard.show(pageState({ status: { loading: true } }), costPage());
  await dashboard.show(pageState(), costPage());
  const total = await dashboard.page.evaluate(() => (window as unknown as { shifts: number[] }).shifts.reduce((sum, each) => sum + each, 0));
  assert.ok(total < 0.01, `layout shift ${String(total)}`);
  await dashboard.close();
});

test("another theme is put on at once, on the canvas too", async () => {
  const dashboard = await dashboards.open({ theme: "darkModern" });
  await dashboard.show(pageState(), costPage());
  const picture = (): Promise<string> => dashboard.page.locator("canvas").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const dark = await picture();
  await dashboard.page.evaluate(async ({ body }) => {
    const link = document.querySelector<HTMLLinkElement>("#theme");
    await new Promise((resolve) => {
      link?.addEventListener("load", resolve);
      if (link) link.href = "lightModern.css";
    });
    document.body.className = body;
  }, themes.lightModern);
  await dashboard.settled();
  const light = await picture();
  assert.notEqual(light, dark);
  const fresh = await dashboards.open({ theme: "lightModern" });
  await fresh.show(pageState(), costPage());
  assert.equal(await fresh.page.locator("canvas").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL()), light);
  await fresh.close();
  await dashboard.close();
});

test("with reduced motion nothing of the page moves by itself", async () => {
  const dashboard = await dashboards.open();
  await dashboard.show(pageState({ status: { loading: true } }));
  await dashboard.page.locator(".blank").first().waitFor();
  const moving = (): Promise<number> => dashboard.page.evaluate(() => [...document.querySelectorAll(".blank")].filter((each) => each.getAnimations().length > 0).length);
  assert.equal(await moving(), 0);
  await dashboard.page.emulateMedia({ reducedMotion: "no-preference" });
  assert.notEqual(await moving(), 0);
  await dashboard.close();
});
