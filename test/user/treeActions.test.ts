import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import { connectedVSCode } from "../harness/connected.ts";
import { eventually } from "../harness/eventually.ts";
import { costRows, dollars, exactDollars, sumOf } from "../harness/expectedCosts.ts";
import { inVSCode } from "../harness/inVSCode.ts";
import { noonToday } from "../harness/noonToday.ts";
import { pasted } from "../harness/pasted.ts";
import { shoot } from "../harness/shoot.ts";
import type { SideView } from "../harness/sideView.ts";
import { type LoopbackServer, startLoopbackServer } from "../server/loopbackServer.ts";

const now = noonToday();
const today = Math.floor(now / 86_400_000);

/** The projects as the sidebar must list them: by cost of the last 30 days. */
function projectsOf(server: LoopbackServer): readonly { readonly id: string; readonly cost: bigint }[] {
  const rows = costRows(server, today - 29, today + 1);
  const ids = [...new Set(rows.map((row) => row.project))].filter((id) => id !== null);
  const projects = ids.map((id) => ({ id, cost: sumOf(rows.filter((row) => row.project === id)) }));
  return projects.sort((a, b) => (a.cost < b.cost ? 1 : -1));
}

const named = (projects: SideView) => projects.rowsWith("projects are listed by name", (rows) => rows.length > 3 && rows.every((row) => !row.label.startsWith("proj_")));

test("a project's context menu copies its exact cost, its id, and the query that brings it", async () => {
  const server = await startLoopbackServer({ now: () => now });
  try {
    const [, second] = projectsOf(server);
    assert.ok(second);
    await connectedVSCode("copy", server, async ({ workbench }) => {
      await workbench.statusBarItemWith("openaiSpend.today", /\$\d/);
      const projects = await workbench.openView("OpenAI Spend", "Projects");
      const label = (await named(projects))[1]?.label ?? "";
      assert.deepEqual(await projects.rowMenuEntries(label), ["Open Dashboard", "Copy Value", "Copy Id", "Copy Query as cURL", "Bind Project to This Workspace"]);

      // Waited for from before: it stands for seconds only.
      const said = (text: string): Promise<void> => workbench.page.getByRole("button", { name: text }).waitFor();
      await Promise.all([projects.rowMenu(label, "Copy Value"), said("Value copied")]);
      assert.equal(await pasted(workbench), exactDollars(second.cost));

      await Promise.all([projects.rowMenu(label, "Copy Id"), said("Id copied")]);
      assert.equal(await pasted(workbench), second.id);

      await Promise.all([projects.rowMenu(label, "Copy Query as cURL"), said("cURL command copied")]);
      const command = await pasted(workbench);
      const query = new URLSearchParams({ start_time: String((today - 29) * 86_400), bucket_width: "1d", project_ids: second.id, group_by: "line_item", limit: "30" });
      assert.equal(command, `curl '${server.url}/organization/costs?${query.toString()}' \\\n  -H "Authorization: Bearer $OPENAI_ADMIN_KEY"`);
    });
  } finally {
    await server.close();
  }
});

test("a project bound to the workspace stands first, marked, and in the tooltip; it stays so after a reload and until it is unbound", async () => {
  const server = await startLoopbackServer({ now: () => now });
  const workspace = await mkdtemp(path.join(tmpdir(), "openai-spend-bound-"));
  try {
    const [, , third] = projectsOf(server);
    assert.ok(third);
    const todays = dollars(sumOf(costRows(server, today, today + 1).filter((row) => row.project === third.id)));
    const settings = { "openaiSpend.apiBaseUrl": server.url, "security.workspace.trust.enabled": false };
    const env = { OPENAI_ADMIN_KEY: server.adminKey, OPENAI_BASE_URL: server.url };
    await inVSCode("bound", { settings, env, workspace }, async ({ workbench }) => {
      await workbench.statusBarItemWith("openaiSpend.today", /\$\d/);
      const before = await named(await workbench.openView("OpenAI Spend", "Projects"));
      const label = before[2]?.label ?? "";
      /** The sidebar's first row, and whether it is pinned; what the tooltip says of this workspace. */
      const standsFirst = async (): Promise<void> => {
        const projects = await workbench.openView("OpenAI Spend", "Projects");
        await projects.rowsWith("the workspace's project stands first", (rows) => rows[0]?.label === label);
        assert.equal(await projects.row(label).locator(".codicon-pinned").count(), 1, "it is marked");
        assert.match((await projects.row(label).getAttribute("aria-label")) ?? "", /bound to this workspace/, "and named so for who does not see it");
        assert.equal(await projects.pane.locator(".monaco-list-row .codicon-pinned").count(), 1, "no other is");
      };
      const saysTooltip = (said: (text: string) => void): Promise<void> =>
        eventually("the tooltip is right", async () => {
          said((await (await workbench.statusBarTooltip("openaiSpend.today")).innerText()).replace(/\s+/g, " "));
        });
      const saysWorkspace = () => saysTooltip((text) => { assert.ok(text.includes(`This workspace today (${label}) ${todays}`), text); });

      await saysTooltip((text) => { assert.doesNotMatch(text, /This workspace/); });
      await (await workbench.openView("OpenAI Spend", "Projects")).rowMenu(label, "Bind Project to This Workspace");
      await standsFirst();
      await saysWorkspace();
      await shoot(workbench.page, "bound", "bound");

      await workbench.reload();
      await workbench.statusBarItemWith("openaiSpend.today", /\$\d/);
      await standsFirst();
      await saysWorkspace();

      const projects = await workbench.openView("OpenAI Spend", "Projects");
      await projects.rowMenu(label, "Unbind Project from This Workspace");
      await projects.rowsWith("it stands where its cost puts it", (rows) => rows.map((row) => row.label).join() === before.map((row) => row.label).join());
      assert.equal(await projects.pane.locator(".monaco-list-row .codicon-pinned").count(), 0);
      await saysTooltip((text) => { assert.doesNotMatch(text, /This workspace/); });
      assert.ok((await projects.rowMenuEntries(label)).includes("Bind Project to This Workspace"));
    });
  } finally {
    await server.close();
    await rm(workspace, { recursive: true, force: true });
  }
});
