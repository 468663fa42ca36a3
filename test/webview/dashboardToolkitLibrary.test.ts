import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { dashboards, oneBrowser } from "./freshPages.ts";
import { pageState } from "./pageStates.ts";
import { costPage } from "./sampleRows.ts";

/** The controls' library is a script of its own, which may come late or not at all. */

oneBrowser();
const library = /dashboard\.toolkit\.js/;

/** Everything on the page that has a place of its own, and where. */
async function places(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("main :is(h1, p, button, .field, vscode-dropdown, .tile-value, canvas, table)")].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [element.localName, element.getAttribute("aria-label") ?? element.className, x, y, width, height].join(" ");
    }),
  );
}

/** What the choices say, as it is read on the screen. */
async function said(page: Page): Promise<readonly string[]> {
  return page.locator("vscode-dropdown").evaluateAll((all) =>
    all.map((one) => one.shadowRoot?.querySelector(".selected-value")?.textContent.trim() ?? getComputedStyle(one, "::before").content.replaceAll('"', "")),
  );
}

for (const [theme, width] of [["darkModern", 1180], ["lightHighContrast", 360]] as const)
  test(`numbers do not wait for the controls, which stand and say what they will: ${theme}, ${String(width)} px`, async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const beforeLoad = (page: Page): Promise<unknown> =>
      page.route(library, async (route) => {
        await held;
        await route.continue();
      });
    const dashboard = await dashboards.open({ theme, width, beforeLoad });
    const { page } = dashboard;
    const state = pageState();
    await dashboard.tell({ ...state, query: { ...state.query, groupBy: "line_item" } }, costPage());
    await page.waitForFunction(() => document.querySelector<HTMLElement>("canvas.canvas")?.style.display === "block");
    assert.notEqual(await dashboard.tile("total"), "");
    assert.ok((await page.locator("table.breakdown tbody tr").count()) > 1);
    const before = { places: await places(page), said: await said(page) };
    assert.deepEqual(before.said.slice(0, 3), ["Costs", "Cost", "Line item"]);
    release();
    await dashboard.settled();
    const after = { places: await places(page), said: await said(page) };
    const moved = after.places.filter((place, index) => place !== before.places[index]);
    assert.deepEqual({ moved: moved.slice(0, 5), said: after.said }, { moved: [], said: before.said }, `first stood: ${before.places.filter((place, index) => place !== after.places[index]).slice(0, 5).join("; ")}`);
    await dashboard.choose("Group by", "Project");
    assert.equal((await said(page))[2], "Project");
    assert.deepEqual(dashboard.faults, []);
    await dashboard.close();
  });

test("controls that come after the page's load have the theme's colours, and follow it", async () => {
  const dashboard = await dashboards.open({ theme: "lightModern" });
  const dropdown = dashboard.page.locator("vscode-dropdown").first();
  const colors = (): Promise<readonly string[]> => dropdown.evaluate((own) => [getComputedStyle(own).backgroundColor, getComputedStyle(own).color]);
  const theme = (background: string, text: string): Promise<void> =>
    dashboard.page.evaluate((both) => {
      document.documentElement.style.setProperty("--vscode-dropdown-background", both[0] ?? "");
      document.documentElement.style.setProperty("--vscode-foreground", both[1] ?? "");
    }, [background, text]);
  await theme("rgb(1, 2, 3)", "rgb(4, 5, 6)");
  assert.deepEqual(await colors(), ["rgb(1, 2, 3)", "rgb(4, 5, 6)"]);
  await theme("rgb(7, 8, 9)", "rgb(10, 11, 12)");
  assert.deepEqual(await colors(), ["rgb(7, 8, 9)", "rgb(10, 11, 12)"]);
  await dashboard.close();
});

test("controls that cannot be had are said, and the numbers stay", async () => {
  const dashboard = await dashboards.open({ beforeLoad: (page) => page.route(library, (route) => route.abort()) });
  await dashboard.tell(pageState(), costPage());
  await dashboard.page.getByText("The controls could not be loaded").waitFor();
  assert.ok((await dashboard.page.locator("table.breakdown tbody tr").count()) > 1);
  // What they would say is told to who listens, too: under its name, and as nothing that can be chosen.
  for (const [name, chosen] of [["Source", "Costs"], ["Group by", "Project"]] as const)
    assert.match(await dashboard.page.getByRole("group", { name, exact: true }).ariaSnapshot(), new RegExp(`group "${name}": ${chosen}`));
  assert.equal(await dashboard.page.getByRole("combobox").count(), 0);
  await dashboard.close();
});
