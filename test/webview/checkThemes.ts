import assert from "node:assert/strict";
import { test } from "node:test";
import axe from "axe-core";
import type { DashboardPage } from "./dashboardPage.ts";
import { dashboards, oneBrowser } from "./freshPages.ts";
import { assertLikeness } from "./likeness.ts";
import { narrowScenes, pageScenes, picturedScenes, type SceneName } from "./pageScenes.ts";
import type { ThemeName } from "./pageServer.ts";

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
  for (const theme of themes)
    test(`each state in ${theme}: axe finds nothing, and it looks as it did when somebody looked`, async () => {
      for (const name of sceneNames) {
        const dashboard = await dashboards.open({ theme, width: narrowScenes.includes(name) ? 320 : 1180 });
        await pageScenes[name](dashboard);
        assert.deepEqual(await axeFindings(dashboard), [], `${name} in ${theme}`);
        if (picturedScenes.includes(name)) await assertLikeness(`${name}-${theme}`, await dashboard.page.screenshot({ fullPage: true }));
        assert.deepEqual(dashboard.faults, [], `${name} in ${theme}`);
        await dashboard.close();
      }
    });
}
