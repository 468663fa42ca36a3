import assert from "node:assert/strict";
import test from "node:test";
import { connectedVSCode } from "../harness/connected.ts";
import { eventually } from "../harness/eventually.ts";
import { costRows, dollars, sumOf } from "../harness/expectedCosts.ts";
import { noonToday } from "../harness/noonToday.ts";
import { shoot } from "../harness/shoot.ts";
import { startLoopbackServer } from "../server/loopbackServer.ts";

test("a budget that is crossed colours the status bar and is told once, in however many windows and after a reload", async () => {
  const now = noonToday();
  const server = await startLoopbackServer({ now: () => now });
  const today = Math.floor(now / 86_400_000);
  const todays = dollars(sumOf(costRows(server, today, today + 1)));
  const settings = { "openaiSpend.budget.dailyUsd": 10, "openaiSpend.statusBar.show": "both" };
  try {
    await connectedVSCode(
      "budget",
      server,
      async ({ host, workbench }) => {
        await workbench.statusBarItemWith("openaiSpend.today", new RegExp(`^${todays.replace(/[$.]/g, "\\$&")} · \\$[\\d,.]+ this month$`));
        assert.match((await workbench.statusBarLocator("openaiSpend.today").getAttribute("class")) ?? "", /error-kind/);
        await eventually("it is told", async () => {
          assert.match((await workbench.notifications()).join(), /past 100 % of the daily budget of \$10\.00/);
        });
        await shoot(workbench.page, "trouble", "budget");
        // A second window on the same machine has the same number and says nothing.
        const second = await workbench.page.context().newPage();
        await second.goto(`${host.url}/?ew=true`);
        await eventually("the second window has the number", async () => {
          assert.ok((await second.locator('.statusbar-item[id$="openaiSpend.today"]').innerText()).includes(todays));
        }, 60_000);
        assert.equal(await second.locator(".notifications-toasts .notification-list-item-message").count(), 0);
        await second.close();
        await workbench.reload();
        await workbench.statusBarItemWith("openaiSpend.today", new RegExp(todays.replace(/[$.]/g, "\\$&")));
        assert.deepEqual(await workbench.notifications(), []);
      },
      settings,
    );
  } finally {
    await server.close();
  }
});
