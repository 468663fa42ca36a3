import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import { eventually } from "../harness/eventually.ts";
import { inVSCode } from "../harness/inVSCode.ts";
import { shoot } from "../harness/shoot.ts";

test("the sample organization needs no key, is marked on every surface, and can be left", async () => {
  const workspace = await mkdtemp(path.join(tmpdir(), "openai-spend-workspace-"));
  await inVSCode("sample", { workspace, settings: { "security.workspace.trust.enabled": false } }, async ({ workbench }) => {
    await workbench.statusBarItemWith("openaiSpend.today", /Set up/);
    const projects = await workbench.openView("OpenAI Spend", "Projects");
    await projects.pane.getByRole("button", { name: "Explore Sample Organization" }).click();
    const item = await workbench.statusBarItemWith("openaiSpend.today", /\$\d+\.\d\d \(sample\)/);
    assert.match(item.label, /sample organization, not real data/);
    await projects.rowsWith("projects are listed", (rows) => rows.length > 5);
    assert.match(await projects.text(), /Sample organization: not real data/);
    const tooltip = await workbench.statusBarTooltip("openaiSpend.today");
    assert.match(await tooltip.innerText(), /Sample organization: not real data/);
    await shoot(workbench.page, "sample", "tooltip", await tooltip.boundingBox());
    await workbench.runCommand("OpenAI Spend: Open Dashboard");
    await eventually("the dashboard is marked", async () => {
      assert.match(await (await workbench.dashboardFrame()).locator("body").innerText(), /sample/i);
    });
    await shoot(workbench.page, "sample", "dashboard");

    // The dashboard comes back after a reload, on the question it was left with.
    await workbench.reload();
    await workbench.statusBarItemWith("openaiSpend.today", /\(sample\)/);
    await eventually("the dashboard is back", async () => {
      assert.match(await (await workbench.dashboardFrame()).locator("body").innerText(), /Costs by project/i);
    });

    // A line of the sidebar opens the dashboard on its subject.
    const again = await workbench.openView("OpenAI Spend", "Projects");
    await again.rowsWith("projects are listed", (rows) => rows.length > 5);
    const first = (await again.rows())[0]?.label ?? "";
    await again.rowAction(first, "Open Dashboard");
    await eventually("the dashboard points at the project", async () => {
      const text = await (await workbench.dashboardFrame()).locator("body").innerText();
      assert.match(text, /Costs by line item/i);
      assert.ok(text.includes(first), `${first} is named`);
    });
    await shoot(workbench.page, "sample", "project");

    await workbench.runCommand("OpenAI Spend: Leave Sample Organization");
    await workbench.statusBarItemWith("openaiSpend.today", /Set up/);
  });
});
