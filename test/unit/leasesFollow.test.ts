import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { bodyOf } from "../../src/api/body.ts";
import { dayStart } from "../../src/domain/buckets.ts";
import { sourceSpec } from "../../src/domain/sources.ts";
import { HistoryEngine } from "../../src/worker/engine.ts";
import { withFolder } from "./modelSupport/memoryPort.ts";

/** A task is an account's, whichever organization that turns out to be: one window of a machine is at it at a time. */

const account = 1;
const series = { source: "costs", view: sourceSpec("costs").views[0] ?? [], width: "1d" } as const;

async function withEngines(body: (open: (owner: string, fingerprint: string) => Promise<HistoryEngine>) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const engines: HistoryEngine[] = [];
    try {
      await body(async (owner, fingerprint) => {
        const engine = new HistoryEngine({ file: path.join(folder, "history.db"), now: () => 0, owner, log: () => undefined, push: () => undefined });
        engines.push(engine);
        await engine.call("open", { account, origin: "https://api.example.com", fingerprint });
        return engine;
      });
    } finally {
      for (const engine of engines) await engine.call("closeAll", undefined);
    }
  });
}

const lease = (engine: HistoryEngine, wait = 0): Promise<boolean> => engine.call("lease", { account, task: "year", wait });

/** Lands a day that says whose it is. */
async function land(engine: HistoryEngine): Promise<void> {
  const days = { from: 20_000, to: 20_001 };
  const [from, to] = [dayStart(days.from), dayStart(days.to)];
  const row = { object: sourceSpec("costs").row, amount: { value: 1, currency: "usd" }, project_id: "p", line_item: "x", api_key_id: null, organization_id: "org" };
  const data = [{ object: "bucket", start_time: from, end_time: to, results: [row] }];
  await engine.call("begin", { window: 1, question: { ...series, from, to } });
  await engine.call("page", { window: 1, body: bodyOf(JSON.stringify({ object: "page", data, has_more: false, next_page: null })) });
  await engine.call("land", { account, window: 1, landing: { series, days, fetchedAt: to } });
}

test("who is at a task has it still after the organization was cleared", async () => {
  await withEngines(async (open) => {
    const [mine, other] = [await open("mine", "key"), await open("other", "key")];
    assert.equal(await lease(mine), true);
    await mine.call("clear", { account });
    await mine.call("hold", { account, wants: [] });
    other.look();
    assert.equal(await lease(other), false);
    await mine.call("release", { account, task: "year" });
    assert.equal(await lease(other), true);
  });
});

test("who is at a task has it still after its key has turned out to be of an organization that is known", async () => {
  await withEngines(async (open) => {
    await land(await open("known", "another key"));
    const [mine, other] = [await open("mine", "key"), await open("other", "key")];
    assert.equal(await lease(mine), true);
    await land(mine);
    other.look();
    assert.equal(await lease(other), false);
  });
});

test("who waits for a task has it once it is free, whatever the organization was when the wait began", async () => {
  await withEngines(async (open) => {
    const [mine, other] = [await open("mine", "key"), await open("other", "key")];
    assert.equal(await lease(mine), true);
    const waited = lease(other, 5_000);
    await mine.call("clear", { account });
    await mine.call("hold", { account, wants: [] });
    other.look();
    await mine.call("release", { account, task: "year" });
    assert.equal(await waited, true);
  });
});
