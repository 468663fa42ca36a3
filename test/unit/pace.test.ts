import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fullWidth, Pace } from "../../src/api/pace.ts";
import { RateLimit } from "./modelSupport/rateLimit.ts";
import { ManualClock, day, hour, settled, sundayEvening } from "./modelSupport/fakeClock.ts";

const never = new AbortController().signal;

/** Sends `count` requests as the executor does, at most `pace.width` under way, each again until it is borne. */
async function sendAll(count: number, limit: RateLimit, clock: ManualClock, latency: number, retryAfter?: number): Promise<void> {
  const pace = new Pace(clock);
  let left = count;
  let running = 0;
  const one = async (): Promise<void> => {
    for (;;) {
      const turn = await pace.turn(Infinity, never);
      assert.notEqual(turn, undefined);
      await clock.sleep(latency, never);
      if (limit.bears(clock.now())) {
        pace.good(turn ?? 0);
        break;
      }
      pace.limited(turn ?? 0, retryAfter);
    }
    running -= 1;
  };
  const steps = 40_000; // bounded: at 10 ms a step, more than six minutes
  for (let step = 0; step < steps && (left > 0 || running > 0); step += 1) {
    while (left > 0 && running < pace.width) {
      left -= 1;
      running += 1;
      void one();
    }
    await clock.advance(10, 10);
  }
  assert.deepEqual([left, running], [0, 0]);
}

for (const retryAfter of [undefined, 1_000]) {
  test(`a limit of 5 requests a second is found and kept to, ${retryAfter === undefined ? "without" : "with"} Retry-After: once one is refused, no second has more than the limit and its burst, and few are refused`, async () => {
    for (const [burst, latency] of [[5, 40], [5, 100], [10, 40], [10, 100], [20, 40], [20, 100]] as const) {
      const about = `burst ${String(burst)}, ${String(latency)} ms`;
      const clock = new ManualClock();
      const limit = new RateLimit(5, burst, clock.now());
      await sendAll(150, limit, clock, latency, retryAfter);
      const most = limit.mostInASecond(limit.firstRefusal);
      assert.ok(most <= 5 + burst, `${about}: ${String(most)} in a second`);
      // Nobody knows of a limit before it is met: by then as many more are under way as are let.
      assert.ok(limit.mostInASecond() <= 5 + burst + fullWidth, `${about}: ${String(limit.mostInASecond())} in the first second`);
      // Those that were under way when the first was refused, and now and then one that feels for the limit.
      assert.ok(limit.refused <= fullWidth + burst, `${about}: ${String(limit.refused)} refused`);
    }
  });
}

test("an API that never complains is asked as quickly as it answers, at full width", async () => {
  const clock = new ManualClock();
  const limit = new RateLimit(Infinity, 1_000, clock.now());
  const began = clock.now();
  await sendAll(160, limit, clock, 100);
  assert.ok(clock.now() - began <= 160 / fullWidth * 120, `${String(clock.now() - began)} ms`);
  assert.equal(limit.refused, 0);
});

test("after a 429 the width halves and everything pauses; answers widen it again, up to where it was", async () => {
  const clock = new ManualClock();
  const pace = new Pace(clock);
  const turn = (await pace.turn(0, never)) ?? 0;
  pace.limited(turn, undefined);
  assert.equal(pace.width, fullWidth / 2);
  assert.equal(pace.pausedFor, 1_000);
  // Those that were under way say nothing new.
  pace.limited(turn - 1, undefined);
  assert.equal(pace.width, fullWidth / 2);
  await clock.advance(2_000);
  for (let answers = 0; answers < 100; answers += 1) pace.good(clock.now());
  assert.equal(pace.width, fullWidth);
});

test("what Retry-After asks for holds for every request, and who cannot wait as long is told at once", async () => {
  const clock = new ManualClock();
  const pace = new Pace(clock);
  pace.limited((await pace.turn(0, never)) ?? 0, 30_000);
  assert.equal(await pace.turn(29_000, never), undefined);
  let went = false;
  void pace.turn(60_000, never).then(() => (went = true));
  await clock.advance(29_000);
  assert.equal(went, false);
  await clock.advance(2_000);
  assert.equal(went, true);
});

test("a week that Retry-After asks for is an hour: then the API is asked once more", async () => {
  const clock = new ManualClock();
  const pace = new Pace(clock);
  pace.limited((await pace.turn(0, never)) ?? 0, 7 * day);
  assert.equal(pace.pausedFor, hour);
  clock.set(sundayEvening + hour);
  assert.equal(await pace.turn(0, never), sundayEvening + hour);
});

test("a clock that is set back, however far, makes no pause longer", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 400 * day }), fc.boolean(), async (back, limited) => {
      const clock = new ManualClock();
      const pace = new Pace(clock);
      const turn = (await pace.turn(0, never)) ?? 0;
      if (limited) pace.limited(turn, 5_000);
      clock.set(sundayEvening - back);
      assert.ok(pace.pausedFor <= 5_000);
      let went = false;
      void pace.turn(10_000, never).then((at) => (went = at !== undefined));
      await clock.advance(6_000, 500);
      await settled();
      assert.equal(went, true);
    }),
    { numRuns: 30 },
  );
});

test("whoever is cancelled while waiting is let go", async () => {
  const clock = new ManualClock();
  const pace = new Pace(clock);
  pace.limited((await pace.turn(0, never)) ?? 0, 5_000);
  const stop = new AbortController();
  const waiting = pace.turn(10_000, stop.signal);
  stop.abort();
  await assert.rejects(waiting);
});
