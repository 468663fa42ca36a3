import assert from "node:assert/strict";
import { renameSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { SpendError } from "../../src/domain/errors.ts";
import { openHistory } from "../../src/history/historyDatabase.ts";
import type { HistoryNews } from "../../src/worker/calls.ts";
import { stampOf } from "../../src/worker/restingThread.ts";
import { ThreadPort } from "../../src/worker/threadPort.ts";
import { FakeClock } from "./modelSupport/fakeClock.ts";
import { filePort, withFolder } from "./modelSupport/memoryPort.ts";
import { turnsUntil } from "./support/machine.ts";
import { closed, startsOf } from "./support/starts.ts";
import { program } from "./support/programs.ts";

/** The thread that keeps history ends while there is nothing to do, and nobody notices. */

const restAfter = 30;
/** Long enough for a thread to have rested, if it were going to (milliseconds). */
const aWhile = 200;
const key = { account: 1, origin: "https://api.example.com", fingerprint: "key" };
const script = program("mortalWorker");

interface Kept {
  readonly folder: string;
  readonly file: string;
  readonly port: ThreadPort;
  readonly news: HistoryNews[];
  starts(): number;
  rests(): Promise<void>;
}

async function withPort(body: (kept: Kept) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const file = path.join(folder, "history.db");
    const port = new ThreadPort({ script, file, log: () => undefined, restAfter });
    const news: HistoryNews[] = [];
    port.onNews((told) => news.push(told));
    try {
      await body({ ...{ folder, file, port, news }, starts: () => startsOf(file), rests: () => closed(file) });
    } finally {
      await port.close();
    }
  });
}

for (const stays of [true, false]) {
  test(`a fact that another window sets is heard of, ${stays ? "while it has the file open" : "also when it has closed the file again"}`, async () => {
    await withPort(async ({ folder, port, news, rests, starts }) => {
      await port.call("open", key);
      await rests();
      const other = filePort(folder, new FakeClock(), "another window");
      await other.call("open", key);
      await other.call("setFact", { account: 1, name: "told", json: "1" });
      if (!stays) await other.close();
      await turnsUntil("the fact is told", () => news.some(({ facts }) => facts.some(([name, json]) => name === "told" && json === "1")));
      assert.deepEqual(news.map(({ fresh }) => fresh), [false]);
      assert.equal(starts(), 2);
      if (stays) await other.close();
    });
  });
}

for (const rested of [false, true]) {
  test(`a window that is turned to hears at once of what another has brought, ${rested ? "also where its thread rests, which nothing new does not wake" : "without waiting for the next look"}`, async () => {
    await withPort(async ({ folder, port, news, rests, starts }) => {
      await port.call("open", key);
      const other = filePort(folder, new FakeClock(), "another window");
      if (rested) {
        await rests();
        await pause(aWhile);
        await port.look();
        assert.equal(starts(), 1);
      }
      await other.call("open", key);
      await other.call("setFact", { account: 1, name: "told", json: "1" });
      await port.look();
      assert.deepEqual(news.flatMap(({ facts }) => facts), [["told", "1"]]);
      assert.equal(starts(), rested ? 2 : 1);
      await other.close();
    });
  });
}

test("a window that has a task keeps it for as long as it likes", async () => {
  await withPort(async ({ folder, port, rests, starts }) => {
    await port.call("open", key);
    assert.equal(await port.call("lease", { account: 1, task: "refresh", wait: 0 }), true);
    await pause(aWhile);
    const other = filePort(folder, new FakeClock(Date.now()), "another window");
    await other.call("open", key);
    assert.equal(await other.call("lease", { account: 1, task: "refresh", wait: 0 }), false);
    await other.close();
    assert.equal(starts(), 1);
    await port.call("release", { account: 1, task: "refresh" });
    await rests();
  });
});

test("a window of the API that is being fetched is landed, however long its pages take", async () => {
  await withPort(async ({ port, rests, starts }) => {
    await port.call("open", key);
    await port.call("begin", { window: 1, question: { source: "costs", view: ["project_id", "line_item"], width: "1d", from: 1_760_000_000, to: 1_760_086_400 } });
    await pause(aWhile);
    assert.equal(starts(), 1);
    // A thread that was started anew would not know it.
    await assert.rejects(port.call("page", { window: 1, body: [] }), (error) => error instanceof SpendError && error.kind !== "historyFailed");
    await port.call("drop", { window: 1 });
    await rests();
  });
});

test("calls that come as the thread ends are all answered, in their order", async () => {
  await withPort(async ({ port, starts }) => {
    await port.call("open", key);
    const answered: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      await pause(restAfter + (round % 3)); // as it is asked whether it can rest, and a little later
      const calls = [0, 1].map(async (part) => {
        await port.call("setFact", { account: 1, name: "round", json: String(2 * round + part) });
        answered.push(2 * round + part);
      });
      await Promise.all(calls);
    }
    assert.deepEqual(answered, answered.map((_, index) => index));
    assert.equal(port.generation, 1);
    assert.ok(starts() > 1);
  });
});

test("a file that is opened and closed again is not written to", async () => {
  await withFolder(async (folder) => {
    const file = path.join(folder, "history.db");
    const options = { now: () => 0, log: () => undefined };
    openHistory(file, options).close();
    const before = await stampOf(file);
    const open = openHistory(file, options);
    assert.deepEqual(await stampOf(file), before);
    open.close();
    assert.deepEqual(await stampOf(file), before);
  });
});

test("what was kept is told anew where, meanwhile, it was deleted or the file was taken away", async () => {
  for (const how of ["cleared", "taken away"] as const) {
    await withPort(async ({ folder, file, port, news, rests }) => {
      await port.call("open", key);
      await port.call("setFact", { account: 1, name: "told", json: "1" });
      await rests();
      if (how === "taken away") renameSync(file, `${file}.elsewhere`);
      const other = filePort(folder, new FakeClock(), "another window");
      await other.call("open", key);
      if (how === "cleared") await other.call("clear", { account: undefined });
      await other.call("open", key);
      await other.call("setFact", { account: 1, name: "told", json: "2" });
      await turnsUntil("it is told", () => news.some(({ facts }) => facts.some(([, json]) => json === "2")));
      assert.equal(news[0]?.fresh, true, how);
      await other.close();
    });
  }
});

test("a port whose thread has ended is closed, and starts none", async () => {
  await withPort(async ({ folder, port, rests, starts }) => {
    await port.call("open", key);
    await rests();
    await port.close();
    const other = filePort(folder, new FakeClock(), "another window");
    await other.call("open", key);
    await other.call("setFact", { account: 1, name: "told", json: "1" });
    await other.close();
    await pause(6 * aWhile);
    assert.equal(starts(), 1);
    await assert.rejects(port.call("describe", { account: 1 }), /does not run/);
  });
});
