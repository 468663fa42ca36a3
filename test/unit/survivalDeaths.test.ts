import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { SpendError } from "../../src/domain/errors.ts";
import { ThreadPort } from "../../src/worker/threadPort.ts";
import { hour } from "./modelSupport/fakeClock.ts";
import { withFolder } from "./modelSupport/memoryPort.ts";
import { turnsUntil } from "./support/machine.ts";
import { startsOf } from "./support/starts.ts";
import { program } from "./support/programs.ts";

/** A thread that dies again and again is given up, but not for ever. */

interface Dying {
  /** Milliseconds by which the thread's clock is later than it was. */
  pass(milliseconds: number): void;
  /** Has the thread die of a call. */
  die(): Promise<void>;
  lives(): Promise<boolean>;
  starts(): number;
}

async function withDying(body: (dying: Dying) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const file = path.join(folder, "history.db");
    let now = 0;
    const port = new ThreadPort({ script: program("mortalWorker"), file, log: () => undefined, now: () => now });
    const describe = (): Promise<unknown> => port.call("describe", { account: undefined });
    const die = async (): Promise<void> => {
      writeFileSync(`${file}.die`, "describe exit");
      const before = port.generation;
      await assert.rejects(describe(), SpendError);
      await turnsUntil("it has died", () => port.generation > before);
    };
    const lives = (): Promise<boolean> => describe().then(() => true, () => false);
    try {
      await body({ pass: (milliseconds) => { now += milliseconds; }, die, lives, starts: () => startsOf(file) });
    } finally {
      await port.close();
    }
  });
}

test("three deaths within a minute are enough; an hour after the last it is tried again, and given up again where it dies as often", async () => {
  await withDying(async ({ pass, die, lives, starts }) => {
    for (let round = 1; round <= 2; round += 1) {
      for (let death = 0; death < 3; death += 1) {
        await die();
        pass(1_000);
      }
      assert.equal(starts(), 3 * round);
      assert.equal(await lives(), false);
      pass(hour - 2_000);
      assert.equal(await lives(), false, "not an hour yet");
      assert.equal(starts(), 3 * round, "and nothing is started");
      pass(1_000);
    }
    assert.equal(await lives(), true);
    assert.equal(starts(), 7);
  });
});

test("where no thread can be started, each call says so", async () => {
  const log: string[] = [];
  const port = new ThreadPort({ script: "nowhere.js", file: undefined, log: (line) => log.push(line) });
  for (let call = 0; call < 2; call += 1) await assert.rejects(port.call("describe", { account: undefined }), { kind: "historyFailed" });
  assert.match(log[0] ?? "", /could not be started/);
  await port.close();
});

test("deaths that lie an hour apart do not add up", async () => {
  await withDying(async ({ pass, die, lives, starts }) => {
    for (let death = 0; death < 5; death += 1) {
      await die();
      pass(hour);
    }
    assert.equal(await lives(), true);
    assert.equal(starts(), 6);
  });
});
