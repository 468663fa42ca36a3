import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { before, test } from "node:test";
import { toNumber } from "../../src/domain/decimal.ts";
import { checkout } from "../harness/checkout.ts";
import type { DashboardPage } from "./dashboardPage.ts";
import { dashboards, oneBrowser } from "./freshPages.ts";
import { sum } from "./independentTotals.ts";
import { pageScenes, type SceneName } from "./pageScenes.ts";
import { themes } from "./pageServer.ts";
import { pageState } from "./pageStates.ts";
import { costPage, costRows, type CostRow } from "./sampleRows.ts";

const folder = path.join(checkout, "out", "screenshots");
/** The states with the most on the page at once. */
const full: readonly SceneName[] = ["overview", "budget", "tokens", "buckets", "lines", "cumulative", "heatMap", "compared", "othersOpen", "zoomed", "filters", "custom", "stale", "failed", "hostGone", "invitation"];

oneBrowser();
before(() => mkdir(folder, { recursive: true }));

const overflow = (dashboard: DashboardPage): Promise<number> =>
  dashboard.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const name of full)
  test(`${name}: opened at 320 pixels and drawn out to 2560, nothing scrolls sideways and no two controls overlap`, async () => {
    const dashboard = await dashboards.open({ width: 320, height: 900 });
    await pageScenes[name](dashboard);
    const { height = 900 } = dashboard.page.viewportSize() ?? {};
    for (const width of [320, 480, 700, 1600, 2560]) {
      await dashboard.page.setViewportSize({ width, height });
      await dashboard.settled();
      assert.ok((await overflow(dashboard)) <= 0, `it scrolls sideways at ${String(width)}`);
      assert.deepEqual(await overlapping(dashboard), [], `at ${String(width)}`);
      if (width === 320 || width === 2560) await dashboard.page.screenshot({ path: path.join(folder, `${name}-${String(width)}.png`), fullPage: true });
    }
    assert.deepEqual(dashboard.faults, []);
    await dashboard.close();
  });

/** Pairs of controls whose boxes meet. Popovers and the strip of trouble lie over the page on purpose; what is scrolled out of sight lies over nothing. */
async function overlapping(dashboard: DashboardPage): Promise<readonly string[]> {
  return dashboard.page.evaluate(() => {
    const controls = [...document.querySelectorAll<HTMLElement>("main :is(button, vscode-dropdown, input)")].filter(
      (each) => !each.closest("[popover], .trouble") && each.checkVisibility() && !each.closest(".table-scroll, .legend-list[data-long]"),
    );
    const meets = (a: DOMRect, b: DOMRect): boolean => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    return controls.flatMap((a, index) =>
      controls.slice(index + 1).flatMap((b) => (meets(a.getBoundingClientRect(), b.getBoundingClientRect()) ? [`${a.textContent} over ${b.textContent}`] : [])),
    );
  });
}

test("at 320 pixels choices and names are whole, and no button has a line to itself", async () => {
  const dashboard = await dashboards.open({ width: 320 });
  await dashboard.show(pageState(), costPage());
  const cut = await dashboard.page.locator(".selected-value, .field .button, .subject-name").evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.textContent));
  assert.deepEqual(cut, []);
  const lines = (buttons: string): Promise<readonly number[]> =>
    dashboard.page.locator(buttons).evaluateAll((all) => {
      const tops = all.map((each) => each.getBoundingClientRect().top);
      return [...new Set(tops)].map((line) => tops.filter((top) => top === line).length);
    });
  assert.deepEqual([await lines(".actions > button"), await lines(".filters > button")], [[3, 2], [3]]);
  await dashboard.close();
});

for (const width of [320, 480, 1180, 2560])
  test(`at ${String(width)} pixels each row's bar is as long as its share`, async () => {
    const dashboard = await dashboards.open({ width });
    await dashboard.show(pageState(), costPage());
    const bars = await dashboard.page.locator(".share-bar").evaluateAll((all) => all.map((bar) => [...bar.children].map((part) => part.getBoundingClientRect())));
    const drawn = bars.map(([track, part]) => (part?.width ?? 0) / (track?.width ?? 0));
    const [rows, size] = [costRows(), (of: readonly CostRow[]): number => toNumber(sum(of))];
    const shares = [...new Set(rows.map(({ project }) => project))].map((project) => size(rows.filter((row) => row.project === project)) / size(rows));
    assert.equal(drawn.length, shares.length);
    for (const [at, share] of shares.toSorted((a, b) => b - a).entries()) assert.ok(Math.abs((drawn[at] ?? 0) - share) < 0.001, `row ${String(at)}: ${String(drawn[at])} drawn, its share is ${String(share)}`);
    for (const [track] of bars) assert.ok((track?.width ?? 0) > 36 && (track?.height ?? 0) >= 3, `a bar of ${String(track?.width)} by ${String(track?.height)} pixels`);
    await dashboard.close();
  });

for (const width of [320, 480, 1180])
  test(`at ${String(width)} pixels nothing moves after the first drawing: while the answer comes in, and when it cannot be renewed`, async () => {
    const dashboard = await dashboards.open({ width });
    await dashboard.page.evaluate(() => {
      const shifts: string[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as LayoutShift[]) shifts.push(`${String(entry.value)} ${entry.sources.map(({ node }) => node?.parentElement?.className ?? "").join()}`);
      }).observe({ type: "layout-shift", buffered: true });
    });
    const problem = { text: "The API did not answer. The numbers are from 14:02.", action: "refresh" } as const;
    await dashboard.show(pageState({ status: { loading: true, asOf: null } }));
    await dashboard.show(pageState({ status: { loading: true } }), costPage());
    await dashboard.show(pageState(), costPage());
    await dashboard.show(pageState({ status: { problem } }));
    await dashboard.page.getByText(problem.text).waitFor();
    await dashboard.show(pageState());
    const shifts = await dashboard.page.evaluate(() => (window as unknown as { shifts: string[] }).shifts);
    assert.ok(shifts.reduce((sum, each) => sum + Number.parseFloat(each), 0) < 0.002, shifts.join("; "));
    await dashboard.close();
  });

/** Of the Layout Instability API, which TypeScript's library does not have. */
interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly sources: readonly { readonly node: Node | null }[];
}

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
  await dashboard.page.locator(".ring").waitFor();
  const moving = (): Promise<readonly string[]> => dashboard.page.evaluate(() => document.getAnimations().map((each) => (each instanceof CSSAnimation ? each.animationName : "")));
  assert.deepEqual(await moving(), []);
  await dashboard.page.emulateMedia({ reducedMotion: "no-preference" });
  assert.deepEqual([...new Set(await moving())].toSorted(), ["turning", "waiting"]);
  await dashboard.close();
});
