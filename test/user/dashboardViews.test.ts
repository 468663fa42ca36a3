import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import type { Locator } from "playwright-core";
import { chooseInMenu, chooseOnDashboard, dashboardTotals } from "../harness/dashboard.ts";
import { eventually } from "../harness/eventually.ts";
import { costRows, dollars, scaled, sumOf } from "../harness/expectedCosts.ts";
import { inVSCode } from "../harness/inVSCode.ts";
import { noonToday } from "../harness/noonToday.ts";
import { savedFile } from "../harness/savedFile.ts";
import { shoot } from "../harness/shoot.ts";
import type { Workbench } from "../harness/workbench.ts";
import { startLoopbackServer } from "../server/loopbackServer.ts";

const now = noonToday();
const today = Math.floor(now / 86_400_000);
const firstOfMonth = Math.floor(Date.UTC(new Date(now).getUTCFullYear(), new Date(now).getUTCMonth(), 1) / 86_400_000);

function rangeIs(workbench: Workbench, range: string): Promise<void> {
  return eventually(`the dashboard's range is "${range}"`, async () => {
    const choice = (await workbench.dashboardFrame()).getByRole("combobox", { name: "Range", exact: true });
    assert.equal((await choice.locator(".selected-value").innerText({ timeout: 3000 })).trim(), range);
  });
}

function sortedByProject(workbench: Workbench): Promise<void> {
  return eventually("the table is sorted by project", async () => {
    const header = (await workbench.dashboardFrame()).getByRole("columnheader", { name: "Project" });
    assert.equal(await header.getAttribute("aria-sort", { timeout: 3000 }), "ascending");
  });
}

test("the dashboard opens on what the tooltip says, keeps a view by its name, writes the table and shows the raw rows", async () => {
  const server = await startLoopbackServer({ now: () => now });
  const workspace = await mkdtemp(path.join(tmpdir(), "openai-spend-views-"));
  const settings = { "openaiSpend.apiBaseUrl": server.url, "security.workspace.trust.enabled": false };
  const env = { OPENAI_ADMIN_KEY: server.adminKey, OPENAI_BASE_URL: server.url };
  const month = sumOf(costRows(server, firstOfMonth, today + 1));
  const todays = sumOf(costRows(server, today, today + 1));
  try {
    await inVSCode("views", { settings, env, workspace }, async ({ workbench }) => {
      await workbench.statusBarItemWith("openaiSpend.today", /\$\d/);
      // Pointed from the tooltip.
      const tooltip = await workbench.statusBarTooltip("openaiSpend.today");
      await tooltip.getByRole("link", { name: "Month to date" }).click();
      await rangeIs(workbench, "Month to date");
      await dashboardTotals(workbench, dollars(month));

      // Kept by a name, left, and opened again from the palette.
      await (await workbench.dashboardFrame()).getByRole("columnheader", { name: "Project" }).getByRole("button").first().click();
      await sortedByProject(workbench);
      await chooseInMenu(workbench, "Views", "Save View…");
      await workbench.quickInput.type("two  spaces");
      await workbench.quickInput.messageWith(/At most 60 characters of plain text/);
      await workbench.quickInput.submit("The month so far");
      await chooseOnDashboard(workbench, "Range", "Today (UTC)");
      await dashboardTotals(workbench, dollars(todays));
      await workbench.runCommand("OpenAI Spend: Open Saved View");
      await workbench.quickInput.pick("The month so far");
      await rangeIs(workbench, "Month to date");
      await dashboardTotals(workbench, dollars(month));
      await shoot(workbench.page, "views", "dashboard");

      // Opened, and hidden before its page has loaded (or so this hurries): it is that view all the same, sorted as it was, when it is shown.
      const tab = (name: string): Locator => workbench.page.locator(".tabs-container .tab", { hasText: name });
      await workbench.runCommand("File: New Untitled Text File");
      for (let round = 0; round < 3; round += 1) {
        await tab("OpenAI Spend").click();
        await tab("OpenAI Spend").getByRole("button", { name: /^Close/ }).click();
        await workbench.runCommand("OpenAI Spend: Open Saved View");
        await workbench.quickInput.pick("The month so far");
        await tab("OpenAI Spend").waitFor();
        await tab("Untitled").click();
        await eventually("the dashboard is hidden", async () => { assert.match((await tab("Untitled").getAttribute("class")) ?? "", /\bactive\b/); });
        await tab("OpenAI Spend").click();
        await dashboardTotals(workbench, dollars(month));
        await sortedByProject(workbench);
      }

      // Exactly what is shown, as a file.
      await chooseInMenu(workbench, "Export", "Table as CSV");
      const lines = (await savedFile(workbench, workspace, /openai-spend-costs-table-.*\.csv$/)).split("\r\n");
      assert.match(lines[0] ?? "", /^\ufeffProject id,Project,Cost/);
      const amounts = lines.slice(1, lines.indexOf("")).map((line) => /,(\d+(?:\.\d+)?),/.exec(line)?.[1] ?? "");
      assert.equal(amounts.reduce((total, text) => total + scaled(text), 0n), month, "to the last digit");

      // Every row of today.
      const frame = await workbench.dashboardFrame();
      await frame.getByRole("button", { name: "Raw Rows" }).click();
      const rows = frame.getByRole("region", { name: "Raw rows" }).getByRole("listitem");
      await rows.first().waitFor();
      const values = (await rows.allInnerTexts()).map((text) => /"value": (-?\d+(?:\.\d+)?)/.exec(text)?.[1] ?? "");
      assert.equal(values.reduce((total, text) => total + scaled(text), 0n), todays);
      await shoot(workbench.page, "views", "raw rows");
      await workbench.page.keyboard.press("Escape");
      await rows.first().waitFor({ state: "detached" });

      // Deleted, after a question.
      await chooseInMenu(workbench, "Views", "Delete The month so far");
      await workbench.page.getByRole("button", { name: "Delete", exact: true }).click();
      await eventually("the menu is empty", async () => {
        const menu = (await workbench.dashboardFrame()).getByRole("menu", { name: "Views", includeHidden: true });
        assert.equal(await menu.getByRole("menuitem", { includeHidden: true }).count(), 1);
      });
    });
  } finally {
    await server.close();
    await rm(workspace, { recursive: true, force: true });
  }
});
