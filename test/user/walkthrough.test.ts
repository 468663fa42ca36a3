import assert from "node:assert/strict";
import test from "node:test";
import { eventually } from "../harness/eventually.ts";
import { inVSCode } from "../harness/inVSCode.ts";
import { shoot } from "../harness/shoot.ts";

test("the walkthrough opens from the welcome text and from the palette, shows its five steps, and its button opens the sample", async () => {
  await inVSCode("walkthrough", {}, async ({ workbench }) => {
    const { page, quickInput } = workbench;
    const walkthrough = page.getByRole("document", { name: /how to get up to speed/ });
    const opened = () => walkthrough.getByRole("heading", { level: 2, name: "Get Started with OpenAI Spend" }).waitFor();
    const beside = page.locator("iframe.webview").last().contentFrame().locator("#active-frame").contentFrame();
    const step = (name: string) => walkthrough.getByRole("checkbox", { name: `${name}: ` });

    const projects = await workbench.openView("OpenAI Spend", "Projects");
    await projects.pane.getByText("How it works").click();
    await opened();
    // Each opens into the way to do what it says, and a page beside it.
    const steps = [
      ["Look around first", "Explore Sample Organization", "A made-up organization"],
      ["Make and set an admin key", "Set Admin Key", "Which key"],
      ["Check what the key may read", "Check Admin Key Access", "What a key may read"],
      ["Open the dashboard", "Open Dashboard", "What, by what, over which time"],
      ["Set a budget", "Open Settings", "Told once, not nagged"],
    ] as const;
    const labels = await walkthrough.getByRole("checkbox", { name: /: Not completed$/ }).evaluateAll((boxes) => boxes.map((box) => box.getAttribute("aria-label")));
    assert.deepEqual(labels, steps.map(([title]) => `${title}: Not completed`));
    for (const [title, button, text] of steps) {
      await walkthrough.getByRole("heading", { level: 3, name: title }).click();
      await walkthrough.getByRole("button", { name: button, exact: true }).waitFor();
      await beside.getByRole("heading", { name: text }).waitFor();
    }
    await shoot(page, "walkthrough", "steps");
    await workbench.runCommand("View: Close Editor");
    await walkthrough.waitFor({ state: "hidden" });

    await workbench.runCommand("Welcome: Open Walkthrough...");
    await quickInput.pick("Get Started with OpenAI Spend");
    await opened();
    await walkthrough.getByRole("heading", { level: 3, name: "Look around first" }).click();
    await walkthrough.getByRole("button", { name: "Explore Sample Organization", exact: true }).click();
    await workbench.statusBarItemWith("openaiSpend.today", /\$\d+\.\d\d \(sample\)/);
    await projects.rowsWith("projects are listed", (rows) => rows.length > 5);
    await eventually("the step is marked as done", async () => {
      assert.equal(await step("Look around first").getAttribute("aria-checked"), "true");
    });
    assert.equal(await step("Open the dashboard").getAttribute("aria-checked"), "false");
  });
});
