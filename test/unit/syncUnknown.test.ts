import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { allSources } from "../../src/domain/sources.ts";
import { daysOf } from "../../src/domain/buckets.ts";
import { Schedule } from "../../src/model/schedule.ts";
import { baseSeries } from "../../src/model/session.ts";
import { inUse } from "../../src/model/wants.ts";
import { partsOf } from "../server/bodies.ts";
import { largeOrganization } from "../server/organizations.ts";
import { day } from "./modelSupport/fakeClock.ts";
import { exactGlance } from "./modelSupport/figureWords.ts";
import { filledWindow, turnsUntil, withMachine, type Window } from "./support/machine.ts";

/** What is not done, and not said, on the strength of what nobody has told yet. */

const organization = largeOrganization({ projects: 2, keysPerProject: 2 });

test("a clock that is ahead, and no network to tell it so: nothing is let go", async () => {
  await withMachine({ organization }, async ({ open, clock, cable, account }) => {
    const first = open();
    await first.start();
    await first.model.yearFill?.run();
    const oldest = async (window: Window): Promise<number> => (await window.model.session?.history.describe())?.from ?? assert.fail("nothing is kept");
    const before = await oldest(first);
    clock.advance(400 * day);
    cable.plugged = false;
    // A window that has been open all the while, and one that turns to the sample, which has the machine's clock alone.
    await first.model.refresh();
    await first.model.heedSettings();
    first.model.setAccount({ kind: "sample" });
    await first.model.refresh();
    await first.model.heedSettings();
    await first.close();
    const offline = open();
    offline.model.setAccount(account());
    await offline.model.settled();
    let glance = (): void => undefined;
    const schedule = new Schedule(offline.model, { now: () => clock.now(), sleep: () => new Promise((resolve) => (glance = resolve)) });
    const running = schedule.run();
    const glanced = async (): Promise<void> => {
      glance();
      await turnsUntil("it has looked at the clock", () => offline.model.session !== undefined);
      await offline.model.settled();
    };
    for (let time = 0; time < 3; time += 1) await glanced();
    await offline.model.heedSettings();
    assert.equal(await oldest(offline), before);
    // Told what day it is, it lets go of what is too old by that: here, of all that the clock had said.
    cable.plugged = true;
    await offline.model.refresh();
    for (let turn = 0; turn < 600 && (await oldest(offline)) === before; turn += 1) {
      glance();
      await pause(50);
    }
    assert.ok((await oldest(offline)) > before);
    schedule.dispose();
    glance();
    await running;
  });
});

test("an endpoint of which most days were never asked for may be in use", async () => {
  await withMachine({ organization }, async ({ open }) => {
    const window = open();
    await window.start();
    const { session } = window.model;
    assert.ok(session);
    const source = allSources.find((candidate) => candidate !== "costs" && session.history.rows(baseSeries(candidate), { from: 0, to: 100_000 }) === 0);
    assert.ok(source, "one is without usage in the last days");
    assert.equal(inUse(session, source), true);
    await window.model.yearFill?.run();
    assert.equal(inUse(session, source), false);
  });
});

test("answers that end early, month and year, are not taken for days without usage, and the next refresh has all of them", async () => {
  await withMachine({ organization }, async (machine) => {
    const { server, clock } = machine;
    const short = server.behave({ does: "edit", edit: (body) => ({ ...body, data: partsOf(body, "bucket").slice(0, 7), has_more: false, next_page: null }) }, { endpoint: "costs" });
    const { window, session, today } = await filledWindow(machine);
    const days = { from: today - 364, to: today + 1 };
    const unknown = (): readonly number[] => daysOf(session.kept(baseSeries("costs"), days)).filter((day) => session.history.fetchedAt(baseSeries("costs"))(day) === undefined);
    assert.ok(short.applied > 2);
    assert.ok(unknown().length >= 300, `${String(unknown().length)} days are unknown`);
    assert.equal(exactGlance(window.model).error?.kind, "untrusted");
    short.remove();
    clock.advance(6 * 60_000);
    await window.model.refresh();
    await window.model.yearFill?.run();
    assert.deepEqual(unknown(), []);
  });
});
