import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Gate } from "../../src/model/gate.ts";
import { settled } from "./modelSupport/fakeClock.ts";

test("never more than the limit run at once, all run, and the first come first", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 30 }), async (limit, turns) => {
      const gate = new Gate(limit);
      const started: number[] = [];
      let running = 0;
      let most = 0;
      await Promise.allSettled(
        turns.map((turn, index) =>
          gate.run(async () => {
            started.push(index);
            running += 1;
            most = Math.max(most, running);
            for (let waited = 0; waited < turn; waited += 1) await Promise.resolve();
            running -= 1;
            if (turn === 3) throw new Error("a task that fails");
          }),
        ),
      );
      assert.ok(most <= limit);
      assert.deepEqual(started, turns.map((_, index) => index));
      assert.equal(await gate.run(() => Promise.resolve("open again")), "open again");
    }),
    { numRuns: 60 },
  );
});

test("a newcomer does not slip in before those who wait", async () => {
  const gate = new Gate(1);
  const order: string[] = [];
  let open = (): void => undefined;
  const first = gate.run(() => new Promise<void>((resolve) => (open = resolve)));
  const second = gate.run(async () => {
    order.push("second");
  });
  open();
  const third = first.then(() => gate.run(async () => {
    order.push("third");
  }));
  await Promise.all([first, second, third]);
  await settled();
  assert.deepEqual(order, ["second", "third"]);
});
