import assert from "node:assert/strict";
import test from "node:test";
import { connectedVSCode } from "../harness/connected.ts";
import { eventually } from "../harness/eventually.ts";
import { costRows, dollars, sumOf } from "../harness/expectedCosts.ts";
import { noonToday } from "../harness/noonToday.ts";
import { shoot } from "../harness/shoot.ts";
import { startLoopbackServer } from "../server/loopbackServer.ts";

const now = noonToday();
const today = Math.floor(now / 86_400_000);

test("a server that fails after a good refresh leaves the last number, marked with its time and the reason, and recovers", async () => {
  const server = await startLoopbackServer({ now: () => now });
  const todays = dollars(sumOf(costRows(server, today, today + 1)));
  try {
    await connectedVSCode("stale", server, async ({ workbench }) => {
      await workbench.statusBarItemWith("openaiSpend.today", todays);
      const projects = await workbench.openView("OpenAI Spend", "Projects");
      const endpoints = await workbench.openView("OpenAI Spend", "Endpoints");
      // The first refresh must be over: a second one would only join it.
      await endpoints.rowsWith("every endpoint is there", (rows) => rows.length === 12 && rows.every((row) => /\d/.test(row.description)));
      const broken = server.behave({ does: "html", status: 200 });
      await workbench.runCommand("OpenAI Spend: Refresh");
      const stale = await workbench.statusBarItemWith("openaiSpend.today", /\(\d\d:\d\d\)/);
      assert.ok(stale.text.includes(todays), "the last good number stays");
      assert.match(stale.label, /not up to date: .* answered with a web page instead of data/);
      await eventually("the tree says why", async () => {
        assert.match(await projects.text(), /web page instead of data/);
      });
      await endpoints.rowsWith("every endpoint is stale", (rows) => rows.length > 0 && rows.every((row) => row.description.endsWith("stale")));
      const tooltip = await workbench.statusBarTooltip("openaiSpend.today");
      assert.match(await tooltip.innerText(), /web page instead of data/);
      await workbench.runCommand("OpenAI Spend: Open Dashboard");
      await eventually("the dashboard says why", async () => {
        assert.match(await (await workbench.dashboardFrame()).locator("body").innerText(), /web page instead of data/);
      });
      await shoot(workbench.page, "trouble", "stale");
      assert.deepEqual(await workbench.notifications(), [], "background failures are no toasts");
      broken.remove();
      await workbench.runCommand("OpenAI Spend: Refresh");
      await workbench.statusBarItemWith("openaiSpend.today", todays);
      await endpoints.rowsWith("no endpoint is stale", (rows) => rows.length > 0 && rows.every((row) => !row.description.endsWith("stale")));
    });
  } finally {
    await server.close();
  }
});

test("totals over days that could not all be fetched say what they are without", async () => {
  const server = await startLoopbackServer({ now: () => now });
  // The month comes, its total and then its rows with all days that still move; what lies before them does not.
  server.behave({ does: "wrongObject", of: "page" }, { endpoint: "costs", nth: { from: 3 } });
  const rest = 90 - Math.max(new Date(now).getUTCDate(), 4);
  try {
    await connectedVSCode(
      "partial",
      server,
      async ({ workbench }) => {
        await workbench.statusBarItemWith("openaiSpend.today", /\$\d/);
        const projects = await workbench.openView("OpenAI Spend", "Projects");
        await eventually("the view says so", async () => {
          assert.match(await projects.text(), new RegExp(`Not known: ${String(rest)} of 90 days; the totals are without them`));
        });
        const endpoints = await workbench.openView("OpenAI Spend", "Endpoints");
        await endpoints.rowsWith("the total says so", (rows) => rows.some((row) => row.label === "Costs" && row.description.includes(`${String(rest)} days missing`)));
        await shoot(workbench.page, "trouble", "partial");
      },
      { "openaiSpend.range": 90 },
    );
  } finally {
    await server.close();
  }
});

test("one endpoint that fails shows its own error with a retry; the others are right", async () => {
  const server = await startLoopbackServer({ now: () => now });
  const rule = server.behave({ does: "wrongObject", of: "page" }, { endpoint: "usage/images" });
  try {
    await connectedVSCode("one fails", server, async ({ workbench }) => {
      const endpoints = await workbench.openView("OpenAI Spend", "Endpoints");
      const rows = await endpoints.rowsWith("images failed", (all) => all.some((row) => row.label === "Images" && /failed/.test(row.description)));
      const images = rows.find((row) => row.label === "Images");
      assert.ok(images);
      assert.equal(images.description, "failed");
      assert.match(images.name, /cannot be trusted/);
      assert.equal(rows.filter((row) => /failed|stale/.test(row.description)).length, 1);
      await shoot(workbench.page, "trouble", "one-endpoint");
      rule.remove();
      await endpoints.rowAction("Images", "Refresh");
      await endpoints.rowsWith("images are there", (all) => all.some((row) => row.label === "Images" && /images/.test(row.description)));
    });
  } finally {
    await server.close();
  }
});

test("a rejected key says so with the way out, and is not asked with again and again", async () => {
  const server = await startLoopbackServer({ now: () => now });
  try {
    await connectedVSCode(
      "rejected",
      server,
      async ({ workbench }) => {
        const item = await workbench.statusBarItemWith("openaiSpend.today", "OpenAI Spend");
        await eventually("the status bar says why", async () => {
          assert.match((await workbench.statusBarItem("openaiSpend.today")).label, /rejected by 127\.0\.0\.1/);
        });
        assert.ok(item.text.length > 0);
        const projects = await workbench.openView("OpenAI Spend", "Projects");
        await projects.rowsWith("the view says why", (rows) => rows.some((row) => /rejected by/.test(row.label)));
        const tooltip = await workbench.statusBarTooltip("openaiSpend.today");
        assert.match(await tooltip.innerText(), /Set Admin Key/);
        await shoot(workbench.page, "trouble", "rejected");
        // A typed key that the server rejects is not stored.
        await workbench.runCommand("OpenAI Spend: Set Admin Key");
        await workbench.quickInput.submit("sk-admin-abcdefghijklmnopqrstuvwxyz012345");
        await eventually("a notification says so", async () => {
          assert.match((await workbench.notifications()).join(), /rejected by .* so it is not stored/);
        });
      },
      {},
      "sk-admin-0123456789abcdefghijklmnopqrstuv",
    );
  } finally {
    await server.close();
  }
});

test("an address that cannot be used is said in the status bar and the view, and nothing is sent", async () => {
  const server = await startLoopbackServer({ now: () => now });
  try {
    await connectedVSCode(
      "refused address",
      server,
      async ({ workbench }) => {
        await eventually("the status bar says so", async () => {
          assert.match((await workbench.statusBarItem("openaiSpend.today")).label, /apiBaseUrl is ignored: plain http would send the key unencrypted/);
        });
        const projects = await workbench.openView("OpenAI Spend", "Projects");
        await eventually("the view offers the settings", async () => {
          assert.match(await projects.text(), /Open Settings/);
        });
        await shoot(workbench.page, "trouble", "refused-address");
        assert.equal(server.requests.length, 0);
      },
      { "openaiSpend.apiBaseUrl": "http://example.com/v1" },
    );
  } finally {
    await server.close();
  }
});
