import assert from "node:assert/strict";
import { test } from "node:test";
import { Backlog } from "../../src/model/backlog.ts";
import { settled } from "./modelSupport/fakeClock.ts";

/** A reading that ends when it is told to. */
function reading(backlog: Backlog, bytes: number): { readonly end: () => void; readonly fail: () => void; readonly over: Promise<unknown> } {
  let end = (): void => undefined;
  let fail = (): void => undefined;
  const over = backlog.during(bytes, () => new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = () => { reject(new Error("the thread has ended")); };
  }));
  return { end, fail, over: over.catch(() => undefined) };
}

test("there is room until more is unread than may be, and again once that was read", async () => {
  const backlog = new Backlog(100);
  await backlog.room();
  const first = reading(backlog, 100);
  await backlog.room(); // as much as may be
  const second = reading(backlog, 1);
  let waited = 0;
  const waiters = [1, 2].map(() => backlog.room().then(() => { waited += 1; }));
  await settled();
  assert.equal(waited, 0);
  second.end();
  await Promise.all([second.over, ...waiters]);
  assert.equal(waited, 2);
  first.end();
  await first.over;
});

test("a reading that fails leaves nothing behind, and one that is far too long is let in alone", async () => {
  const backlog = new Backlog(100);
  const huge = reading(backlog, 1_000);
  let room = false;
  const waiter = backlog.room().then(() => { room = true; });
  await settled();
  assert.equal(room, false);
  huge.fail();
  await Promise.all([huge.over, waiter]);
  assert.equal(room, true);
});

test("of those who wait for room for bytes of their own, no more go on than there is room for", async () => {
  const backlog = new Backlog(100);
  const first = reading(backlog, 200);
  let underWay = 0;
  let most = 0;
  const turns = [1, 2, 3, 4].map(() =>
    backlog.inTurn(150, async () => {
      most = Math.max(most, (underWay += 1));
      await settled();
      underWay -= 1;
    }),
  );
  await settled();
  assert.equal(most, 0);
  first.end();
  await Promise.all([first.over, ...turns]);
  assert.equal(most, 1, "one after the other");
});
