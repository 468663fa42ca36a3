import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import { eventually } from "../harness/eventually.ts";
import { costRows, dollars, sumOf } from "../harness/expectedCosts.ts";
import { inVSCode } from "../harness/inVSCode.ts";
import { noonToday } from "../harness/noonToday.ts";
import { shoot } from "../harness/shoot.ts";
import { startLoopbackServer } from "../server/loopbackServer.ts";

test("a history overwritten with noise is set aside and told once; the numbers come from the API and are kept anew", async () => {
  const now = noonToday();
  const today = Math.floor(now / 86_400_000);
  const server = await startLoopbackServer({ now: () => now });
  const todays = dollars(sumOf(costRows(server, today, today + 1)));
  const folder = await mkdtemp(path.join(tmpdir(), "openai-spend-noise-"));
  const options = { folder, settings: { "openaiSpend.apiBaseUrl": server.url }, env: { OPENAI_ADMIN_KEY: server.adminKey, OPENAI_BASE_URL: server.url } };
  const noise = randomBytes(300_000);
  let storage = "";
  try {
    await inVSCode("before the noise", options, async ({ host, workbench }) => {
      storage = host.storageFolder;
      await workbench.statusBarItemWith("openaiSpend.today", todays);
      assert.ok((await readdir(storage)).includes("history.db"));
    });
    // With what lies beside it: from its write-ahead log alone SQLite would put the whole file together again.
    for (const name of await readdir(storage)) if (/^history\.db(-wal|-shm)?$/.test(name)) await writeFile(path.join(storage, name), noise);

    await inVSCode("noise", options, async ({ workbench }) => {
      await workbench.statusBarItemWith("openaiSpend.today", todays);
      await eventually("it is told", async () => {
        assert.deepEqual(await workbench.notifications(), ["OpenAI Spend: The local history could not be read. It was set aside, and is built anew."]);
      });
      const projects = await workbench.openView("OpenAI Spend", "Projects");
      await eventually("the view says so beside the numbers", async () => {
        assert.match(await projects.text(), /could not be read\. It was set aside/);
      });
      await shoot(workbench.page, "history", "set-aside");
      const aside = (await readdir(storage)).filter((name) => name.startsWith("history.db.broken-") && !/-(wal|shm)$/.test(name));
      assert.equal(aside.length, 1);
      assert.deepEqual(await readFile(path.join(storage, aside[0] ?? "")), noise, "it is as it was");

      await workbench.reload();
      await workbench.statusBarItemWith("openaiSpend.today", todays);
      const again = await workbench.openView("OpenAI Spend", "Projects");
      await again.rowsWith("projects are listed", (rows) => rows.length > 3);
      assert.doesNotMatch(await again.text(), /set aside/);
      assert.deepEqual(await workbench.notifications(), [], "it is told once");
      assert.deepEqual((await readdir(storage)).filter((name) => name.startsWith("history.db.broken-") && !/-(wal|shm)$/.test(name)), aside);
    });
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
