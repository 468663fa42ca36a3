import assert from "node:assert/strict";
import { test } from "node:test";
import { dashboards, oneBrowser } from "./freshPages.ts";
import { pageState } from "./pageStates.ts";
import { costPage } from "./sampleRows.ts";

/** The chart's library is a script of its own, which may come late or not at all. */

oneBrowser();
const library = /dashboard\.chart\.js/;

test("numbers and tables do not wait for the chart, which keeps its place and draws when it can", async () => {
  const dashboard = await dashboards.open();
  const { page } = dashboard;
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(library, async (route) => {
    await held;
    await route.continue();
  });
  await dashboard.tell(pageState(), costPage());
  const canvas = page.getByRole("img", { name: /^Stacked bar chart/ });
  const place = page.locator(".canvas-box");
  const before = await place.boundingBox();
  assert.notEqual(await dashboard.tile("total"), "");
  assert.ok((await page.locator("table.breakdown tbody tr").count()) > 1);
  assert.deepEqual([await canvas.getAttribute("style"), dashboard.faults], [null, []]);
  await canvas.press("ArrowLeft"); // does nothing yet, and does no harm
  release();
  await dashboard.settled();
  assert.deepEqual(await place.boundingBox(), before);
  assert.ok(await canvas.evaluate((own) => document.activeElement === own));
  await canvas.press("ArrowLeft");
  await page.getByRole("tooltip").or(page.locator("[data-readout]:not(:empty)")).first().waitFor();
  assert.deepEqual(dashboard.faults, []);
  await dashboard.close();
});

test("a chart that cannot be had is said, and the numbers stay", async () => {
  const dashboard = await dashboards.open();
  await dashboard.page.route(library, (route) => route.abort());
  await dashboard.tell(pageState(), costPage());
  await dashboard.page.getByText("The chart could not be loaded").waitFor();
  assert.ok((await dashboard.page.locator("table.breakdown tbody tr").count()) > 1);
  await dashboard.close();
});
