import assert from "node:assert/strict";
import test from "node:test";
import { connectedVSCode } from "../harness/connected.ts";
import { eventually } from "../harness/eventually.ts";
import { costRows, dollars, sumOf } from "../harness/expectedCosts.ts";
import { noonToday } from "../harness/noonToday.ts";
import { shoot } from "../harness/shoot.ts";
import { startLoopbackServer } from "../server/loopbackServer.ts";
import { emptyOrganization, largeOrganization } from "../server/organizations.ts";

const now = noonToday();
const today = Math.floor(now / 86_400_000);

test("10,000 projects: the exact total, the first hundred, and more on request", async () => {
  const organization = largeOrganization({ projects: 10_000, keysPerProject: 1 });
  const server = await startLoopbackServer({ now: () => now, organization });
  const todays = dollars(sumOf(costRows(server, today, today + 1)));
  try {
    await connectedVSCode("many projects", server, async ({ workbench }) => {
      // Its month by project is one answer of 150 MB, made and read on the same two cores; its total is there before.
      await eventually("the status bar has the total", async () => {
        assert.equal((await workbench.statusBarItem("openaiSpend.today")).text, todays);
      }, 120_000);
      const projects = await workbench.openView("OpenAI Spend", "Projects");
      await eventually("projects are listed", async () => {
        assert.ok((await projects.rows()).length > 5);
      }, 60_000);
      // The list draws what is in sight; its last line says what is left.
      await projects.pane.locator(".monaco-list").focus();
      await workbench.page.keyboard.press("End");
      await projects.rowsWith("the rest is offered", (rows) => rows.at(-1)?.label === "Show 100 more of 9900");
      await projects.row("Show 100 more of 9900").click();
      await projects.rowsWith("a hundred more", (rows) => rows.every((row) => row.label !== "Show 100 more of 9900"));
      const endpoints = await workbench.openView("OpenAI Spend", "Endpoints");
      await eventually("every endpoint is there", async () => {
        assert.ok((await endpoints.rows()).every((row) => /\d/.test(row.description)));
      }, 120_000);
      // A year of that is more than this server can make while somebody waits: what is kept by now must do.
      server.behave({ does: "hang" });
      await workbench.runCommand("OpenAI Spend: Open Dashboard");
      await eventually("the dashboard has the total", async () => {
        const month = dollars(sumOf(costRows(server, today - 29, today + 1)));
        assert.ok((await (await workbench.dashboardFrame()).locator("body").innerText()).includes(month), month);
      }, 60_000);
      await shoot(workbench.page, "many", "dashboard");
    });
  } finally {
    await server.close();
  }
});

test("an organization without projects or usage is an honest zero, not an error", async () => {
  const server = await startLoopbackServer({ now: () => now, organization: emptyOrganization });
  try {
    await connectedVSCode("empty", server, async ({ workbench }) => {
      await workbench.statusBarItemWith("openaiSpend.today", "$0.00");
      const projects = await workbench.openView("OpenAI Spend", "Projects");
      await projects.rowsWith("the view says so", (rows) => rows[0]?.label === "No costs in these days.");
      await workbench.runCommand("OpenAI Spend: Open Dashboard");
      await eventually("the dashboard says so", async () => {
        assert.match(await (await workbench.dashboardFrame()).locator("body").innerText(), /No (usage|costs) in this range/i);
      });
      await shoot(workbench.page, "many", "empty");
    });
  } finally {
    await server.close();
  }
});
