import assert from "node:assert/strict";
import test from "node:test";
import { eventually } from "../harness/eventually.ts";
import { inVSCode } from "../harness/inVSCode.ts";
import { noonToday } from "../harness/noonToday.ts";
import type { Workbench } from "../harness/workbench.ts";
import { startLoopbackServer } from "../server/loopbackServer.ts";

/**
 * VS Code in a browser reads its secret storage once for each window, so that a key set in one is seen by another when
 * that is loaded again; on a desktop, VS Code tells at once. What an extension keeps itself is told everywhere at once:
 * whether the sample organization is shown, and that a key was removed, follow with the focus.
 */
test("what is chosen in one window holds in another: the sample when that gets the focus, a key when it is loaded again", async () => {
  const now = noonToday();
  const server = await startLoopbackServer({ now: () => now });
  try {
    await inVSCode("two windows", { settings: { "openaiSpend.apiBaseUrl": server.url } }, async ({ host, workbench: first }) => {
      const second = await first.another(host);
      for (const window of [first, second]) await window.statusBarItemWith("openaiSpend.today", /Set up/);

      await first.page.bringToFront();
      await first.runCommand("OpenAI Spend: Explore Sample Organization");
      await first.statusBarItemWith("openaiSpend.today", /\(sample\)/);
      await second.page.bringToFront();
      await returnsTo(second, /\(sample\)/);

      await second.runCommand("OpenAI Spend: Leave Sample Organization");
      await second.statusBarItemWith("openaiSpend.today", /Set up/);
      await first.page.bringToFront();
      await returnsTo(first, /Set up/);

      await first.runCommand("OpenAI Spend: Set Admin Key");
      await first.quickInput.submit(server.adminKey);
      const { text: todays } = await first.statusBarItemWith("openaiSpend.today", /^\$[\d,.]+$/);
      await second.page.bringToFront();
      await second.reload();
      await second.statusBarItemWith("openaiSpend.today", todays);

      await second.runCommand("OpenAI Spend: Remove Admin Key");
      await second.page.getByRole("button", { name: "Remove", exact: true }).click();
      await second.statusBarItemWith("openaiSpend.today", /Set up/);
      // This window still reads the old secret; it must not go on sending a key that was taken away.
      await first.page.bringToFront();
      await returnsTo(first, /Set up/);
      const asked = server.requests.length;
      for (const window of [first, second]) await window.runCommand("OpenAI Spend: Refresh");
      assert.equal(server.requests.length, asked, "without a key nothing is asked");
    });
  } finally {
    await server.close();
  }
});

/** VS Code tells other windows a moment after the one that chose: who is quicker than that returns once more. */
function returnsTo(window: Workbench, text: RegExp): Promise<void> {
  return eventually("the window has heard of it", async () => {
    await window.leaveAndReturn();
    assert.match((await window.statusBarItem("openaiSpend.today")).text, text);
  });
}
