import assert from "node:assert/strict";
import { test } from "node:test";
import { warmUp } from "../../src/worker/warmUp.ts";

/** What the thread does while a first start waits for its first answer. */

test("made-up answers go the whole way of real ones, for a bounded number of rounds", async () => {
  const rounds = await warmUp(() => true);
  assert.ok(rounds > 1 && rounds < 100, String(rounds));
});

test("it ends when there is something to do, and lets it in between two rounds", async () => {
  assert.equal(await warmUp(() => false), 0);
  let came = false;
  setImmediate(() => { came = true; });
  assert.equal(await warmUp(() => !came), 1);
});
