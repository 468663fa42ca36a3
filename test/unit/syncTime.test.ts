import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { dayOf, isFinal, isoDay } from "../../src/domain/buckets.ts";
import { toText } from "../../src/domain/decimal.ts";
import { defaultView, type ViewQuery } from "../../src/domain/viewQuery.ts";
import { pageRows } from "../../src/model/dashboard.ts";
import { baseSeries, missingDays } from "../../src/model/session.ts";
import { endpointLine, projectLines } from "../../src/model/treeData.ts";
import { largeOrganization } from "../server/organizations.ts";
import { FakeClock, day, hour } from "./modelSupport/fakeClock.ts";
import { exactSum, amountsIn } from "./modelSupport/exactSum.ts";
import { exactGlance } from "./modelSupport/figureWords.ts";
import { askedWindows } from "./support/askedWindows.ts";
import { filledWindow, withMachine, type Machine, type Window } from "./support/machine.ts";
import { everySeries, gaps, keptTotal, serverTotal } from "./support/yearTotals.ts";

/** What time does to what is kept: restatements, clocks that jump, laptops that sleep, settings that let go of old days. */

const minute = 60_000;
const organization = largeOrganization({ projects: 2, keysPerProject: 2 });

/** Exact dollars of whole days `[from, to)` counted from the server's today. */
function costs({ server, clock, serverAhead }: Machine, from: number, to: number): string {
  const today = dayOf((clock.now() + serverAhead) / 1000);
  const [start, end] = [(today + from) * 86_400, (today + to) * 86_400];
  return exactSum(amountsIn(server.answer(`costs?start_time=${String(start)}&end_time=${String(end)}&limit=180&group_by=project_id&group_by=line_item`)));
}

/** Days that count as final, and are as the server has them. */
async function assertFinalIsRight({ server }: Machine, { model }: Window): Promise<void> {
  const { session } = model;
  assert.ok(session);
  const today = dayOf(model.now());
  for (let back = 3; back <= 6; back += 1) {
    const at = session.history.fetchedAt(baseSeries("costs"))(today - back);
    assert.ok(at !== undefined && isFinal(today - back, at), `${isoDay(today - back)} is not final`);
    const days = { from: today - back, to: today - back + 1 };
    assert.equal(await keptTotal(session, baseSeries("costs"), days), serverTotal(server, baseSeries("costs"), days), isoDay(today - back));
  }
}

test("a restated day is told with the exact difference, in the other window and after a restart, too", async () => {
  await withMachine({ clock: new FakeClock(Date.UTC(2026, 10, 22, 0, 30)) }, async (machine) => {
    const { open, clock, account } = machine;
    const [first, second] = [open(), open()];
    await first.start();
    await second.start();
    const before = costs(machine, -1, 0);
    clock.advance(18 * hour);
    await first.model.refresh();
    const after = costs(machine, -1, 0);
    assert.notEqual(after, before, "the sample restates a day after it closed, or the test proves nothing");
    const { session } = first.model;
    assert.ok(session);
    const told = session.restatements;
    const yesterday = told.find((restatement) => restatement.day === dayOf(first.model.now()) - 1);
    assert.ok(yesterday);
    assert.equal(await keptTotal(session, baseSeries("costs"), { from: yesterday.day, to: yesterday.day + 1 }), after);
    second.port.engine.look();
    assert.deepEqual(second.model.session?.restatements, told);
    await first.close();
    const third = open();
    third.model.setAccount(account());
    await third.model.settled();
    assert.deepEqual(third.model.session?.restatements, told);
    assert.equal(third.sent, 0);
    assert.equal(toText(yesterday.change), exactSum([after, `-${before}`]));
  });
});

for (const [what, jump] of [["back a day", -day], ["ahead a day", day], ["ahead ten days", 10 * day]] as const) {
  test(`a clock that is set ${what}, and right again later: today and the month are the API's, nothing is final too early`, async () => {
    await withMachine({}, async (machine) => {
      const { open, clock } = machine;
      let window = open();
      await window.start();
      await window.model.yearFill?.run();
      clock.advance(jump);
      machine.serverAhead = -jump;
      await window.model.refresh();
      await window.model.yearFill?.run();
      assert.equal(exactGlance(window.model).today, costs(machine, 0, 1));
      clock.advance(30 * minute);
      // A window that opens while the clock is wrong knows it from its first answer on.
      await window.close();
      window = open();
      await window.start();
      await window.model.refresh();
      await window.model.yearFill?.run();
      assert.equal(exactGlance(window.model).today, costs(machine, 0, 1));
      assert.equal(exactGlance(window.model).month, costs(machine, 1 - new Date(window.model.now() * 1000).getUTCDate(), 1));
      clock.advance(-jump);
      machine.serverAhead = 0;
      for (let round = 0; round < 4; round += 1) {
        clock.advance(day);
        await window.model.refresh();
        await window.model.yearFill?.run();
      }
      assert.equal(exactGlance(window.model).today, costs(machine, 0, 1));
      assert.equal(exactGlance(window.model).yesterday, costs(machine, -1, 0));
      assert.equal(exactGlance(window.model).month, costs(machine, 1 - new Date(window.model.now() * 1000).getUTCDate(), 1));
      await assertFinalIsRight(machine, window);
      const { session } = window.model;
      assert.ok(session);
      const today = dayOf(window.model.now());
      assert.deepEqual(gaps(session, { from: today - 364, to: today + 1 }), []);
      for (const [index, series] of everySeries.slice(0, 6).entries()) {
        // What only dashboards show is brought up to date when one shows it, and at the latest when it is final.
        const days = { from: today - 364, to: index === 0 || series.view.length === 6 ? today + 1 : today - 2 };
        assert.equal(await keptTotal(session, series, days), serverTotal(machine.server, series, days), series.view.join(", "));
      }
    });
  });
}

for (const [what, from, to] of [["midnight UTC", "2026-11-20T22:00Z", "2026-11-21T07:00Z"], ["a month's end", "2026-10-30T22:00Z", "2026-11-02T07:00Z"], ["the end of February", "2028-02-27T20:00Z", "2028-03-01T01:00Z"]] as const) {
  test(`a laptop that sleeps through ${what} wakes to the right today and month, with nothing lost`, async () => {
    await withMachine({ clock: new FakeClock(Date.parse(from)) }, async (machine) => {
      const { open, clock } = machine;
      const window = open();
      await window.start();
      await window.model.yearFill?.run();
      clock.set(Date.parse(to));
      assert.equal(exactGlance(window.model).today, "pending");
      await window.model.refresh();
      await window.model.yearFill?.run();
      const glance = exactGlance(window.model);
      assert.equal(glance.today, costs(machine, 0, 1));
      assert.equal(glance.yesterday, costs(machine, -1, 0));
      assert.equal(glance.month, costs(machine, 1 - new Date(clock.now()).getUTCDate(), 1));
      const { session } = window.model;
      assert.ok(session);
      const today = dayOf(window.model.now());
      assert.deepEqual(gaps(session, { from: today - 364, to: today + 1 }), []);
      clock.advance(4 * day);
      await window.model.refresh();
      await window.model.yearFill?.run();
      await assertFinalIsRight(machine, window);
    });
  });
}

test("days that the settings let go are gone from the disk, are not filled again, and what the trees need stays", async () => {
  await withMachine({ organization, settings: { "history.months": 1, range: 30 } }, async (machine) => {
    const { open, server, settings, clock } = machine;
    settings["history.months"] = 13;
    const { window, session, today } = await filledWindow(machine);
    assert.deepEqual(gaps(session, { from: today - 364, to: today + 1 }), []);
    settings["history.months"] = 1;
    await window.model.heedSettings();
    const size = await session.history.describe();
    assert.equal(size.from, today - 60, "twice the trees' days");
    const known = projectLines(window.model).map(({ change }) => change !== undefined);
    await window.close();
    clock.advance(minute);
    const later = open();
    await later.start();
    const before = server.requests.length;
    await later.model.yearFill?.run();
    assert.equal(server.requests.length, before, "nothing beyond the bound is asked for");
    assert.deepEqual(projectLines(later.model).map(({ change }) => change !== undefined), known);
    assert.equal(missingDays(later.model.session ?? session, baseSeries("costs"), { from: today - 59, to: today + 1 }).length, 0);
    // A person who looks further back gets it all the same.
    const year: ViewQuery = { ...defaultView, range: "last12Months" };
    await later.model.show({}, year);
    assert.deepEqual(pageRows(later.model, year)?.missing, []);
  });
});

test("when the trees are set to show more days, those are asked for at once, and with another setting nothing is", async () => {
  await withMachine({ organization }, async ({ open, server, settings }) => {
    const window = open();
    await window.start();
    const { session } = window.model;
    assert.ok(session);
    const today = dayOf(window.model.now());
    const missing = (): number => missingDays(session, baseSeries("embeddings"), { from: today - 29, to: today + 1 }).length;
    assert.equal(missing(), 23);
    settings.range = 30;
    await window.model.heedSettings();
    assert.equal(missing(), 0);
    const asked = server.requests.length;
    await window.model.heedSettings(); // another setting
    assert.equal(server.requests.length, asked);
  });
});

test("minutes that were let go while nobody looked are fetched again for whoever looks again", async () => {
  await withMachine({ organization }, async ({ open, clock }) => {
    const [window, other] = [open(), open()];
    await window.start();
    await other.start();
    const minutes: ViewQuery = { ...defaultView, source: "completions", metric: "num_model_requests", groupBy: "model", range: { from: "2026-11-18", to: "2026-11-19" }, width: "1m" };
    const viewer = {};
    await window.model.show(viewer, minutes);
    assert.deepEqual(pageRows(window.model, minutes)?.missing, []);
    window.model.hide(viewer);
    clock.advance(minute);
    await window.model.prune();
    for (const { model } of [window, other]) {
      await model.show(viewer, minutes);
      const rows = pageRows(model, minutes);
      assert.ok(rows, "it is not on its way for ever");
      assert.deepEqual(rows.missing, []);
      assert.equal(endpointLine(model, "completions").error, undefined);
      model.hide(viewer);
    }
    await other.model.prune();
    await window.model.show(viewer, minutes);
    assert.deepEqual(pageRows(window.model, minutes)?.missing, [], "also where another window has let them go");
  });
});

/** Prints the tests' own hours in a zone: what of the product may look at local time must not move a day. */
for (const zone of ["America/New_York", "Pacific/Chatham"]) {
  test(`where the clocks change (${zone}) days and months stay the API's`, async () => {
    if (process.env["TZ"] === zone) {
      // New York: 1 November 2026 and 14 March 2027; Chatham: 27 September 2026 and 4 April 2027.
      for (const change of ["2026-11-01", "2027-03-14", "2026-09-27", "2027-04-04"]) {
        const midnight = Date.parse(`${change}T00:00Z`);
        await withMachine({ organization, clock: new FakeClock(midnight - 14 * hour) }, async (machine) => {
          const { open, clock } = machine;
          const window = open();
          await window.start();
          for (let hours = -13; hours <= 26; hours += 3) {
            clock.set(midnight + hours * hour);
            await window.model.refresh();
            const glance = exactGlance(window.model);
            assert.equal(glance.today, costs(machine, 0, 1), new Date(clock.now()).toISOString());
            assert.equal(glance.yesterday, costs(machine, -1, 0));
            assert.equal(glance.month, costs(machine, 1 - new Date(clock.now()).getUTCDate(), 1));
            assert.equal(endpointLine(window.model, "completions").missing, 0);
          }
          const day = dayOf(clock.now() / 1000);
          const days = askedWindows(machine.server.requests).map(({ days: { from, to } }) => [from, to]);
          assert.ok(days.flat().every((edge) => Number.isInteger(edge) && edge <= day + 1));
        });
      }
      return;
    }
    const child = spawn(process.execPath, ["--no-warnings", "--test-name-pattern", zone, process.argv[1] ?? ""], { env: { ...process.env, TZ: zone, NODE_TEST_CONTEXT: undefined }, stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += String(chunk)));
    const [code] = (await once(child, "close")) as [number];
    assert.equal(code, 0, said);
    assert.match(said, /pass 1\b/);
  });
}
