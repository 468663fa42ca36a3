import assert from "node:assert/strict";
import test from "node:test";
import type { Frame } from "playwright-core";
import { asking, type Asking } from "../harness/askingDashboard.ts";
import { axeFindings } from "../harness/axe.ts";
import { dashboardTotals } from "../harness/dashboard.ts";
import { drawnIn, themeColor } from "../harness/dashboardHand.ts";
import { eventually } from "../harness/eventually.ts";
import { dollars, sumOf } from "../harness/expectedCosts.ts";
import { shoot } from "../harness/shoot.ts";
import { tabThrough } from "../harness/tabThrough.ts";
import type { Workbench } from "../harness/workbench.ts";

/** By what VS Code calls them in its list, and in a webview. */
const themes = [
  ["Light Modern", "vscode-light"],
  ["Dark High Contrast", "vscode-high-contrast"],
  ["Light High Contrast", "vscode-high-contrast-light"],
] as const;

/** Colours of text and ground as VS Code itself has them now. */
function workbenchColors({ page }: Workbench): Promise<readonly string[]> {
  return page.locator(".monaco-workbench").first().evaluate((workbench) => {
    const probe = document.createElement("i");
    const rgb = ["--vscode-foreground", "--vscode-editor-background"].map((name) => {
      probe.style.color = `var(${name})`;
      workbench.append(probe);
      return getComputedStyle(probe).color;
    });
    probe.remove();
    return rgb;
  });
}

async function dashboardColors(frame: Frame): Promise<readonly string[]> {
  const color = await frame.getByRole("heading", { level: 1 }).evaluate((heading) => getComputedStyle(heading).color);
  return [color, await frame.evaluate(() => getComputedStyle(document.body).backgroundColor)];
}

/** Text, ground and chart are the new theme's, and nothing is left of the one before. */
async function followTheme({ workbench, frame }: Asking, theme: string, kind: string): Promise<void> {
  const before = await themeColor(await frame(), "--spend-series-0");
  await workbench.runCommand("Preferences: Color Theme");
  await workbench.quickInput.type(theme);
  await workbench.quickInput.pick(theme);
  await eventually(`the dashboard is in ${theme}`, async () => {
    assert.equal(await (await frame()).locator("body").getAttribute("data-vscode-theme-kind"), kind);
    assert.deepEqual(await dashboardColors(await frame()), await workbenchColors(workbench));
    const now = await themeColor(await frame(), "--spend-series-0");
    assert.notEqual(now, before);
    assert.ok((await drawnIn(await frame(), now)) > 100, "bars in the new colour");
    assert.equal(await drawnIn(await frame(), before), 0, "bars in the old colour");
  });
  assert.deepEqual(await axeFindings(await frame()), [], theme);
  await shoot(workbench.page, "themes", kind);
}

/** The dashboard in one half of the window, a file in the other, and the window just so wide. */
async function besideAnEditor({ workbench, frame }: Asking, width: number): Promise<void> {
  const { page } = workbench;
  await workbench.runCommand("File: New Untitled Text File");
  await workbench.runCommand("View: Move Editor into Right Group");
  await eventually(`the dashboard is ${String(width)} px wide`, async () => {
    const off = (await (await frame()).evaluate(() => innerWidth)) - width;
    const size = page.viewportSize() ?? assert.fail();
    if (off !== 0) await page.setViewportSize({ ...size, width: size.width - 2 * off });
    assert.equal(off, 0);
  });
}

test("the dashboard follows the theme; beside an editor, 320 px wide, all of it is reached with the keys", async () => {
  await asking("themes", async (own) => {
    const { workbench, frame, month } = own;
    assert.deepEqual(await axeFindings(await frame()), []);
    for (const [theme, kind] of themes) await followTheme(own, theme, kind);

    await besideAnEditor(own, 320);
    assert.ok(await (await frame()).evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing lies beside the page");
    assert.deepEqual(await tabThrough(workbench), []);
    assert.deepEqual(await axeFindings(await frame()), []);
    await shoot(workbench.page, "themes", "narrow");

    await (await frame()).getByRole("combobox", { name: "Group by", exact: true }).focus();
    for (const key of ["Enter", "ArrowDown", "Enter"]) await workbench.page.keyboard.press(key);
    await (await frame()).getByRole("heading", { name: "Costs by line item" }).waitFor();
    await dashboardTotals(workbench, dollars(sumOf(month)));
  });
});
