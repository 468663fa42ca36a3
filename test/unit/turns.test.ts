import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "../../src/api/clock.ts";
import { Pace } from "../../src/api/pace.ts";
import type { UsageWindow } from "../../src/api/usageClient.ts";
import { Backlog } from "../../src/model/backlog.ts";
import { Turns, Urgency } from "../../src/model/turns.ts";
import { settled } from "./modelSupport/fakeClock.ts";

const window = (from: number, to: number): UsageWindow => ({ source: "costs", view: [], width: "1d", days: { from, to } });
const answer = { body: [new ArrayBuffer(2 ** 21)], organization: null };

test("after a short look, long windows for later are expected to be as long as their days make them", async () => {
  const turns = new Turns(new Pace(systemClock), new Backlog(2 ** 24));
  await turns.request(window(100, 101), new Urgency("front"), () => Promise.resolve(answer));
  let underWay = 0;
  let most = 0;
  const send = async (): Promise<typeof answer> => {
    most = Math.max(most, (underWay += 1));
    await settled();
    underWay -= 1;
    return { ...answer, body: [new ArrayBuffer(31 * 2 ** 21)] };
  };
  await Promise.all([0, 31, 62].map((from) => turns.request(window(from, from + 31), new Urgency("back"), send)));
  assert.equal(most, 1, "62 MB each: one after the other");
});
