import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { before, test } from "node:test";
import axe from "axe-core";
import { checkout } from "../harness/checkout.ts";
import type { DashboardPage } from "./dashboardPage.ts";
import { dashboards, oneBrowser } from "./freshPages.ts";
import { pageScenes, type SceneName } from "./pageScenes.ts";
import type { ThemeName } from "./pageServer.ts";

const folder = path.join(checkout, "out", "screenshots");
const sceneNames = Object.keys(pageScenes) as SceneName[]; // keys of the table, by its type

/** What axe finds, in a form that tells where. Its own requests for style sheets are off: the page's policy refuses them. */
async function axeFindings(dashboard: DashboardPage): Promise<readonly string[]> {
  await dashboard.page.evaluate(axe.source);
  return dashboard.page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, { preload: false, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target.join(" ")}: ${failureSummary ?? ""}`));
  });
}

/** Each state of the page in one theme, examined and pictured. In files of their own, since each takes its time. */
export function checkThemes(...themes: readonly ThemeName[]): void {
  oneBrowser();
  before(() => mkdir(folder, { recursive: true }));
  for (const theme of themes)
    test(`each state in ${theme}: axe finds nothing, and a picture is kept`, async () => {
      for (const name of sceneNames) {
        const dashboard = await dashboards.open({ theme });
        await pageScenes[name](dashboard);
        assert.deepEqual(await axeFindings(dashboard), [], `${name} in ${theme}`);
        await dashboard.page.screenshot({ path: path.join(folder, `${name}-${theme}.png`), fullPage: true });
        assert.deepEqual(dashboard.faults, [], `${name} in ${theme}`);
        await dashboard.close();
      }
    });
}
