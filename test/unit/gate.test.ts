import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Gate } from "../../src/model/gate.ts";
import { settled } from "./modelSupport/fakeClock.ts";

/** A task that runs until it is told to end, and says when it began. */
function held(): { readonly task: () => Promise<void>; readonly began: () => boolean; readonly end: () => void } {
  let began = false;
  let end = (): void => undefined;
  const task = (): Promise<void> =>
    new Promise((resolve) => {
      began = true;
      end = resolve;
    });
  return { task, began: () => began, end: () => { end(); } };
}

test("never more than the width run at once, all run, and the first come first", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 30 }), async (width, turns) => {
      const gate = new Gate(() => width);
      const started: number[] = [];
      let running = 0;
      let most = 0;
      await Promise.allSettled(
        turns.map((turn, index) =>
          gate.run("back", String(index), async () => {
            started.push(index);
            running += 1;
            most = Math.max(most, running);
            for (let waited = 0; waited < turn; waited += 1) await Promise.resolve();
            running -= 1;
            if (turn === 3) throw new Error("a task that fails");
          }),
        ),
      );
      assert.ok(most <= width);
      assert.deepEqual(started, turns.map((_, index) => index));
      assert.equal(await gate.run("back", "", () => Promise.resolve("open again")), "open again");
    }),
    { numRuns: 60 },
  );
});

test("what somebody looks at goes first, and finds a place though all are taken by what is for later", async () => {
  const gate = new Gate(() => 4);
  const later = Array.from({ length: 6 }, held);
  const all = later.map(({ task }, index) => gate.run("back", String(index), task));
  const looked = held();
  all.push(gate.run("front", "looked at", looked.task));
  await settled();
  assert.deepEqual(later.map(({ began }) => began()), [true, true, true, true, false, false]);
  assert.equal(looked.began(), true);
  for (const { end } of [...later, looked]) end();
  await settled();
  for (const { end } of later) end();
  await Promise.all(all);
});

test("one group never has more than half of the places, so that an endpoint that hangs cannot hold all", async () => {
  const gate = new Gate(() => 8);
  const hanging = Array.from({ length: 10 }, held);
  const runs = hanging.map(({ task }) => gate.run("back", "hanging", task));
  const other = held();
  runs.push(gate.run("back", "other", other.task));
  await settled();
  assert.equal(hanging.filter(({ began }) => began()).length, 4);
  assert.equal(other.began(), true);
  for (let round = 0; round < 3; round += 1) {
    for (const { end } of [...hanging, other]) end();
    await settled();
  }
  await Promise.all(runs);
});

test("a width that shrinks lets nobody in until enough have ended", async () => {
  let width = 4;
  const gate = new Gate(() => width);
  const first = Array.from({ length: 4 }, held);
  const runs = first.map(({ task }, index) => gate.run("back", String(index), task));
  await settled();
  width = 1;
  const next = held();
  runs.push(gate.run("back", "next", next.task));
  for (const { end } of first.slice(0, 3)) {
    end();
    await settled();
    assert.equal(next.began(), false);
  }
  first[3]?.end();
  await settled();
  assert.equal(next.began(), true);
  next.end();
  await Promise.all(runs);
});
