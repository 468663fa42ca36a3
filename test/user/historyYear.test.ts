import assert from "node:assert/strict";
import test from "node:test";
import { connectedVSCode } from "../harness/connected.ts";
import { chooseOnDashboard, dashboardTotals } from "../harness/dashboard.ts";
import { eventually } from "../harness/eventually.ts";
import { costRows, dollars, sumOf } from "../harness/expectedCosts.ts";
import { askedOfThePast, keptByLog, wholeYearKept } from "../harness/keptYear.ts";
import { noonToday } from "../harness/noonToday.ts";
import { shoot } from "../harness/shoot.ts";
import type { SideView } from "../harness/sideView.ts";
import type { Workbench } from "../harness/workbench.ts";
import { startLoopbackServer } from "../server/loopbackServer.ts";

const now = noonToday();
const today = Math.floor(now / 86_400_000);
/** The key's trial and the first refresh are twenty requests; on an idle machine the year behind them takes a second. */
const afterTheFirstRefresh = { endpoint: /./, nth: { from: 24 } };
const stoppedText = /Fetching the rest of the year was stopped\./;
/** Windows that may be asked for, read or landed at the same time. */
const mostUnderWay = 32;
/** Longer than the extension waits until it looks again whether there is something to fetch. */
const secondLookMs = 18_000;

test("the year is fetched behind what is looked at: it says how far it is, stops and stays stopped, goes on, and then answers by itself", async () => {
  const server = await startLoopbackServer({ now: () => now });
  const year = dollars(sumOf(costRows(server, today - 364, today + 1)));
  const slow = server.behave({ does: "slow", beforeHeadersMs: 2_000 }, afterTheFirstRefresh);
  try {
    await connectedVSCode("year", server, async ({ host, workbench }) => {
      await firstRefreshIsOver(workbench);
      const before = await workbench.openView("OpenAI Spend", "Projects");
      await hasFetched(before, 5);
      await shoot(workbench.page, "history", "fetching");
      await before.titleAction("Stop Fetching the Year");
      await eventually("the view says that it is stopped", async () => {
        assert.match(await before.text(), stoppedText);
      });
      await shoot(workbench.page, "history", "stopped");
      slow.remove();

      const asked = askedOfThePast(server, today).length;
      await workbench.reload();
      await workbench.statusBarItemWith("openaiSpend.today", /\$\d/);
      const projects = await workbench.openView("OpenAI Spend", "Projects");
      await eventually("the view still says so", async () => {
        assert.match(await projects.text(), stoppedText);
      });
      await workbench.page.waitForTimeout(secondLookMs);
      assert.match(await projects.text(), stoppedText);
      assert.equal(askedOfThePast(server, today).length, asked, "what was stopped is not asked for");

      await workbench.runCommand("OpenAI Spend: Fetch the Rest of the Year");
      await wholeYearKept(host, server);
      await eventually("the view has nothing to say of it", async () => {
        assert.doesNotMatch(await projects.text(), /the year/);
      });

      await workbench.runCommand("OpenAI Spend: Check Admin Key Access");
      const kept = await eventually("the list says how much is kept", async () => {
        const item = (await workbench.quickInput.items()).find(({ label }) => label === "Local history");
        return item?.description ?? assert.fail("it does not");
      });
      const first = new Date((today - 364) * 86_400_000).toISOString().slice(0, 10);
      assert.ok(kept.includes(` rows since ${first} (UTC), `), kept);
      const withoutSize = (text: string): string => text.slice(0, text.indexOf("(UTC)"));
      assert.equal(withoutSize(kept), withoutSize(await keptByLog(host)));
      assert.match(kept, /\d+\.\d MB on disk$/);
      await shoot(workbench.page, "history", "kept");
      await workbench.quickInput.cancel();

      const known = server.requests.length;
      await workbench.runCommand("OpenAI Spend: Open Dashboard");
      await chooseOnDashboard(workbench, "Range", "Last 12 months");
      await dashboardTotals(workbench, year);
      // A look brings the days that may still change up to date, where they are a minute old; all others are known.
      const since = server.requests.slice(known).map(({ query }) => Number(query.get("start_time")) / 86_400);
      assert.deepEqual(since.filter((day) => day < today - 3), []);
      await shoot(workbench.page, "history", "year");
    });
  } finally {
    await server.close();
  }
});

test("an extension host that is killed in the middle of it loses nothing: the next one fetches the rest", async () => {
  const server = await startLoopbackServer({ now: () => now });
  const todays = dollars(sumOf(costRows(server, today, today + 1)));
  const year = dollars(sumOf(costRows(server, today - 364, today + 1)));
  const slow = server.behave({ does: "slow", beforeHeadersMs: 2_000 }, afterTheFirstRefresh);
  try {
    await connectedVSCode("killed year", server, async ({ host, workbench }) => {
      await firstRefreshIsOver(workbench);
      await hasFetched(await workbench.openView("OpenAI Spend", "Projects"), 30);
      assert.equal(await host.killExtensionHosts(), 1);
      slow.remove();
      await wholeYearKept(host, server);
      await workbench.statusBarItemWith("openaiSpend.today", todays);
      await workbench.runCommand("OpenAI Spend: Open Dashboard");
      await chooseOnDashboard(workbench, "Range", "Last 12 months");
      await dashboardTotals(workbench, year);
      // What was under way when it was killed is asked for again, and nothing else.
      const asked = askedOfThePast(server, today);
      const twice = asked.length - new Set(asked).size;
      assert.ok(twice <= mostUnderWay, `${String(twice)} of ${String(asked.length)} were asked twice`);
    });
  } finally {
    await server.close();
  }
});

test("a second window says how far the first is with the year and stops it there; the first goes on with it, and both are done together", async () => {
  const server = await startLoopbackServer({ now: () => now });
  const slow = server.behave({ does: "slow", beforeHeadersMs: 6_000 }, afterTheFirstRefresh);
  try {
    await connectedVSCode("year of two", server, async ({ host, workbench: first }) => {
      await firstRefreshIsOver(first);
      const second = await first.another(host);
      const there = await second.openView("OpenAI Spend", "Projects");
      await hasFetched(there, 2);
      await there.titleAction("Stop Fetching the Year");
      const here = await inFront(first);
      await saysOfTheYear(here, stoppedText);
      const asked = askedOfThePast(server, today).length;
      await first.page.waitForTimeout(secondLookMs);
      assert.equal(askedOfThePast(server, today).length, asked, "what was stopped is not asked for, by neither");

      await first.runCommand("OpenAI Spend: Fetch the Rest of the Year");
      await saysOfTheYear(await inFront(second), /Fetching the rest of the year: \d+ %/);
      slow.remove();
      await wholeYearKept(host, server);
      for (const window of [first, second]) {
        const projects = await inFront(window);
        await eventually("the view has nothing to say of it", async () => {
          assert.doesNotMatch(await projects.text(), /the year/);
        });
      }
    });
  } finally {
    await server.close();
  }
});

async function inFront(window: Workbench): Promise<SideView> {
  await window.page.bringToFront();
  return window.openView("OpenAI Spend", "Projects");
}

function saysOfTheYear(projects: SideView, what: RegExp): Promise<void> {
  return eventually(`the view says ${String(what)}`, async () => {
    assert.match(await projects.text(), what);
  });
}

async function firstRefreshIsOver(workbench: Workbench): Promise<void> {
  const endpoints = await workbench.openView("OpenAI Spend", "Endpoints");
  await endpoints.rowsWith("every endpoint is there", (rows) => rows.length === 12 && rows.every((row) => /\d/.test(row.description)));
}

/** Waits until the view says that so many of a hundred parts of the year are there, or more. */
function hasFetched(projects: SideView, percent: number): Promise<void> {
  return eventually(
    "the view says how far it is",
    async () => {
      const text = await projects.text();
      const said = /Fetching the rest of the year: (\d+) %/.exec(text)?.[1];
      assert.ok(said !== undefined && Number(said) >= percent, text);
    },
    60_000,
  );
}
