import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf } from "../../src/domain/buckets.ts";
import { defaultView } from "../../src/domain/viewQuery.ts";
import { fetchingText } from "../../src/model/fetchingText.ts";
import { planYear, type FillProgress, type YearFill } from "../../src/model/yearFill.ts";
import { largeOrganization } from "../server/organizations.ts";
import { turnsUntil, withMachine, type Window } from "./support/machine.ts";
import { gaps } from "./support/yearTotals.ts";

/** The rest of the year is fetched in one window, and every window says how far it is and can stop it. */

const organization = largeOrganization({ projects: 2, keysPerProject: 2 });

function fillOf({ model }: Window): YearFill {
  return model.yearFill ?? assert.fail("there is nobody to ask");
}

/** Through a function, since what one window does changes what another knows. */
const progressOf = (window: Window): FillProgress | undefined => fillOf(window).progress;
const stoppedIn = (window: Window): boolean => fillOf(window).stopped;

/** Facts that a window sets, as they leave for the thread. */
function factsSetBy({ port }: Window): (readonly [name: string, json: string])[] {
  const set: (readonly [string, string])[] = [];
  const call = port.call.bind(port);
  port.call = (name, ask) => {
    if (name === "setFact" && ask && "json" in ask) set.push([ask.name, ask.json]);
    return call(name, ask);
  };
  return set;
}

test("a second window shows how far the first is, stops it there, and goes on with it itself", async () => {
  await withMachine({ organization, latencyMs: 5 }, async ({ open, clock }) => {
    const [first, second] = [open(), open()];
    await first.start();
    await second.start();
    const running = fillOf(first).run();
    await turnsUntil("some of it is there", () => (progressOf(first)?.done ?? 0) >= 5);
    const sent = second.sent;
    await fillOf(second).run();
    second.port.engine.look();
    assert.deepEqual(progressOf(second), { done: 0, total: progressOf(first)?.total }, "the clock stands still: told once");
    clock.advance(1_000);
    await turnsUntil("more of it is told", () => {
      second.port.engine.look();
      return (progressOf(second)?.done ?? 0) >= 5;
    });
    assert.match(fetchingText(second.model, defaultView) ?? "", /^Fetching the rest of the year: \d+ %$/);
    assert.equal(stoppedIn(second), false);

    fillOf(second).stop();
    assert.equal(progressOf(second), undefined);
    await turnsUntil("the first has heard of it", () => {
      first.port.engine.look();
      return stoppedIn(first) && progressOf(first) === undefined;
    });
    await running;
    const { session } = first.model;
    assert.ok(session);
    assert.ok(planYear(session, 0).length > 20, "it was stopped in the middle");
    assert.equal(second.sent, sent, "the second has asked for nothing");

    const resumed = fillOf(second).resume();
    await turnsUntil("the second is at it", () => (progressOf(second)?.done ?? 0) >= 1 && second.sent > sent);
    first.port.engine.look();
    await fillOf(first).run();
    assert.deepEqual([stoppedIn(first), progressOf(first)?.total], [false, progressOf(second)?.total]);
    await resumed;
    first.port.engine.look();
    assert.deepEqual([progressOf(first), progressOf(second)], [undefined, undefined]);
    const today = dayOf(first.model.now());
    assert.deepEqual(gaps(session, { from: today - 364, to: today + 1 }), []);
  });
});

test("other windows are told once a second at most, and that it has ended", async () => {
  await withMachine({ organization }, async ({ open, clock }) => {
    const window = open();
    await window.start();
    const told = factsSetBy(window);
    const from = clock.now();
    await fillOf(window).run();
    const seconds = (clock.now() - from) / 1_000;
    const words = (): readonly string[] => told.filter(([name]) => name === "filling").map(([, json]) => json);
    await turnsUntil("its end is told", () => words().at(-1) === "null");
    const filling = words();
    assert.ok(filling.length >= 2 && filling.length <= seconds + 2, `${String(filling.length)} times in ${String(seconds)} s`);
  });
});

test("a window that died leaves no progress standing: another goes on once the lease has run out, and one that opens later shows nothing", async () => {
  await withMachine({ organization }, async ({ open, clock }) => {
    const [dead, second] = [open(), open()];
    await dead.start();
    await second.start();
    const left = JSON.stringify({ done: 7, total: 99 });
    const history = dead.model.session?.history;
    assert.equal(await history?.lease("year", 0), true);
    history?.setFact("filling", left); // and nothing more is heard of it
    await fillOf(second).run();
    second.port.engine.look();
    assert.deepEqual(progressOf(second), { done: 7, total: 99 });
    clock.advance(30_000);
    const late = open();
    await late.start();
    assert.equal(late.model.session?.history.fact("filling"), left);
    assert.equal(progressOf(late), undefined);
    const running = fillOf(second).run();
    await turnsUntil("the second is at it", () => (progressOf(second)?.total ?? 99) !== 99);
    await running;
    assert.equal(progressOf(second), undefined);
    late.port.engine.look();
    assert.equal(progressOf(late), undefined);
  });
});

test("a computer that slept: the window that another has overtaken stops, and leaves that one's word standing", async () => {
  await withMachine({ organization, latencyMs: 5 }, async ({ open, clock, server }) => {
    const [slept, other] = [open(), open()];
    await slept.start();
    await other.start();
    const running = fillOf(slept).run();
    await turnsUntil("some of it is there", () => (progressOf(slept)?.done ?? 0) >= 5);
    // Nothing of the first runs while it sleeps, the renewal of its lease least of all; then the other is the quicker.
    clock.advance(30_000);
    const { history } = other.model.session ?? assert.fail();
    assert.equal(await history.lease("year", 0), true);
    const left = JSON.stringify({ done: 1, total: 9 });
    history.setFact("filling", left);
    const asked = server.requests.length;
    await running;
    assert.ok(server.requests.length - asked < 60, "it stopped in the middle");
    const { session } = slept.model;
    assert.ok(session && planYear(session, 0).length > 20);
    slept.port.engine.look();
    await turnsUntil("it shows how far the other is", () => progressOf(slept)?.total === 9);
    assert.equal(history.fact("filling"), left);
    assert.equal(stoppedIn(slept), false);
    history.releaseLease("year");
    await fillOf(slept).run();
    assert.deepEqual(planYear(session, 0), [], "and goes on where the other is gone");
  });
});

test("a window that turns to another account gives the year back: another goes on with it at once", async () => {
  await withMachine({ organization, latencyMs: 5 }, async ({ open }) => {
    const [first, second] = [open(), open()];
    await first.start();
    await second.start();
    const fill = fillOf(first);
    const running = fill.run();
    await turnsUntil("some of it is there", () => (fill.progress?.done ?? 0) >= 5);
    await fillOf(second).run();
    first.model.setAccount({ kind: "none" });
    await running;
    const sent = second.sent;
    await fillOf(second).run();
    const { session } = second.model;
    assert.ok(session && second.sent > sent);
    assert.deepEqual(planYear(session, 0), []);
    assert.deepEqual(first.log.lines.filter((line) => line.includes("closed")), []);
  });
});
