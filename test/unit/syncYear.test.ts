import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, daysOf, isoDay } from "../../src/domain/buckets.ts";
import { sourceSpec } from "../../src/domain/sources.ts";
import { fullWidth } from "../../src/api/pace.ts";
import { defaultView } from "../../src/domain/viewQuery.ts";
import { baseSeries } from "../../src/model/session.ts";
import { planYear } from "../../src/model/yearFill.ts";
import type { Behaviour } from "../server/behaviours.ts";
import { largeOrganization } from "../server/organizations.ts";
import { FakeClock } from "./modelSupport/fakeClock.ts";
import { askedWindows, assertAskedOnce } from "./support/askedWindows.ts";
import { turnsUntil, withMachine, type Window } from "./support/machine.ts";
import { everySeries, gaps, keptTotal, serverTotal } from "./support/yearTotals.ts";

/** The rest of the year: fetched whole, once, in the fewest requests, and stopped and resumed at will. */

const minute = 60_000;
const isStopped = (window: Window): boolean | undefined => window.model.yearFill?.stopped;
const year = (window: Pick<Window, "model">): { readonly from: number; readonly to: number } => {
  const today = dayOf(window.model.now());
  return { from: today - 364, to: today + 1 };
};

test("the year's fill covers every kept view of every source, exactly, asks for nothing twice, and in the fewest requests", async () => {
  await withMachine({}, async ({ open, server }) => {
    const window = open();
    await window.start();
    const { model } = window;
    const { session, yearFill } = model;
    assert.ok(session && yearFill);
    const days = year(window);
    const missing = everySeries.map((series) => ({ series, days: daysOf(days).filter((day) => session.history.fetchedAt(series)(day) === undefined) }));
    const fewest = missing.reduce((sum, { series, days: lacking }) => sum + Math.ceil(lacking.length / (sourceSpec(series.source).widths["1d"]?.most ?? 1)), 0);
    const before = server.requests.length;
    await yearFill.run();
    assert.deepEqual(gaps(session, days), []);
    assert.deepEqual(planYear(session, 0), []);
    const asked = askedWindows(server.requests.slice(before));
    assert.equal(asked.length, fewest);
    assertAskedOnce(askedWindows(server.requests));
    for (const series of everySeries) {
      assert.equal(await keptTotal(session, series, days), serverTotal(server, series, days), `${series.source} by ${series.view.join(", ")}`);
    }
    const asking = server.requests.length;
    await yearFill.run();
    assert.equal(server.requests.length, asking, "a year that is there is not asked for");
  });
});

// What a smaller organization takes is enough for what follows, and a busy machine is done with it sooner.
const organization = largeOrganization({ projects: 2, keysPerProject: 2 });
const isUsage = /^usage/;

test("a refresh of a synced year asks once for costs and once for each endpoint in use, and for nothing that is final", async () => {
  await withMachine({ organization }, async ({ open, server, clock }) => {
    const window = open();
    await window.start();
    await window.model.yearFill?.run();
    clock.advance(5 * minute);
    const before = server.requests.length;
    await window.model.refresh();
    const asked = askedWindows(server.requests.slice(before));
    assert.deepEqual(asked.map(({ endpoint }) => endpoint).toSorted(), ["costs", "usage/completions"]);
    const today = dayOf(window.model.now());
    for (const { id, days } of asked) assert.deepEqual(days, { from: today - 2, to: today + 1 }, id);
    assert.equal(server.requests.length - before, asked.length, "names are an hour's business");
  });
});

test("so it is on each day around a month's end, too", async () => {
  await withMachine({ organization, clock: new FakeClock(Date.UTC(2026, 9, 29, 9)) }, async ({ open, server, clock }) => {
    const window = open();
    await window.start();
    await window.model.yearFill?.run();
    for (const date of ["2026-10-30", "2026-10-31", "2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05"]) {
      for (const time of ["00:10", "12:00"]) {
        clock.set(Date.parse(`${date}T${time}:00Z`));
        const before = server.requests.length;
        await window.model.refresh();
        const asked = askedWindows(server.requests.slice(before)).filter(({ endpoint }) => endpoint === "costs");
        assert.equal(asked.length, 1, `${date} ${time}: ${asked.map(({ days }) => `${isoDay(days.from)} to ${isoDay(days.to - 1)}`).join("; ")}`);
      }
    }
  });
});

test("an endpoint without use for 30 days is asked once an hour, and at each refresh from when it is used", async () => {
  await withMachine({}, async ({ open, server, clock }) => {
    server.behave({ does: "zeros" }, { endpoint: "usage/embeddings" });
    const window = open();
    await window.start();
    await window.model.yearFill?.run();
    const asked: number[] = [];
    for (let round = 0; round < 27; round += 1) {
      clock.advance(5 * minute);
      const before = server.requests.length;
      await window.model.refresh();
      asked.push(askedWindows(server.requests.slice(before)).filter(({ endpoint }) => endpoint === "usage/embeddings").length);
    }
    assert.equal(asked.reduce((sum, count) => sum + count, 0), 2, `within two hours and a quarter: ${asked.join("")}`);
  });
});

test("an endpoint whose days were never asked for may be in use: nothing says that it is not", async () => {
  await withMachine({}, async ({ open, server, account }) => {
    server.behave({ does: "hang" }, { endpoint: isUsage });
    const { model } = open();
    model.setAccount(account());
    await turnsUntil("usage is asked for", () => server.requests.some(({ endpoint }) => isUsage.test(endpoint)));
    assert.equal(model.inUse("completions"), true);
  });
});

test("days that could still change when they were fetched are fetched once more when they are final, and never again", async () => {
  await withMachine({ organization }, async ({ open, server, clock }) => {
    const window = open();
    await window.start();
    await window.model.yearFill?.run();
    const day = dayOf(window.model.now());
    // The window is closed, and the day is long out of what the trees show when the next one opens.
    await window.close();
    clock.advance(20 * 24 * 60 * minute);
    const before = server.requests.length;
    const later = open();
    await later.start();
    await later.model.yearFill?.run();
    const again = askedWindows(server.requests.slice(before));
    for (const series of everySeries) {
      const id = `${sourceSpec(series.source).path.replace("organization/", "")} 1d ${[...series.view].toSorted().join(" ")}`;
      const times = again.filter((asked) => asked.id === id && asked.days.from <= day && asked.days.to > day).length;
      assert.equal(times, 1, `${id}: ${isoDay(day)}`);
    }
    const last = server.requests.length;
    clock.advance(10 * minute);
    await later.model.refresh();
    await later.model.yearFill?.run();
    const today = dayOf(later.model.now());
    for (const { id, days } of askedWindows(server.requests.slice(last))) assert.ok(days.from >= today - 2, `${id} from ${isoDay(days.from)}`);
  });
});

test("an endpoint that names a shorter look-back cuts short itself, by buckets of that width, and nothing else, until a day later", async () => {
  await withMachine({ organization }, async ({ open, server, clock }) => {
    const { model, start } = open();
    const today = dayOf(model.now());
    const keepsFrom = (day: number): Behaviour => {
      const message = `Too old. Earliest supported start date: ${isoDay(day)} (UTC).`;
      return { does: "text", status: 400, contentType: "application/json", body: JSON.stringify({ error: { message, param: "start_time", code: "reporting_lookback_exceeded" } }) };
    };
    server.behave(keepsFrom(today - 2), { endpoint: "usage/embeddings", times: 1 });
    await start();
    const { session, yearFill } = model;
    assert.ok(session && yearFill);
    server.behave(keepsFrom(today), { endpoint: "usage/completions", times: 1 });
    await model.show({}, { ...defaultView, source: "completions", metric: "num_model_requests", groupBy: "model", range: "last24Hours", width: "1h" });
    const kept = (): unknown => [baseSeries("embeddings"), { ...baseSeries("completions"), width: "1h" } as const, baseSeries("completions")].map((series) => session.earliest(series));
    assert.deepEqual(kept(), [today - 2, today, undefined]);
    await yearFill.run();
    assert.deepEqual(planYear(session, 0), []);
    assert.deepEqual(gaps(session, year({ model })).map((gap) => gap.split(" ")[0]), ["embeddings"]);
    assert.deepEqual(session.state(baseSeries("embeddings")).failed, []);
    clock.advance(24 * 60 * minute);
    await model.refresh();
    await yearFill.run();
    assert.deepEqual(gaps(session, year({ model })), []);
    assert.deepEqual(kept(), [undefined, undefined, undefined]);
  });
});

test("stopped in the middle nothing more is asked, here, in another window and after a restart; resumed, only what lacks", async () => {
  await withMachine({ organization, latencyMs: 5 }, async ({ open }) => {
    const [first, second] = [open(), open()];
    await first.start();
    await second.start();
    const fill = first.model.yearFill;
    assert.ok(fill);
    const seen: { readonly done: number; readonly total: number }[] = [];
    first.model.onDidChange(() => {
      if (!fill.progress) return;
      seen.push(fill.progress);
      if (fill.progress.done === 20) fill.stop();
    });
    await fill.run();
    const stoppedAt = [first.sent, second.sent];
    assert.equal(fill.stopped, true);
    assert.equal(fill.progress, undefined);
    await fill.run();
    second.port.engine.look();
    assert.equal(isStopped(second), true);
    await second.model.yearFill?.run();
    await first.close();
    const restarted = open();
    await restarted.start();
    const { session, yearFill } = restarted.model;
    assert.ok(session && yearFill);
    assert.equal(isStopped(restarted), true);
    await yearFill.run();
    assert.deepEqual([first.sent, second.sent, restarted.sent], [...stoppedAt, 0]);

    const lacking = planYear(session, 0).length;
    const total = seen[0]?.total ?? 0;
    assert.ok(lacking < total && lacking > 0, `${String(lacking)} of ${String(total)}`);
    const resumed: { readonly done: number; readonly total: number }[] = [];
    restarted.model.onDidChange(() => {
      if (yearFill.progress) resumed.push(yearFill.progress);
    });
    await yearFill.resume();
    assert.equal(restarted.sent, lacking);
    assert.deepEqual(gaps(session, year(restarted)), []);
    assert.ok(resumed.every((progress) => progress.total === lacking && progress.done <= lacking));
    assert.ok(resumed.every(({ done }, index) => index === 0 || done >= (resumed[index - 1]?.done ?? 0)), "progress never goes back");
    assert.equal(isStopped(restarted), false);
    second.port.engine.look();
    assert.equal(isStopped(second), false);
  });
});

test("after a restart in the middle only what is missing is asked for", async () => {
  await withMachine({ organization, latencyMs: 5 }, async ({ open, server }) => {
    const first = open();
    await first.start();
    const fill = first.model.yearFill;
    assert.ok(fill);
    let closing: Promise<void> | undefined;
    first.model.onDidChange(() => {
      if ((fill.progress?.done ?? 0) >= 20) closing ??= first.close();
    });
    await fill.run();
    await closing;
    const second = open();
    await second.start();
    assert.equal(second.sent, 0);
    const { session, yearFill } = second.model;
    assert.ok(session && yearFill);
    const lacking = planYear(session, 0);
    assert.ok(lacking.length > 50, String(lacking.length));
    await yearFill.run();
    assert.equal(second.sent, lacking.length);
    assert.deepEqual(gaps(session, year(second)), []);
    for (const series of everySeries) assert.equal(await keptTotal(session, series, year(second)), serverTotal(server, series, year(second)));
  });
});

test("old windows that fail do not keep a refresh from counting, and are fetched again after it", async () => {
  await withMachine({ organization }, async ({ open, server, clock }) => {
    const window = open();
    await window.start();
    const { session, yearFill } = window.model;
    assert.ok(session && yearFill);
    const broken = server.behave({ does: "text", body: "This is no JSON." }, { endpoint: "costs" });
    await yearFill.run();
    assert.ok(session.state(baseSeries("costs")).failed.length > 0);
    const asked = server.requests.length;
    await yearFill.run();
    assert.equal(server.requests.length, asked, "it waits for a refresh");
    broken.remove();
    clock.advance(6 * minute);
    assert.equal(window.model.fresh, false);
    await window.model.refresh();
    assert.equal(window.model.fresh, true);
    await yearFill.run();
    assert.deepEqual(gaps(session, year(window)), []);
    assert.deepEqual(session.state(baseSeries("costs")).failed, []);
  });
});

test("what somebody looks at is answered before the rest of the fill", async () => {
  await withMachine({ organization, latencyMs: 30 }, async ({ open, server }) => {
    const { model, start } = open();
    await start();
    const { session, yearFill } = model;
    assert.ok(session && yearFill);
    const filling = yearFill.run();
    await turnsUntil("the fill is under way", () => (yearFill.progress?.done ?? 0) >= 5);
    const before = server.requests.length;
    await model.show({}, { ...defaultView, source: "completions", metric: "num_model_requests", groupBy: "model", range: "last24Hours", width: "1h" });
    const at = server.requests.slice(before).findIndex(({ query }) => query.get("bucket_width") === "1h");
    assert.ok(at >= 0 && at < 2 * fullWidth, `it was sent as number ${String(at)}`);
    const left = (yearFill.progress?.total ?? 0) - (yearFill.progress?.done ?? 0);
    assert.ok(left > 50, `${String(left)} windows were left when it was answered`);
    await filling;
    assert.deepEqual(gaps(session, year({ model })), []);
  });
});
