import assert from "node:assert/strict";
import test from "node:test";
import { connectedVSCode } from "../harness/connected.ts";
import { eventually } from "../harness/eventually.ts";
import { noonToday } from "../harness/noonToday.ts";
import { shoot } from "../harness/shoot.ts";
import { startLoopbackServer } from "../server/loopbackServer.ts";
import { hostileOrganization } from "../server/organizations.ts";

test("names of HTML, Markdown, command links and marks that reorder text are text on every surface", async () => {
  const now = noonToday();
  const server = await startLoopbackServer({ now: () => now, organization: hostileOrganization });
  try {
    await connectedVSCode("hostile names", server, async ({ workbench }) => {
      await workbench.statusBarItemWith("openaiSpend.today", /\$\d/);
      const projects = await workbench.openView("OpenAI Spend", "Projects");
      await projects.rowsWith("projects are listed by name", (rows) => rows.length > 3 && rows.some((row) => /[<[=]/.test(row.label)));
      const labels = (await projects.rows()).map((row) => row.label).join("");
      assert.doesNotMatch(labels, /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/, "nothing reorders the text around it");
      await shoot(workbench.page, "hostile", "sidebar");
      const own = ["Month to date", "Open Dashboard", "Refresh", "Today (UTC)", "Yesterday"];
      const tooltip = await workbench.statusBarTooltip("openaiSpend.today");
      await eventually("only our own links are links", async () => {
        const links = await tooltip.locator("a").allInnerTexts();
        assert.deepEqual(links.map((link) => link.trim()).sort(), own);
      });
      assert.equal(await tooltip.locator("img, script, iframe, b").count(), 0);
      await shoot(workbench.page, "hostile", "tooltip");
      await workbench.runCommand("OpenAI Spend: Show Today's Cost");
      await eventually("the quick pick is there", async () => {
        assert.match((await workbench.quickInput.items())[0]?.label ?? "", /^Today: /);
      });
      await shoot(workbench.page, "hostile", "today");
      await workbench.quickInput.cancel();
      await workbench.runCommand("OpenAI Spend: Open Dashboard");
      await eventually("the dashboard lists them", async () => {
        assert.match(await (await workbench.dashboardFrame()).locator("table").first().innerText(), /[<[=]/);
      });
      const frame = await workbench.dashboardFrame();
      assert.equal(await frame.locator("table img, table script, table iframe, table a").count(), 0);
      await shoot(workbench.page, "hostile", "dashboard");
    });
  } finally {
    await server.close();
  }
});
