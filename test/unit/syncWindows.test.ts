import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { dayOf } from "../../src/domain/buckets.ts";
import { defaultView, type ViewQuery } from "../../src/domain/viewQuery.ts";
import { openHistory } from "../../src/history/historyDatabase.ts";
import { fingerprintOf } from "../../src/host/sessions.ts";
import { pageRows } from "../../src/model/dashboard.ts";
import { todayText } from "../../src/model/todayText.ts";
import { largeOrganization } from "../server/organizations.ts";
import { day, hour, settled } from "./modelSupport/fakeClock.ts";
import { exactGlance } from "./modelSupport/figureWords.ts";
import { askedWindows, assertAskedOnce } from "./support/askedWindows.ts";
import { turnsUntil, withMachine, type Machine } from "./support/machine.ts";
import { surfaces } from "./support/surfaces.ts";
import { gaps } from "./support/yearTotals.ts";

/** Windows that come and go, one after the other and side by side, on one history. */

const minute = 60_000;
const organization = largeOrganization({ projects: 3, keysPerProject: 2 });

for (const plugged of [true, false]) {
  test(`a window that opens shows all that was last known before it asks anything${plugged ? "" : ", also without a network"}`, async () => {
    await withMachine({}, async ({ open, clock, account, cable }) => {
      const first = open();
      await first.start();
      const known = surfaces(first.model);
      const before = exactGlance(first.model);
      await first.close();
      clock.advance(20 * minute);
      cable.plugged = plugged;
      const second = open();
      let shown: unknown;
      let text = "";
      second.beforeFirst = () => {
        shown = surfaces(second.model);
        ({ text } = todayText(second.model));
        assert.equal(exactGlance(second.model).asOf, before.asOf);
      };
      second.model.setAccount(account());
      await turnsUntil("something is asked", () => second.sent > 0);
      assert.deepEqual(shown, known);
      assert.match(text, /^\$\(warning\) \$[\d.,]+ \(\d\d:\d\d\)$|^\$\(warning\) \$[\d.,]+ \(\d{4}-\d\d-\d\d \d\d:\d\d\)$/, "marked with its time");
      await second.model.settled();
      if (!plugged) assert.deepEqual(surfaces(second.model), known);
    });
  });
}

test("nothing is asked before the month's costs are answered where nothing is kept, and what comes then is kept", async () => {
  await withMachine({}, async ({ open, server, account }) => {
    const held = server.behave({ does: "slow", beforeHeadersMs: 100 }, { endpoint: "costs", nth: 1 });
    const window = open();
    window.model.setAccount(account());
    await turnsUntil("the month is answered", () => exactGlance(window.model).month !== "pending");
    assert.equal(held.applied, 1);
    assert.equal(server.requests[0]?.endpoint, "costs");
    const second = server.requests[1]?.time;
    assert.ok(second === undefined || window.sent >= 2);
    await window.model.settled();
    const firstNames = server.requests.findIndex(({ endpoint }) => endpoint !== "costs");
    assert.ok(firstNames >= 1);
  });
});

test("where costs are refused for good there is one poller all the same, every window says why, and the rest of the year comes", async () => {
  await withMachine({ organization }, async ({ open, server, clock }) => {
    const refused = server.behave({ does: "status", status: 403 }, { endpoint: "costs" });
    const [first, second] = [open(), open()];
    await first.start();
    await second.start();
    await first.model.yearFill?.run();
    const { session } = first.model;
    assert.ok(session);
    const today = dayOf(first.model.now());
    assert.deepEqual([...new Set(gaps(session, { from: today - 364, to: today + 1 }).map((gap) => gap.split(" ")[0]))], ["costs"]);
    const before = server.requests.length;
    await first.model.yearFill?.run();
    assert.equal(server.requests.length, before, "and then it is at rest");

    for (const allowed of [false, true]) {
      if (allowed) refused.remove();
      clock.advance(6 * minute);
      await first.model.refresh();
      const sent = second.sent;
      second.port.engine.look();
      assert.equal(second.model.fresh, true);
      await second.model.follow();
      assert.equal(second.sent, sent);
      for (const { model } of [first, second]) assert.equal(exactGlance(model).error?.kind, allowed ? undefined : "scopeMissing");
    }
    await first.model.yearFill?.run();
    assert.deepEqual(gaps(session, { from: today - 364, to: today + 1 }), []);
  });
});

test("costs that only one window was refused are asked for once by who follows it: then it can say why they are old", async () => {
  await withMachine({ organization }, async ({ open, server, clock }) => {
    const [first, second] = [open(), open()];
    await first.start();
    await second.start();
    server.behave({ does: "status", status: 403 }, { endpoint: "costs" });
    for (const asked of [1, 0]) {
      clock.advance(6 * minute);
      await first.model.refresh();
      second.port.engine.look();
      const sent = second.sent;
      await second.model.follow();
      assert.deepEqual([second.sent - sent, exactGlance(second.model).error?.kind], [asked, "scopeMissing"]);
    }
  });
});

test("what a keyring says when it fails, which may be the key, is in no log; and without a key nothing is kept", async () => {
  await withMachine({ organization }, async ({ open, account, file }) => {
    const key = "sk-admin-0123456789abcdefghijklmnop";
    for (const ask of [() => Promise.reject(new Error(`keyring is locked: ${key}`)), () => Promise.resolve(undefined)]) {
      const { model, start, log, port } = open();
      await start({ ...account(), key: ask });
      await model.yearFill?.run();
      model.setAccount({ kind: "none" });
      await port.close();
      assert.ok(log.lines.some((line) => /admin key/.test(line)), "it is said");
      assert.deepEqual(log.lines.filter((line) => line.includes(key)), []);
    }
    const history = openHistory(file, { now: () => 0, log: () => undefined });
    assert.equal(history.size().organizations, 0);
    history.close();
  });
});

test("hours and minutes that were looked at are kept: a window that is opened later asks for none of them", async () => {
  await withMachine({ organization }, async ({ open, clock, account }) => {
    const views = (["1h", "1m"] as const).map((width): ViewQuery => ({ ...defaultView, source: "completions", metric: "num_model_requests", groupBy: "model", range: { from: "2026-11-17", to: "2026-11-19" }, width }));
    const first = open();
    await first.start();
    for (const view of views) await first.model.show({}, view);
    await first.close();
    clock.advance(minute);
    const second = open();
    second.model.setAccount(account());
    for (const view of views) {
      await second.model.show({}, view);
      assert.deepEqual(pageRows(second.model, view)?.missing, []);
    }
    assert.equal(second.sent, 0);
  });
});

test("two windows that refresh at once ask for nothing twice, and both show it", async () => {
  await withMachine({ organization, latencyMs: 10 }, async ({ open, server, clock }) => {
    const [first, second] = [open(), open()];
    await first.start();
    await second.start();
    clock.advance(6 * minute);
    const before = server.requests.length;
    await Promise.all([first.model.refresh(), second.model.refresh()]);
    assertAskedOnce(askedWindows(server.requests.slice(before)));
    assert.ok(server.requests.length > before);
    for (const { port } of [first, second]) port.engine.look();
    assert.deepEqual(surfaces(second.model), surfaces(first.model));
    assert.equal(exactGlance(second.model).asOf, exactGlance(first.model).asOf);
  });
});

test("two windows that open at once on nothing each ask for the month, and for nothing else twice", async () => {
  await withMachine({ organization, latencyMs: 10 }, async ({ open, server }) => {
    const [first, second] = [open(), open()];
    await Promise.all([first.start(), second.start()]);
    const asked = askedWindows(server.requests);
    const month = asked[0];
    assert.equal(month?.endpoint, "costs");
    assertAskedOnce(asked.filter(({ id, days }) => id !== month.id || days.from !== month.days.from));
    for (const { port } of [first, second]) port.engine.look();
    assert.deepEqual(surfaces(second.model), surfaces(first.model));
  });
});

test("what one window brings appears in the other without a request of its own", async () => {
  await withMachine({}, async ({ open, clock }) => {
    const [first, second] = [open(), open()];
    await first.start();
    await second.start();
    const before = surfaces(second.model);
    clock.advance(2 * hour);
    const sent = second.sent;
    await first.model.refresh();
    second.port.engine.look();
    await turnsUntil("the news have come", () => exactGlance(second.model).asOf === exactGlance(first.model).asOf);
    assert.deepEqual(surfaces(second.model), surfaces(first.model));
    assert.notDeepEqual(surfaces(second.model), before);
    assert.equal(second.sent, sent);
    assert.equal(second.model.fresh, true);
  });
});

test("two windows share one fill, and the one that comes late finds it done", async () => {
  await withMachine({ organization, latencyMs: 5 }, async ({ open, server }) => {
    const [first, second] = [open(), open()];
    await first.start();
    await second.start();
    const before = server.requests.length;
    await Promise.all([first.model.yearFill?.run(), second.model.yearFill?.run()]);
    // Right after the first has ended; its news may not have come yet.
    await second.model.yearFill?.run();
    await first.model.yearFill?.run();
    assertAskedOnce(askedWindows(server.requests.slice(before)));
  });
});

test("a time of the last refresh that has gone back is no other window's refresh: everything is asked for", async () => {
  await withMachine({ organization }, async ({ open, file, clock, account }) => {
    const window = open();
    await window.start();
    const { baseUrl, key } = account();
    const database = openHistory(file, { now: () => clock.now(), log: () => undefined });
    // What a thread leaves behind that died before it kept the newer one.
    database.setFact(database.enter(baseUrl.origin, fingerprintOf(baseUrl.origin, (await key()) ?? "")), "refreshed", String(clock.now() / 1_000 - 600));
    database.close();
    clock.advance(6 * minute);
    await window.model.refresh();
    assert.equal(exactGlance(window.model).asOf, clock.now() / 1_000);
    assert.equal(window.model.fresh, true);
  });
});

/** A window that took a task and then died: its row is left behind. */
async function leaveLease({ file, clock, account }: Machine, task: string): Promise<void> {
  const { baseUrl, key } = account();
  const database = openHistory(file, { now: () => clock.now(), log: () => undefined });
  const entered = database.enter(baseUrl.origin, fingerprintOf(baseUrl.origin, (await key()) ?? ""));
  assert.equal(database.lease(entered, task, "a window that died", 20_000), true);
  database.close();
}

test("a file that is locked for seconds holds a refresh up and no more: with the next, everything is on the disk, and the others hear of it", async () => {
  await withMachine({ organization }, async ({ open, clock, file }) => {
    const [window, other] = [open(), open()];
    await window.start();
    await other.start();
    clock.advance(6 * minute);
    const locking = new Worker(
      `const { parentPort, workerData } = require("node:worker_threads");
      const database = new (require("node:sqlite").DatabaseSync)(workerData);
      database.exec("BEGIN IMMEDIATE");
      parentPort.postMessage("locked");
      setTimeout(() => { database.close(); }, 6_000);`,
      { eval: true, workerData: file, execArgv: ["--no-warnings"] },
    );
    const ended = once(locking, "exit");
    await once(locking, "message");
    await window.model.refresh();
    await ended;
    assert.equal(window.model.session?.history.trouble, undefined);
    clock.advance(6 * minute);
    await window.model.refresh();
    await window.model.session?.history.describe(); // by now it is kept that it has refreshed
    const before = other.sent;
    clock.advance(1_000);
    other.port.engine.look();
    await turnsUntil("it is heard of", () => other.model.fresh);
    assert.equal(exactGlance(other.model).asOf, exactGlance(window.model).asOf);
    assert.ok((exactGlance(other.model).asOf ?? 0) > clock.now() / 1000 - 60);
    assert.equal(other.sent, before);
    assert.deepEqual(surfaces(other.model), surfaces(window.model));
  });
});

test("a window that died during its refresh holds the others up until 30 s later, and no longer", async () => {
  await withMachine({ organization }, async ({ open, clock, server }) => {
    const [window, dead] = [open(), open()];
    await window.start();
    await dead.start();
    clock.advance(6 * minute);
    assert.equal(await dead.model.session?.history.lease("refresh", 0), true); // and nothing more is heard of it
    const before = server.requests.length;
    const refresh = window.model.refresh();
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(server.requests.length, before, "the lease is respected while it may be alive");
    clock.advance(30_000);
    await refresh;
    assert.ok(server.requests.length > before);
    assert.equal(exactGlance(window.model).error, undefined);
  });
});

test("a clock that is set back by a day does not keep a dead window's lease alive", async () => {
  await withMachine({ organization }, async (machine) => {
    const { open, clock, server } = machine;
    const window = open();
    await window.start();
    clock.advance(6 * minute);
    await leaveLease(machine, "refresh");
    await leaveLease(machine, "year");
    clock.advance(-day);
    machine.serverAhead = day;
    const before = server.requests.length;
    await window.model.refresh();
    assert.ok(server.requests.length > before);
    await window.model.yearFill?.run();
    assert.equal(window.model.yearFill?.stopped, false);
    const { session } = window.model;
    assert.ok(session);
    assert.equal(session.history.fetchedAt({ source: "costs", view: ["user_id"], width: "1d" })(dayOf(window.model.now()) - 300) !== undefined, true);
  });
});

for (const waits of [false, true]) {
  test(`a window that leaves its account while it ${waits ? "waits for another's refresh" : "refreshes"} holds the others up no longer`, async () => {
    await withMachine({ organization }, async ({ open, server, clock }) => {
      const [dead, leaver, other] = [open(), open(), open()];
      for (const window of [dead, leaver, other]) await window.start();
      clock.advance(6 * minute);
      server.behave({ does: "hang" });
      if (waits) assert.equal(await dead.model.session?.history.lease("refresh", 0), true);
      const sent = leaver.sent;
      const refresh = leaver.model.refresh();
      if (waits) await settled();
      else await turnsUntil("it asks", () => leaver.sent > sent);
      leaver.model.setAccount({ kind: "none" });
      if (waits) clock.advance(30_000); // nothing more is heard of the one that has it
      await refresh;
      assert.equal(await other.model.session?.history.lease("refresh", 0), true);
      assert.deepEqual(leaver.log.lines.filter((line) => line.includes("closed")), []);
    });
  });
}
