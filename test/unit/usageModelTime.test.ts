import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, daysOf, isoDay } from "../../src/domain/buckets.ts";
import { toText } from "../../src/domain/decimal.ts";
import { defaultView, type ViewQuery } from "../../src/domain/viewQuery.ts";
import { viewMessage } from "../../src/host/viewStatus.ts";
import { pageRows, pageState } from "../../src/model/dashboard.ts";
import { exportFile } from "../../src/model/exportRows.ts";
import { glanceOf } from "../../src/model/figures.ts";
import { baseSeries, missingDays } from "../../src/model/session.ts";
import { extentText, todayText } from "../../src/model/todayText.ts";
import { todayTooltip } from "../../src/model/todayTooltip.ts";
import { endpointLine, projectLines } from "../../src/model/treeData.ts";
import { day, FakeClock, hour, sundayEvening } from "./modelSupport/fakeClock.ts";
import { exactSum } from "./modelSupport/exactSum.ts";
import { exactGlance } from "./modelSupport/figureWords.ts";
import { withModel } from "./modelSupport/modelOnServer.ts";

/** Midnights, clocks that are wrong, days that are restated, and days that the API no longer has. */

test("midnight UTC passes: today is yesterday, and the new day is not known until it is asked for", async () => {
  await withModel({ clock: new FakeClock(Date.UTC(2026, 10, 21, 23, 58)) }, async ({ start, model, clock, costs, today }) => {
    await start();
    const before = exactGlance(model).today;
    clock.set(Date.UTC(2026, 10, 22, 0, 0, 5));
    const glance = exactGlance(model);
    assert.equal(glance.today, "pending");
    assert.equal(glance.yesterday, before);
    assert.equal(glance.month, "pending");
    assert.equal(todayText(model).text, "$(loading~spin) OpenAI Spend");
    clock.set(Date.UTC(2026, 10, 22, 6));
    await model.refresh();
    assert.equal(exactGlance(model).today, costs(0, 1));
    assert.equal(exactGlance(model).yesterday, costs(-1, 0));
    assert.equal(todayText(model).text, `$(graph) ${today()}`);
  });
});

test("a clock that was ahead has not filled the day that has not begun", async () => {
  await withModel({ serverAhead: -day }, async ({ start, model, clock }) => {
    await start();
    clock.advance(5 * hour);
    assert.equal(exactGlance(model).today, "pending");
  });
});

test("a month begins: month to date starts again and yesterday is still the old month's last day", async () => {
  await withModel({ clock: new FakeClock(Date.UTC(2026, 9, 31, 23)) }, async ({ start, model, clock, costs }) => {
    await start();
    clock.set(Date.UTC(2026, 10, 1, 3));
    await model.refresh();
    const glance = exactGlance(model);
    assert.equal(glance.month, costs(0, 1));
    assert.equal(glance.yesterday, costs(-1, 0));
  });
});

for (const [what, off] of [["a day ahead of", -day], ["three hours ahead of", -3 * hour], ["three hours behind", 3 * hour], ["a day behind", day], ["ten days behind", 10 * day], ["forty days behind", 40 * day], ["ten days ahead of", -10 * day]] as const) {
  test(`this machine's clock is ${what} the API's: the day is the API's, the numbers are right, and it is said`, async () => {
    await withModel({ serverAhead: off }, async ({ start, model, clock, costs, today }) => {
      await start();
      assert.equal(dayOf(model.now()), dayOf((sundayEvening + off) / 1000));
      assert.equal(todayText(model).text, `$(graph) ${today()}`);
      assert.equal(exactGlance(model).month, costs(1 - new Date(sundayEvening + off).getUTCDate(), 1));
      assert.match(pageState(model, defaultView).notes.join("\n"), /This machine's clock is \d+ minutes (behind|ahead of) the API's/);
      assert.equal(endpointLine(model, "costs").missing, 0);
      // A time from the wrong clock, kept beside the numbers, would keep newer ones out.
      clock.advance(20 * 60_000);
      await model.refresh();
      assert.equal(todayText(model).text, `$(graph) ${today()}`);
      assert.equal(exactGlance(model).overdue, false);
      const { asOf } = exactGlance(model);
      assert.ok(asOf !== null && Math.abs(asOf - model.now()) < 120, String(asOf));
    });
  });
}

test("a clock that is a minute off is left alone", async () => {
  await withModel({ serverAhead: 45_000 }, async ({ start, model, clock }) => {
    await start();
    assert.equal(model.now(), Math.floor(clock.now() / 1000));
    assert.deepEqual(pageState(model, defaultView).notes, []);
  });
});

test("a clock that is put right again is believed again", async () => {
  const off = { serverAhead: 3 * hour };
  await withModel(off, async ({ start, model, clock }) => {
    await start();
    assert.equal(model.now(), Math.floor((clock.now() + 3 * hour) / 1000));
    // This machine's clock jumps to the API's time, which goes on as it was.
    clock.advance(3 * hour);
    off.serverAhead = 0;
    await model.refresh();
    assert.equal(model.now(), Math.floor(clock.now() / 1000));
    assert.deepEqual(pageState(model, defaultView).notes.filter((note) => note.includes("clock")), []);
  });
});

test("the server answers after midnight what was asked before it: the day asked for is right", async () => {
  const clock = new FakeClock(Date.UTC(2026, 10, 21, 23, 59, 59));
  await withModel({ clock, serverAhead: 2_000 }, async ({ start, model, costs }) => {
    await start();
    assert.equal(exactGlance(model).error, undefined);
    assert.equal(exactGlance(model).today, costs(-1, 0));
  });
});

test("restated days are told with their change since they were first shown as closed", async () => {
  await withModel({ clock: new FakeClock(Date.UTC(2026, 10, 22, 0, 30)) }, async ({ start, model, clock, costs }) => {
    await start();
    const first = costs(-1, 0);
    assert.equal(model.session?.restatements.length, 0);
    for (const hours of [5, 6, 7]) {
      clock.advance(hours * hour);
      await model.refresh();
    }
    const now = costs(-1, 0);
    assert.notEqual(now, first, "the sample restates a day after it closed, or the test proves nothing");
    const yesterday = dayOf(model.now()) - 1;
    const told = model.session.restatements.find((restatement) => restatement.day === yesterday);
    assert.ok(told);
    assert.equal(toText(told.change), exactSum([now, first.startsWith("-") ? first.slice(1) : `-${first}`]));
    assert.match(pageState(model, defaultView).notes.join("\n"), /Restated since they were first shown: .*21 Nov: \+/);
    assert.equal(exactGlance(model).yesterday, now);
  });
});

test("a day that was fetched at 13:05 and never again is told as known in part from midnight on, on every surface", async () => {
  const fetched = Date.UTC(2026, 10, 21, 13, 5);
  await withModel({ clock: new FakeClock(fetched), settings: { range: 3 } }, async ({ start, model, clock, server }) => {
    await start();
    const { session } = model;
    assert.ok(session);
    const asked = glanceOf(model);
    assert.equal(extentText(asked.today, model.now()), "", "today is not over");
    clock.advance(6 * hour);
    assert.deepEqual(glanceOf(model).runRate, asked.runRate, "time that nobody has fetched lowers no pace");
    server.behave({ does: "status", status: 400 });
    clock.set(Date.UTC(2026, 10, 22, 9));
    await model.refresh();
    const { yesterday } = glanceOf(model);
    assert.equal(yesterday.kind === "amount" && yesterday.upTo, fetched / 1000);
    assert.match(todayTooltip(model, undefined), /Yesterday\]\(.*\) \| \$[\d.,]+ \(of 21 Nov UTC only what was known at .*\d\d:\d\d\) \|/);
    assert.match(viewMessage(model) ?? "", /^Fetched before it was over: 21 Nov\. The totals are without the rest of that\.$/m);
    assert.equal(endpointLine(model, "costs").partial, 1);
    assert.ok(projectLines(model).every(({ change }) => change === undefined));
    const query: ViewQuery = { ...defaultView, range: "last7Days" };
    assert.equal(pageRows(model, query)?.fetchedAt[dayOf(fetched / 1000)], fetched / 1000);
    assert.match(exportFile(model, query, "json")?.text ?? "", /"partly_known_days": "2026-11-21"/);
  });
});

test("days that closed more than 48 hours ago are fetched once and never again", async () => {
  await withModel({}, async ({ start, model, clock, server }) => {
    await start();
    const asked = server.requests.length;
    clock.advance(5 * 60_000);
    await model.refresh();
    const oldest = dayOf(sundayEvening / 1000) - 2;
    for (const request of server.requests.slice(asked)) {
      const from = request.query.get("start_time");
      if (from !== null) assert.ok(Number(from) >= oldest * 86_400, `${request.endpoint} from ${isoDay(dayOf(Number(from)))}`);
    }
  });
});

test("a range that starts before what the API keeps is cut to the earliest date it names, and that is said", async () => {
  await withModel({ rules: { lookbackDays: 20 }, settings: { range: 30 } }, async ({ start, model, costs, server }) => {
    await start();
    const earliest = dayOf(sundayEvening / 1000) - 20;
    assert.equal(model.session?.earliest(baseSeries("costs")), earliest);
    assert.equal(exactGlance(model).error, undefined);
    assert.equal(exactGlance(model).today, costs(0, 1));
    assert.equal(exactGlance(model).month, costs(-20, 1));
    assert.equal(pageState(model, defaultView).keptFrom, earliest);
    assert.deepEqual(pageRows(model, defaultView)?.missing, daysOf({ from: earliest - 9, to: earliest }), "they are gaps on the page");
    assert.match(pageState(model, defaultView).notes.join("\n"), /The API keeps data from 2026-11-02 \(UTC\) on/);
    const line = endpointLine(model, "completions");
    assert.equal(line.error, undefined);
    assert.equal(line.missing, 0);
    assert.ok(projectLines(model).every(({ change }) => change === undefined), "a period before that is cut off is no comparison");
    const before = server.requests.length;
    await model.refresh();
    const again = server.requests.slice(before).filter(({ query }) => Number(query.get("start_time") ?? Infinity) < earliest * 86_400);
    assert.deepEqual(again, [], "what the API refused once is not asked for again");
  });
});

test("a range that lies wholly before what the API keeps is empty, not an error and not zero", async () => {
  await withModel({ rules: { lookbackDays: 20 } }, async ({ start, model }) => {
    await start();
    const view = { ...defaultView, range: { from: "2026-09-01", to: "2026-09-30" } } as const;
    await model.show({}, view);
    assert.equal(pageState(model, view).status.problem, null);
    assert.equal(pageState(model, view).status.asOf, null);
    assert.equal(pageState(model, view).status.loading, false);
    assert.equal(pageRows(model, view)?.missing.length, 30);
    assert.deepEqual(pageState(model, view).nearest, { from: dayOf(sundayEvening / 1000) - 20, to: dayOf(sundayEvening / 1000) + 1 });
    assert.ok(model.session);
    assert.deepEqual(missingDays(model.session, baseSeries("costs"), { from: dayOf(Date.UTC(2026, 8, 1) / 1000), to: dayOf(Date.UTC(2026, 9, 1) / 1000) }), []);
  });
});

test("a machine that slept shows its old number as old before it has asked", async () => {
  await withModel({ clock: new FakeClock(Date.UTC(2026, 10, 22, 8)) }, async ({ start, model, clock }) => {
    await start();
    assert.equal(exactGlance(model).overdue, false);
    clock.advance(3 * hour);
    assert.equal(exactGlance(model).overdue, true);
    assert.match(todayText(model).text, /^\$\(warning\) \$[\d,.]+ \(\d\d:\d\d\)$/);
    assert.match(todayText(model).label, /not up to date: They have not been refreshed since/);
    await model.refresh();
    assert.equal(exactGlance(model).overdue, false);
  });
});
