import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultView, type ViewQuery } from "../../src/domain/viewQuery.ts";
import { pageRows } from "../../src/model/dashboard.ts";
import { Schedule } from "../../src/model/schedule.ts";
import { treeWants } from "../../src/model/wants.ts";
import { largeOrganization } from "../server/organizations.ts";
import { settled } from "./modelSupport/fakeClock.ts";
import { exactGlance } from "./modelSupport/figureWords.ts";
import { askedWindows, assertAskedOnce } from "./support/askedWindows.ts";
import { untilAborted } from "./support/fakeClock.ts";
import { turnsUntil, withMachine, type Window } from "./support/machine.ts";

/** What a window brings beside another's refresh: only what it alone lacks, and once for all that lack it. */

const minute = 60_000;
const organization = largeOrganization({ projects: 3, keysPerProject: 2 });

test("what another window has refreshed, one that looks at more brings up to date at once, without its next glance at the clock", async () => {
  await withMachine({}, async ({ open, clock }) => {
    const [first, second] = [open(), open()];
    await first.start();
    await second.start();
    await second.model.show({}, { ...defaultView, source: "completions", metric: "total_tokens", groupBy: "model", range: "today" }); // by the hour
    second.model.yearFill?.stop();
    const schedule = new Schedule(second.model, { now: () => clock.now(), sleep: (_milliseconds, signal) => untilAborted(signal) });
    void schedule.run();
    await settled();
    clock.advance(6 * minute);
    const { sent } = second;
    await first.model.refresh();
    assert.equal(second.sent, sent);
    second.port.engine.look();
    await turnsUntil("it asks for what it looks at alone", () => second.sent > sent);
    schedule.dispose();
  });
});

test("a window that begins after another's refresh brings what only its dashboard shows, and says why costs are old", async () => {
  await withMachine({ organization }, async ({ open, clock, server, account }) => {
    const [first, second] = [open(), open()];
    await first.start();
    await second.start();
    await second.model.show({}, { ...defaultView, source: "completions", metric: "total_tokens", groupBy: "model", range: "today" }); // by the hour
    clock.advance(6 * minute);
    server.behave({ does: "status", status: 403 }, { endpoint: "costs" });
    await first.model.refresh();
    second.port.engine.look();
    await turnsUntil("the refresh is heard of", () => second.model.fresh);
    const schedule = new Schedule(second.model, { now: () => clock.now(), sleep: (_milliseconds, signal) => untilAborted(signal) });
    void schedule.run();
    const asked = server.requests.length;
    second.model.setAccount(account());
    second.model.yearFill?.stop();
    schedule.wake();
    await turnsUntil("it says why costs are old", () => exactGlance(second.model).error?.kind === "scopeMissing");
    await turnsUntil("the dashboard's hours are asked for", () => server.requests.length === asked + 2);
    const after = server.requests.slice(asked).map(({ endpoint, query }) => `${endpoint} ${query.get("bucket_width") ?? ""}`);
    assert.deepEqual(after.toSorted(), ["costs 1d", "usage/completions 1h"]);
    schedule.dispose();
  });
});

test("two windows that look at the same beside a third's refresh ask for it once", async () => {
  await withMachine({ latencyMs: 5 }, async ({ open, clock, server }) => {
    const [first, second, third] = [open(), open(), open()];
    const hours: ViewQuery = { ...defaultView, source: "completions", metric: "total_tokens", groupBy: "model", range: "today" };
    for (const window of [first, second, third]) await window.start();
    for (const { model } of [second, third]) await model.show({}, hours);
    clock.advance(6 * minute);
    await first.model.refresh();
    for (const { port } of [second, third]) port.engine.look();
    const asked = server.requests.length;
    await Promise.all([second.model.follow(), third.model.follow()]);
    const after = server.requests.slice(asked).map(({ endpoint, query }) => `${endpoint} ${query.get("bucket_width") ?? ""}`);
    assert.deepEqual(after, ["usage/completions 1h"]);
    assert.deepEqual(pageRows(third.model, hours)?.missing, []);
  });
});

test("two windows that begin together soon after a refresh ask once for what they lack", async () => {
  await withMachine({ organization, latencyMs: 5 }, async ({ open, server, settings, account }) => {
    const first = open();
    await first.start();
    settings.range = 30;
    const before = server.requests.length;
    const windows = [open(), open()];
    for (const { model } of windows) model.setAccount(account());
    const lacks = ({ model }: Window): boolean => !model.session || model.session.lacksAny(treeWants(model.treeDays()), -Infinity);
    await turnsUntil("both have all", () => !windows.some(lacks));
    const asked = askedWindows(server.requests.slice(before));
    assert.ok(asked.length > 0);
    assertAskedOnce(asked);
  });
});
