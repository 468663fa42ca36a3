import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import { costRows, dollars, scaled, sumOf } from "../harness/expectedCosts.ts";
import { inVSCode } from "../harness/inVSCode.ts";
import { noonToday } from "../harness/noonToday.ts";
import { savedFile } from "../harness/savedFile.ts";
import { startLoopbackServer } from "../server/loopbackServer.ts";

test("Export Data writes a CSV whose exact amounts add up to the total", async () => {
  const now = noonToday();
  const server = await startLoopbackServer({ now: () => now });
  const today = Math.floor(now / 86_400_000);
  const workspace = await mkdtemp(path.join(tmpdir(), "openai-spend-export-"));
  const settings = { "openaiSpend.apiBaseUrl": server.url, "security.workspace.trust.enabled": false };
  const env = { OPENAI_ADMIN_KEY: server.adminKey, OPENAI_BASE_URL: server.url };
  try {
    await inVSCode("export", { settings, env, workspace }, async ({ workbench }) => {
      await workbench.statusBarItemWith("openaiSpend.today", /\$\d/);
      await workbench.runCommand("OpenAI Spend: Export Data");
      await workbench.quickInput.row("CSV").click();
      const lines = (await savedFile(workbench, workspace, /openai-spend-costs-.*\.csv$/)).split("\r\n");
      assert.equal(lines[0], "\ufeffStart (UTC),Project id,Project,Cost");
      const amounts = lines.slice(1, lines.indexOf("")).map((line) => line.split(",").at(-1) ?? "");
      const sum = amounts.reduce((total, text) => total + scaled(text), 0n);
      assert.equal(dollars(sum), dollars(sumOf(costRows(server, today - 29, today + 1))));
      assert.equal(sum, sumOf(costRows(server, today - 29, today + 1)), "to the last digit");
    });
  } finally {
    await server.close();
  }
});
