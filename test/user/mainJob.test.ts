import assert from "node:assert/strict";
import test from "node:test";
import { costRows, dollars, sumOf } from "../harness/expectedCosts.ts";
import { eventually } from "../harness/eventually.ts";
import { filesHolding } from "../harness/filesHolding.ts";
import { inVSCode } from "../harness/inVSCode.ts";
import { shoot } from "../harness/shoot.ts";
import { noonToday } from "../harness/noonToday.ts";
import { startLoopbackServer } from "../server/loopbackServer.ts";

/**
 * From a fresh install to today's cost and back: what a person does on the first day, in the oldest VS Code that is
 * supported and in the newest.
 */
for (const version of ["oldest", "newest"] as const) {
  test(`an admin key becomes today's exact cost, a sidebar and a dashboard, survives a reload, and leaves no trace (${version})`, async () => {
    // The server's clock is set; the product follows the API's clock, so that no midnight can pass in the middle.
    const now = noonToday();
    const server = await startLoopbackServer({ now: () => now });
    const today = Math.floor(now / 86_400_000);
    const todays = dollars(sumOf(costRows(server, today, today + 1)));
    const month = costRows(server, today - 29, today + 1);
    try {
      await inVSCode(`main job ${version}`, { version, settings: { "openaiSpend.apiBaseUrl": server.url } }, async ({ host, workbench }) => {
        const { quickInput } = workbench;
        // Nothing is asked for before there is a key.
        const before = await workbench.statusBarItemWith("openaiSpend.today", /Set up OpenAI Spend/);
        assert.match(before.label, /no admin key is set/);
        const projects = await workbench.openView("OpenAI Spend", "Projects");
        await eventually("the welcome view invites", async () => {
          assert.match(await projects.text(), /Explore Sample Organization/);
        });
        await shoot(workbench.page, version, "welcome");
        assert.equal(server.requests.length, 0);

        // A project key is refused with the reason, before any request; the box hides what is typed.
        await workbench.runCommand("OpenAI Spend: Set Admin Key");
        await quickInput.type("sk-proj-abcdefghijklmnopqrstuvwxyz");
        await quickInput.messageWith(/This is a project key/);
        assert.equal(await quickInput.isPassword(), true);
        assert.equal(server.requests.length, 0);
        await quickInput.submit(server.adminKey);

        await workbench.statusBarItemWith("openaiSpend.today", todays);
        await eventually("its accessible name says what it is", async () => {
          const { label } = await workbench.statusBarItem("openaiSpend.today");
          assert.match(label, new RegExp(`${todays.replace(/[$.]/g, "\\$&")} today.*UTC day and resets at \\d\\d:\\d\\d`));
        });

        // The sidebar: the dearest project first, its line items below.
        const byProject = new Map<string | null, bigint>();
        for (const row of month) byProject.set(row.project, (byProject.get(row.project) ?? 0n) + row.amount);
        const dearest = [...byProject.values()].sort((a, b) => (a < b ? 1 : -1))[0] ?? 0n;
        const rows = await projects.rowsWith("the dearest project leads", (all) => all[0]?.description.startsWith(dollars(dearest)) === true && !all[0].label.startsWith("proj_"));
        assert.equal(rows.length, byProject.size);
        await projects.expandRow(rows[0]?.label ?? "");
        await projects.rowsWith("line items appear", (all) => all.some((row) => row.level === 2));
        const endpoints = await workbench.openView("OpenAI Spend", "Endpoints");
        const lines = await endpoints.rowsWith("every endpoint has its total", (all) => all.length === 12 && all.every((row) => row.description !== "…" && row.description !== ""));
        assert.equal(lines[0]?.description, dollars(sumOf(month)));
        await shoot(workbench.page, version, "sidebar");
        await workbench.statusBarTooltip("openaiSpend.today");
        await shoot(workbench.page, version, "tooltip");

        await workbench.runCommand("OpenAI Spend: Show Today's Cost");
        await eventually("the quick pick says what today costs", async () => {
          assert.equal((await quickInput.items())[0]?.label, `Today: ${todays}`);
        });
        await shoot(workbench.page, version, "today");
        await quickInput.cancel();

        // The dashboard: the same total as the sidebar.
        await workbench.runCommand("OpenAI Spend: Open Dashboard");
        await eventually("the dashboard shows the total of the sidebar", async () => {
          const frame = await workbench.dashboardFrame();
          const text = await frame.locator("body").innerText();
          assert.ok(text.includes(dollars(sumOf(month))), text.slice(0, 400));
        });
        await shoot(workbench.page, version, "dashboard");
        assert.deepEqual(workbench.errors.filter((error) => /content security policy|dashboard\.js/i.test(error)), []);

        await workbench.reload();
        await workbench.statusBarItemWith("openaiSpend.today", todays);

        // Every request was a GET to this origin, with the key where it belongs and nowhere else.
        const requests = [...server.requests];
        assert.ok(requests.length > 12);
        for (const request of requests) {
          assert.equal(request.method, "GET");
          assert.equal(request.headers.authorization, `Bearer ${server.adminKey}`);
          assert.ok(!request.query.toString().includes(server.adminKey));
        }
        assert.ok((await filesHolding(host.logsFolder, "organization/costs")).length > 0, "there are logs to look through");
        assert.deepEqual(await filesHolding(host.folder, server.adminKey), [], "the key must not stand in any file or log");

        await workbench.runCommand("OpenAI Spend: Remove Admin Key");
        await workbench.page.locator(".monaco-dialog-box .monaco-button", { hasText: "Remove" }).click();
        await workbench.statusBarItemWith("openaiSpend.today", /Set up OpenAI Spend/);
        assert.deepEqual(await filesHolding(host.folder, server.adminKey), [], "after removal, the key must be nowhere");
        const asked = server.requests.length;
        await workbench.runCommand("OpenAI Spend: Refresh");
        await workbench.reload();
        await workbench.statusBarItemWith("openaiSpend.today", /Set up OpenAI Spend/);
        assert.equal(server.requests.length, asked, "without a key nothing is asked");
      });
    } finally {
      await server.close();
    }
  });
}
