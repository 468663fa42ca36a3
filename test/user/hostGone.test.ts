import assert from "node:assert/strict";
import test from "node:test";
import { connectedVSCode } from "../harness/connected.ts";
import { eventually } from "../harness/eventually.ts";
import { costRows, dollars, sumOf } from "../harness/expectedCosts.ts";
import { noonToday } from "../harness/noonToday.ts";
import { shoot } from "../harness/shoot.ts";
import { startLoopbackServer } from "../server/loopbackServer.ts";

/** VS Code starts another extension host by itself; the page of the one that was killed stays, and belongs to nobody. */
test("after the extension host was killed, the dashboard it left says that nobody answers, and another one works", async () => {
  const now = noonToday();
  const server = await startLoopbackServer({ now: () => now });
  const today = Math.floor(now / 86_400_000);
  const total = dollars(sumOf(costRows(server, today - 29, today + 1)));
  try {
    await connectedVSCode("host gone", server, async ({ host, workbench }) => {
      const { page } = workbench;
      const shown = async () => (await workbench.dashboardFrame()).locator("body").innerText();
      const tab = page.locator(".tabs-container").getByRole("tab", { name: "OpenAI Spend" });
      await workbench.statusBarItemWith("openaiSpend.today", /\$\d/);
      await workbench.runCommand("OpenAI Spend: Open Dashboard");
      await eventually("the dashboard has the total", async () => {
        assert.ok((await shown()).includes(total));
      });

      // While the host is there it answers whatever is clicked, so that the page need not doubt.
      const endpoints = await workbench.openView("OpenAI Spend", "Endpoints");
      await endpoints.rowsWith("every endpoint is there", (rows) => rows.length === 12 && rows.every((row) => /\d/.test(row.description)));
      const frame = await workbench.dashboardFrame();
      await frame.evaluate(() => {
        window.addEventListener("message", ({ data }: MessageEvent<{ type?: string }>) => {
          if (data.type === "state") document.body.dataset["answered"] = "";
        });
      });
      await frame.getByRole("button", { name: "Copy as cURL" }).click();
      await frame.locator("body[data-answered]").waitFor();

      assert.equal(await host.killExtensionHosts(), 1);
      await (await workbench.dashboardFrame()).getByRole("button", { name: "Refresh" }).click();
      await eventually("the page says so beside its numbers", async () => {
        const text = await shown();
        assert.match(text, /The extension is not answering\. The numbers shown are from /);
        assert.ok(text.includes(total));
      });
      await shoot(page, "trouble", "host-gone");

      // Hidden, VS Code throws the page away; the one that it draws anew has nobody to ask.
      await workbench.runCommand("File: New Untitled Text File");
      await tab.click();
      await eventually("the page says so without numbers", async () => {
        const text = await shown();
        assert.match(text, /The extension is not answering\. Close this tab/);
        assert.ok(!text.includes(total));
      });

      await tab.click({ button: "middle" });
      await workbench.statusBarItemWith("openaiSpend.today", /\$\d/);
      await workbench.runCommand("OpenAI Spend: Open Dashboard");
      await eventually("the dashboard has the total", async () => {
        assert.ok((await shown()).includes(total));
      });
      assert.doesNotMatch(await shown(), /not answering/);
    });
  } finally {
    await server.close();
  }
});
