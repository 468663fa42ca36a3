import assert from "node:assert/strict";
import { test } from "node:test";
import { SpendError } from "../../src/domain/errors.ts";
import { Halts } from "../../src/model/halts.ts";
import { day, FakeClock } from "./modelSupport/fakeClock.ts";

/** What every request would run into: for how long nothing is asked. */

const limited = new SpendError("rateLimited", "Too many requests.", { retryAfter: 300_000 });

for (const [what, jump] of [["goes on", 0], ["is set back a day", -day]] as const) {
  test(`a server that wants to be left alone for five minutes is, and no longer, where the clock ${what}`, () => {
    const clock = new FakeClock();
    const halts = new Halts(() => clock.now());
    halts.note(limited);
    clock.advance(1_000);
    assert.equal(halts.current, limited);
    clock.advance(jump);
    assert.equal(halts.current, limited);
    halts.tryAgain();
    clock.advance(298_000);
    assert.equal(halts.current, limited, "a person who refreshes does not overrule the server");
    clock.advance(2_000);
    assert.equal(halts.current, undefined);
  });
}

test("a key that was rejected stays so, whatever the clock does, until somebody tries again", () => {
  const clock = new FakeClock();
  const halts = new Halts(() => clock.now());
  const rejected = new SpendError("keyRejected", "No.");
  halts.note(rejected);
  for (const jump of [day, -3 * day]) {
    clock.advance(jump);
    assert.equal(halts.current, rejected);
  }
  halts.tryAgain();
  assert.equal(halts.current, undefined);
});
