import assert from "node:assert/strict";
import { test } from "node:test";
import { UsageModel } from "../../src/model/usageModel.ts";
import { Schedule } from "../../src/model/schedule.ts";
import { parseSettings } from "../../src/model/settings.ts";
import { sessionOpener } from "../../src/host/sessions.ts";
import { answerer } from "../../src/sample/answer.ts";
import { createSampleOrganization, sampleSeed } from "../../src/sample/sampleOrganization.ts";
import { glanceOf } from "../../src/model/figures.ts";
import { bodyOf } from "../../src/api/body.ts";
import { memoryPort } from "./modelSupport/memoryPort.ts";
import type { Transport } from "../../src/api/transport.ts";
import { ManualClock, settled, hour } from "./modelSupport/fakeClock.ts";
import { KeptLog } from "./modelSupport/modelOnServer.ts";
import { realAccount } from "./modelSupport/modelOnSample.ts";

interface Scheduled {
  readonly clock: ManualClock;
  readonly model: UsageModel;
  readonly schedule: Schedule;
  readonly port: ReturnType<typeof memoryPort>;
  readonly settings: { refreshIntervalMinutes: number; range: number };
  /** How often costs were asked for. */
  asked: number;
  /** Milliseconds by which the server's clock differs. */
  ahead: number;
  answer: "right" | "rejected" | "broken";
}

async function scheduled(now: number): Promise<Scheduled> {
  const clock = new ManualClock(now);
  const settings = { refreshIntervalMinutes: 5, range: 1 };
  const transport: Transport = {
    async get({ url, signal }) {
      await Promise.resolve();
      signal.throwIfAborted();
      if (url.pathname.endsWith("costs")) own.asked += 1;
      const seconds = Math.floor((clock.now() + own.ahead) / 1000);
      const { status, body } = own.answer === "right" ? answerer(createSampleOrganization(sampleSeed, seconds))(url, seconds) : { status: own.answer === "rejected" ? 401 : 400, body: { error: { message: "no" } } };
      const date = new Date(seconds * 1000).toUTCString();
      return { status, url: url.href, header: (name) => (name === "date" ? date : null), body: () => Promise.resolve(bodyOf(JSON.stringify(body))) };
    },
  };
  const log = new KeptLog();
  const port = memoryPort(clock);
  const model = new UsageModel({ clock, log, settings: () => parseSettings((name) => (name === "range" || name === "refreshIntervalMinutes" ? settings[name] : undefined)), openSession: sessionOpener(transport, port, clock, log) });
  const own: Scheduled = { clock, model, port, settings, schedule: new Schedule(model, clock), asked: 0, ahead: 0, answer: "right" };
  model.setAccount(realAccount);
  await model.refresh();
  model.yearFill?.stop(); // the year is another test's business
  void own.schedule.run();
  await settled();
  own.asked = 0;
  return own;
}

/** Read anew each time; an assertion on it is no promise for later. */
function asked(own: Scheduled): number {
  return own.asked;
}

const noon = Date.UTC(2026, 10, 22, 12);

test("it refreshes every so many minutes, by the setting as it is then", async () => {
  const own = await scheduled(noon);
  await own.clock.advance(5 * 60_000 - 30_000);
  assert.equal(asked(own), 0);
  await own.clock.advance(60_000);
  assert.equal(asked(own), 1);
  await own.clock.advance(60 * 60_000);
  assert.equal(asked(own), 13);
  own.settings.refreshIntervalMinutes = 60;
  await own.clock.advance(59 * 60_000);
  assert.ok(asked(own) <= 14);
  own.schedule.dispose();
});

test("midnight UTC repaints at once and asks for the new day, however long the interval", async () => {
  const own = await scheduled(Date.UTC(2026, 10, 22, 23, 50));
  own.settings.refreshIntervalMinutes = 1_440;
  await own.clock.advance(9 * 60_000);
  assert.equal(asked(own), 0);
  let painted = 0;
  own.model.onDidChange(() => (painted += 1));
  await own.clock.advance(90_000);
  assert.ok(painted > 0);
  assert.ok(asked(own) >= 1);
  assert.notEqual(glanceOf(own.model).today.kind, "pending");
  own.schedule.dispose();
});

test("a laptop that slept over midnight is refreshed when it wakes, once", async () => {
  const own = await scheduled(Date.UTC(2026, 10, 22, 18));
  await own.clock.moveTo(Date.UTC(2026, 10, 24, 7));
  await settled();
  const woken = asked(own);
  assert.ok(woken >= 1 && woken <= 3, String(woken)); // the month, and what lies before it
  await own.clock.advance(4 * 60_000);
  assert.equal(asked(own), woken);
  own.schedule.dispose();
});

test("a clock that is set back by a day does not put the next refresh off by as much", async () => {
  const own = await scheduled(noon);
  own.clock.set(noon - 24 * hour);
  own.ahead = 24 * hour;
  await own.clock.advance(6 * 60_000);
  assert.ok(asked(own) >= 1);
  own.schedule.dispose();
});

test("where this machine's clock is hours behind, midnight is the API's", async () => {
  const own = await scheduled(Date.UTC(2026, 10, 22, 17));
  own.settings.refreshIntervalMinutes = 1_440;
  own.ahead = 5 * hour;
  await own.clock.advance(60_000);
  await own.model.refresh();
  assert.equal(own.model.session?.time.off, 5 * 3_600);
  own.asked = 0;
  await own.clock.advance(2 * hour + 60_000, 30_000);
  assert.ok(asked(own) >= 1, "the API's midnight passed and nobody asked");
  assert.notEqual(glanceOf(own.model).today.kind, "pending");
  own.schedule.dispose();
});

test("who begins with numbers that are new follows nobody, and lets history rest", async (t) => {
  const own = await scheduled(noon);
  const { mock } = t.mock.method(own.port, "call");
  own.model.setAccount(realAccount);
  own.model.yearFill?.stop();
  own.schedule.wake();
  await own.model.settled();
  await settled();
  assert.equal(own.model.fresh, true);
  const atStart = mock.callCount();
  await own.clock.advance(4 * 60_000);
  assert.deepEqual(mock.calls.map((call) => call.arguments[0]).filter((name) => name === "lease"), []);
  assert.equal(mock.callCount(), atStart);
  await own.clock.advance(2 * 60_000);
  assert.ok(mock.calls.some((call) => call.arguments[0] === "lease"), "the next refresh asks for its turn");
  assert.equal(asked(own), 1);
  own.schedule.dispose();
});

test("it is settled once the account that began meanwhile is read, too", async () => {
  const own = await scheduled(noon);
  own.schedule.dispose();
  const call = own.port.call.bind(own.port);
  let [opened, over] = [0, false];
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  own.port.call = (name, ask) => {
    if (name !== "open") return call(name, ask);
    opened += 1;
    return held.then(() => call(name, ask));
  };
  own.model.setAccount(realAccount);
  const ended = own.model.settled().then(() => (over = true));
  own.model.setAccount(realAccount);
  await settled();
  assert.equal(opened, 1, "the first was left before it was opened");
  assert.equal(over, false, "the second is not read yet");
  letGo();
  await ended;
  assert.equal(own.model.fresh, true);
});

test("a rejected key is not asked with again, until a person does", async () => {
  const own = await scheduled(noon);
  own.answer = "rejected";
  await own.clock.advance(6 * 60_000);
  assert.equal(asked(own), 1);
  await own.clock.advance(60 * 60_000);
  assert.equal(asked(own), 1);
  own.answer = "right";
  await own.model.refresh();
  await own.clock.advance(6 * 60_000);
  assert.ok(asked(own) >= 3);
  own.schedule.dispose();
});

test("a refresh that fails does not end the schedule", async () => {
  const own = await scheduled(noon);
  own.answer = "broken";
  await own.clock.advance(20 * 60_000);
  assert.ok(asked(own) >= 3);
  own.answer = "right";
  await own.clock.advance(6 * 60_000);
  assert.equal(glanceOf(own.model).error, undefined);
  own.schedule.dispose();
});

test("disposed, it sleeps no more and asks no more", async () => {
  const own = await scheduled(noon);
  own.schedule.dispose();
  await settled();
  assert.equal(own.clock.sleeping, 0);
  await own.clock.advance(60 * 60_000);
  assert.equal(asked(own), 0);
});
