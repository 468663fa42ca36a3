import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFindings } from "../harness/axe.ts";
import { dashboards, oneBrowser } from "./freshPages.ts";
import { assertLikeness } from "./likeness.ts";
import { narrowScenes, pageScenes, picturedScenes, type SceneName } from "./pageScenes.ts";
import type { ThemeName } from "./pageServer.ts";

const sceneNames = Object.keys(pageScenes) as SceneName[]; // keys of the table, by its type

/** Each state of the page in one theme, examined and pictured. In files of their own, since each takes its time. */
export function checkThemes(...themes: readonly ThemeName[]): void {
  oneBrowser();
  for (const theme of themes)
    test(`each state in ${theme}: axe finds nothing, and it looks as it did when somebody looked`, async () => {
      for (const name of sceneNames) {
        const dashboard = await dashboards.open({ theme, width: narrowScenes.includes(name) ? 320 : 1180 });
        await pageScenes[name](dashboard);
        assert.deepEqual(await axeFindings(dashboard.page), [], `${name} in ${theme}`);
        if (picturedScenes.includes(name)) await assertLikeness(`${name}-${theme}`, await dashboard.page.screenshot({ fullPage: true }));
        assert.deepEqual(dashboard.faults, [], `${name} in ${theme}`);
        await dashboard.close();
      }
    });
}
