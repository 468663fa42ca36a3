import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { bodyOf } from "../../src/api/body.ts";
import { dayStart } from "../../src/domain/buckets.ts";
import { SpendError } from "../../src/domain/errors.ts";
import { HistoryDatabase } from "../../src/history/historyDatabase.ts";
import { History } from "../../src/model/history.ts";
import type { Want } from "../../src/worker/calls.ts";
import { HistoryEngine } from "../../src/worker/engine.ts";
import { ThreadPort } from "../../src/worker/threadPort.ts";
import { FakeClock } from "./modelSupport/fakeClock.ts";
import { filePort, memoryPort, withFolder } from "./modelSupport/memoryPort.ts";
import { KeptLog } from "./modelSupport/modelOnServer.ts";
import { turnsUntil } from "./support/machine.ts";
import { program } from "./support/programs.ts";

/** What a window looks at reaches its thread, and what its thread hears reaches the window. */

const owner = { origin: "https://api.example.com", fingerprint: () => Promise.resolve("key") };

function want(days: number): Want {
  return { source: "costs", view: ["project_id", "line_item"], width: "1d", days: { from: 1, to: 1 + days } };
}

/** A day of which nothing is reported. */
async function landEmpty(engine: HistoryEngine, day: number): Promise<void> {
  const { days: _, ...series } = want(1);
  const [from, to] = [dayStart(day), dayStart(day + 1)];
  const data = [{ object: "bucket", start_time: from, end_time: to, results: [] }];
  await engine.call("begin", { window: 1, question: { ...series, from, to } });
  await engine.call("page", { window: 1, body: bodyOf(JSON.stringify({ object: "page", data, has_more: false, next_page: null })) });
  await engine.call("land", { account: 1, window: 1, landing: { series, days: { from: day, to: day + 1 }, fetchedAt: to } });
}

test("what is looked at is told again where it could not be told, and once where it could", async () => {
  const port = memoryPort(new FakeClock());
  const call = port.call.bind(port);
  let [told, deaf] = [0, true];
  port.call = (name, ask) => {
    if (name !== "hold") return call(name, ask);
    told += 1;
    return deaf ? Promise.reject(new SpendError("historyFailed", "no")) : call(name, ask);
  };
  const history = new History(port, owner, new KeptLog(), () => undefined);
  await history.open();
  await assert.rejects(history.hold(port, [want(1)]));
  deaf = false;
  for (let look = 0; look < 3; look += 1) await history.hold(port, [want(1)]);
  assert.equal(told, 2);
  await port.close();
});

test("to look at what is kept repaints nothing, also where something is wrong with the file", async () => {
  await withFolder(async (folder) => {
    mkdirSync(path.join(folder, "history.db"));
    const port = filePort(folder, new FakeClock());
    let repainted = 0;
    const history = new History(port, owner, new KeptLog(), () => (repainted += 1));
    await history.open();
    assert.equal(history.trouble?.kind, "unwritable");
    const before = repainted;
    for (let days = 1; days < 5; days += 1) await history.hold(port, [want(days)]);
    assert.equal(repainted, before);
    await port.close();
  });
});

test("a window whose thread died while nothing was asked hears of what others bring", async () => {
  await withFolder(async (folder) => {
    const file = path.join(folder, "history.db");
    const port = new ThreadPort({ script: program("mortalWorker"), file, log: () => undefined });
    const here = new History(port, owner, new KeptLog(), () => undefined);
    await here.open();
    writeFileSync(`${file}.die`, "describe exit");
    await assert.rejects(port.call("describe", { account: undefined }));
    const other = filePort(folder, new FakeClock(), "another window");
    const there = new History(other, owner, new KeptLog(), () => undefined);
    there.setFact("told", "1");
    await turnsUntil("it is heard of", () => here.fact("told") === "1", 2_000);
    await other.close();
    await port.close();
  });
});

for (const then of ["another window writes", "the thread rests and goes on"] as const) {
  test(`rows that could not be read when they were wanted are told once ${then}`, async (t) => {
    await withFolder(async (folder) => {
      const file = path.join(folder, "history.db");
      const told: number[] = [];
      const open = (name: string): HistoryEngine =>
        new HistoryEngine({ file, now: () => 0, owner: name, log: () => undefined, push: ({ segments }) => void told.push(...segments.heads.map(({ day }) => day)) });
      const [engine, other] = [open("this window"), open("another window")];
      for (const each of [engine, other]) await each.call("open", { account: 1, origin: owner.origin, fingerprint: "key" });
      await landEmpty(other, 5);
      engine.look();
      t.mock.method(HistoryDatabase.prototype, "load", () => { throw new Error("locked"); }, { times: 1 });
      await assert.rejects(engine.call("hold", { account: 1, wants: [want(10)] }), /locked/);
      assert.deepEqual(told, []);
      const rests = then === "the thread rests and goes on";
      if (rests) {
        const left = await engine.call("rest", undefined);
        assert.ok(left);
        const next = open("this window");
        next.resume(left);
        await next.call("closeAll", undefined);
      } else {
        await other.call("lease", { account: 1, task: "year", wait: 0 });
        engine.look();
      }
      assert.deepEqual(told, [5]);
      for (const each of rests ? [other] : [engine, other]) await each.call("closeAll", undefined);
    });
  });
}
