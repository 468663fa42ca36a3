import assert from "node:assert/strict";
import { test } from "node:test";
import { fullWidth } from "../../src/api/pace.ts";
import type { HostFetch } from "../../src/api/fetchTransport.ts";
import { dayOf } from "../../src/domain/buckets.ts";
import { largeOrganization } from "../server/organizations.ts";
import { FakeClock } from "./modelSupport/fakeClock.ts";
import { globalFetch } from "./modelSupport/hostFetches.ts";
import { memoryPort } from "./modelSupport/memoryPort.ts";
import { withModel } from "./modelSupport/modelOnServer.ts";
import { turnsUntil } from "./support/machine.ts";
import { gaps } from "./support/yearTotals.ts";

/** Megabytes; JSON may end in as many blanks as it likes. */
const padding = " ".repeat(4 << 20);

const paddedFetch: HostFetch = async (url, init) => {
  const answer = await globalFetch(url, init);
  const padded = new Response((await answer.text()) + padding, answer);
  return Object.defineProperty(padded, "url", { value: answer.url });
};

test("a thread that does not keep up is not buried in answers: requests wait until it has read some", async () => {
  const clock = new FakeClock();
  const historyPort = memoryPort(clock);
  const call = historyPort.call.bind(historyPort);
  let reads: Promise<void> | undefined;
  let unread = 0;
  let most = 0;
  historyPort.call = async (name, ask) => {
    if (name !== "page" || !reads) return call(name, ask);
    unread += 1;
    most = Math.max(most, unread);
    await reads;
    unread -= 1;
    return call(name, ask);
  };
  await withModel({ clock, historyPort, fetch: paddedFetch, organization: largeOrganization({ projects: 1, keysPerProject: 1 }) }, async ({ model, start }) => {
    await start();
    const { session, yearFill } = model;
    assert.ok(session && yearFill);
    let read = (): void => undefined;
    reads = new Promise((resolve) => { read = resolve; });
    const filling = yearFill.run();
    await turnsUntil("it has answers enough", () => unread >= 5);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = most;
    assert.ok(before < fullWidth + 6, `${String(before)} answers wait`); // those that were under way, and what it may have to read
    reads = undefined;
    read();
    await filling;
    const today = dayOf(model.now());
    assert.deepEqual(gaps(session, { from: today - 364, to: today + 1 }), []);
  });
});

test("long answers are asked for later one after the other, so that a server has time for who looks meanwhile", async () => {
  let underWay = 0;
  let most = 0;
  const counted: HostFetch = async (url, init) => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => setTimeout(resolve, 10));
    const answer = await paddedFetch(url, init);
    underWay -= 1;
    return answer;
  };
  await withModel({ fetch: counted, organization: largeOrganization({ projects: 1, keysPerProject: 1 }) }, async ({ model, start }) => {
    await start();
    assert.ok(most > 1, "side by side at first");
    most = 0;
    await model.yearFill?.run();
    assert.ok(most > 1, "and now, as far as 32 MB go");
    assert.ok(most <= 9, `${String(most)} answers of 4 MB are under way`);
  });
});
