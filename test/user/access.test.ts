import assert from "node:assert/strict";
import test from "node:test";
import { connectedVSCode } from "../harness/connected.ts";
import { eventually } from "../harness/eventually.ts";
import { noonToday } from "../harness/noonToday.ts";
import { shoot } from "../harness/shoot.ts";
import { startLoopbackServer } from "../server/loopbackServer.ts";

test("a key that may not read names shows ids, names the missing scope, and Check Admin Key Access lists it", async () => {
  const now = noonToday();
  const key = "sk-admin-usageonly0123456789abcdefghij";
  const server = await startLoopbackServer({ now: () => now, keys: [{ key, scopes: ["api.usage.read"] }] });
  try {
    await connectedVSCode("access", server, async ({ workbench }) => {
      await workbench.statusBarItemWith("openaiSpend.today", /\$\d/);
      const projects = await workbench.openView("OpenAI Spend", "Projects");
      await projects.rowsWith("ids stand where names would", (rows) => rows.some((row) => row.label.startsWith("proj_")));
      await eventually("the view names the scope", async () => {
        assert.match(await projects.text(), /api\.management\.read/);
      });
      await shoot(workbench.page, "access", "ids");
      await workbench.runCommand("OpenAI Spend: Check Admin Key Access");
      await eventually("the list is there", async () => {
        const items = await workbench.quickInput.items();
        assert.deepEqual(items.map((item) => item.label), ["Costs", "Usage", "Projects", "Users", "Local history"]);
        assert.match(items[0]?.description ?? "", /works/);
        assert.match(items[2]?.description ?? "", /missing scope api\.management\.read/);
        assert.match(items[2]?.name ?? "", /Hidden: names of projects/);
        assert.match(items[4]?.description ?? "", /^[\d,]+ rows since \d{4}-\d\d-\d\d \(UTC\), .*MB on disk$/);
      });
      await shoot(workbench.page, "access", "check");
    });
  } finally {
    await server.close();
  }
});
