import assert from "node:assert/strict";
import test from "node:test";
import { connectedVSCode } from "../harness/connected.ts";
import { dashboardText, dashboardTotals } from "../harness/dashboard.ts";
import { eventually } from "../harness/eventually.ts";
import { costRows, dollars, sumOf } from "../harness/expectedCosts.ts";
import { wholeYearKept } from "../harness/keptYear.ts";
import { noonToday } from "../harness/noonToday.ts";
import { shoot } from "../harness/shoot.ts";
import { steadyNow } from "../harness/steadyNow.ts";
import { startLoopbackServer } from "../server/loopbackServer.ts";
import { dearerLately } from "../server/organizations.ts";

test("restarted while the API cannot be reached, every surface shows the last numbers with their time; a refresh makes them new", async () => {
  const now = noonToday();
  const today = Math.floor(now / 86_400_000);
  let server = await startLoopbackServer({ now: () => now });
  const port = Number(new URL(server.url).port);
  const todays = dollars(sumOf(costRows(server, today, today + 1)));
  const month = dollars(sumOf(costRows(server, today - 29, today + 1)));
  try {
    await connectedVSCode("warm start", server, async ({ host, workbench }) => {
      await workbench.statusBarItemWith("openaiSpend.today", todays);
      const names = (await (await workbench.openView("OpenAI Spend", "Projects")).rowsWith("projects have names", (rows) => rows.length > 3 && rows.every((row) => !row.label.startsWith("proj_")))).map((row) => row.label);
      await (await workbench.openView("OpenAI Spend", "Endpoints")).rowsWith("every endpoint is there", (rows) => rows.length === 12 && rows.every((row) => /\d/.test(row.description)));
      await server.close();

      await host.restart();
      await workbench.reload();
      await workbench.statusBarItemWith("openaiSpend.today", new RegExp(`^${escaped(todays)}`));
      // Whether it has asked by itself depends on how long ago the last refresh was; now it has.
      await workbench.runCommand("OpenAI Spend: Refresh");
      // In the afternoon the numbers of noon are marked as old before the refresh has failed.
      await eventually("the status bar says why they are of then", async () => {
        const late = await workbench.statusBarItem("openaiSpend.today");
        assert.match(late.text, new RegExp(`^${escaped(todays)} \\(\\d\\d:\\d\\d\\)$`));
        assert.match(late.label, /not up to date: No connection to 127\.0\.0\.1.* The numbers are from \d\d:\d\d/);
      });
      const projects = await workbench.openView("OpenAI Spend", "Projects");
      assert.deepEqual((await projects.rows()).map((row) => row.label), names);
      await eventually("the view says of when they are", async () => {
        assert.match(await projects.text(), /No connection to 127\.0\.0\.1.* Costs are from \d\d:\d\d/);
      });
      const endpoints = await workbench.openView("OpenAI Spend", "Endpoints");
      const rows = await endpoints.rowsWith("every endpoint is stale", (all) => all.length === 12 && all.every((row) => row.description.endsWith("stale")));
      assert.ok(rows[0]?.description.startsWith(month), rows[0]?.description);
      await workbench.runCommand("OpenAI Spend: Open Dashboard");
      await dashboardTotals(workbench, month);
      await eventually("the dashboard says of when they are", async () => {
        const text = await dashboardText(workbench);
        assert.match(text, /No connection to 127\.0\.0\.1/);
        assert.match(text, /\d\d:\d\d/);
      });
      await shoot(workbench.page, "history", "warm");

      // What is fetched now must be newer than what was kept.
      server = await startLoopbackServer({ now: () => now + 60_000, port, organization: dearerLately });
      const newTodays = dollars(sumOf(costRows(server, today, today + 1)));
      const newMonth = dollars(sumOf(costRows(server, today - 29, today + 1)));
      assert.notEqual(newTodays, todays);
      await workbench.runCommand("OpenAI Spend: Refresh");
      await workbench.statusBarItemWith("openaiSpend.today", newTodays);
      await endpoints.rowsWith("the month is new", (all) => all[0]?.description === newMonth && all.every((row) => !row.description.endsWith("stale")));
      await dashboardTotals(workbench, newMonth);
    });
  } finally {
    await server.close();
  }
});

test("restarted within minutes of a refresh, VS Code shows everything without asking the API", async () => {
  const start = await steadyNow();
  const today = Math.floor(start / 86_400_000);
  const server = await startLoopbackServer({ now: () => start });
  const month = dollars(sumOf(costRows(server, today - 29, today + 1)));
  try {
    await connectedVSCode("restart", server, async ({ host, workbench }) => {
      await wholeYearKept(host, server);
      const { text: todays } = await workbench.statusBarItem("openaiSpend.today");
      const asked = server.requests.length;
      await host.restart();
      await workbench.reload();
      await workbench.statusBarItemWith("openaiSpend.today", todays);
      const endpoints = await workbench.openView("OpenAI Spend", "Endpoints");
      const rows = await endpoints.rowsWith("every endpoint is there", (all) => all.length === 12 && all.every((row) => row.description !== "" && row.description !== "…"));
      assert.equal(rows[0]?.description, month);
      assert.deepEqual(server.requests.slice(asked).map(({ path, query }) => `${path}?${query.toString()}`), []);
    });
  } finally {
    await server.close();
  }
});

function escaped(text: string): string {
  return text.replace(/[$.]/g, "\\$&");
}
