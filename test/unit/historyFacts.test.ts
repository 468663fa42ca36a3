import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { History } from "../../src/model/history.ts";
import { ThreadPort } from "../../src/worker/threadPort.ts";
import { filePort, withFolder } from "./modelSupport/memoryPort.ts";
import { FakeClock } from "./modelSupport/fakeClock.ts";
import { KeptLog } from "./modelSupport/modelOnServer.ts";
import { turnsUntil } from "./support/machine.ts";
import { program } from "./support/programs.ts";

/** What a window says of an organization is what it goes by from then on, whatever its thread tells meanwhile. */

const owner = { origin: "https://api.example.com", fingerprint: () => Promise.resolve("key") };

async function withHistory(body: (history: History, port: ThreadPort, file: string) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const file = path.join(folder, "history.db");
    const port = new ThreadPort({ script: program("mortalWorker"), file, log: () => undefined });
    try {
      await body(new History(port, owner, new KeptLog(), () => undefined), port, file);
    } finally {
      await port.close();
    }
  });
}

test("a fact that is set while history is opened is known", async () => {
  await withHistory(async (history) => {
    const opened = history.open();
    history.setFact("stopped", "true");
    await opened;
    assert.equal(history.fact("stopped"), "true");
    await history.describe(); // by now the thread has kept it, and tells nobody
    assert.equal(history.fact("stopped"), "true");
  });
});

test("a fact that is set after the thread has died is known in place of the one that was kept before", async () => {
  await withHistory(async (history, port, file) => {
    await history.open();
    history.setFact("stopped", "false");
    await history.describe();
    writeFileSync(`${file}.die`, "describe throw");
    await assert.rejects(history.describe());
    await turnsUntil("it has died", () => port.generation === 2);
    history.setFact("stopped", "true");
    await history.describe();
    assert.equal(history.fact("stopped"), "true");
  });
});

test("what another window has said before is no news to who says something else meanwhile", async () => {
  await withFolder(async (folder) => {
    const [mine, other] = ["mine", "other"].map((name) => filePort(folder, new FakeClock(), name));
    assert.ok(mine && other);
    const here = new History(mine, owner, new KeptLog(), () => undefined);
    const there = new History(other, owner, new KeptLog(), () => undefined);
    await here.open();
    await there.open();
    there.setFact("stopped", "true");
    await there.describe();
    here.setFact("stopped", "false");
    mine.engine.look(); // tells of the other window's word before it hears of this one's
    await here.describe();
    assert.equal(here.fact("stopped"), "false");
    other.engine.look();
    assert.equal(there.fact("stopped"), "false");
    await mine.close();
    await other.close();
  });
});
