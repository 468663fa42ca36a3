import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { dayOf, daysOf, dayStart, type DayRange, type UtcDay } from "../../src/domain/buckets.ts";
import { sourceSpec } from "../../src/domain/sources.ts";
import type { Series } from "../../src/history/series.ts";
import { mix, unit } from "../../src/sample/hash.ts";
import { startLoopbackServer, type LoopbackServer } from "../server/loopbackServer.ts";
import { largeOrganization } from "../server/organizations.ts";
import { sundayEvening } from "./modelSupport/fakeClock.ts";
import { withFolder } from "./modelSupport/memoryPort.ts";
import { askedWindows, assertAskedOnce } from "./support/askedWindows.ts";
import { filler } from "./support/fillers.ts";
import { KeptYear, seriesName } from "./support/keptYear.ts";
import { everySeries } from "./support/yearTotals.ts";

/** Windows in processes of their own, each with the history's own thread, killed and side by side. */

const organization = largeOrganization({ projects: 2, keysPerProject: 2 });

/** How many rows the server has of a closed day. */
function rowsOnServer(server: LoopbackServer, days: DayRange): (series: Series, day: UtcDay) => number | undefined {
  const rows = new Map<string, number>();
  for (const series of everySeries) {
    const most = sourceSpec(series.source).widths["1d"]?.most ?? 1;
    for (let from = days.from; from < days.to; from += most) {
      const to = Math.min(days.to, from + most);
      const grouped = series.view.map((dimension) => `&group_by=${dimension}`).join("");
      const { body } = server.answer(`${sourceSpec(series.source).path.replace("organization/", "")}?start_time=${String(dayStart(from))}&end_time=${String(dayStart(to))}&limit=${String(to - from)}${grouped}`);
      const { data } = JSON.parse(JSON.stringify(body)) as { data: { start_time: number; results: unknown[] }[] }; // the server's own
      for (const { start_time, results } of data) rows.set(`${seriesName(series)} ${String(dayOf(start_time))}`, results.length);
    }
  }
  return (series, day) => rows.get(`${seriesName(series)} ${String(day)}`);
}

test("killed at fifty random moments, each time every window is whole or absent; what has landed is never asked again, and the year becomes exact", async (t) => {
  const kills = 50;
  const seed = Math.floor(Math.random() * 1e9);
  t.diagnostic(`seed ${String(seed)}`);
  await withFolder(async (folder) => {
    let now = sundayEvening;
    const today = dayOf(now / 1000);
    const days = { from: today - 364, to: today + 1 };
    const server = await startLoopbackServer({ now: () => now, organization, latencyMs: 3 });
    try {
      const rowsOf = rowsOnServer(server, { from: days.from, to: today - 2 });
      let [killed, years, inTheMiddle] = [0, 0, 0];
      let file = path.join(folder, "history 0.db");
      let before: ReadonlySet<string> = new Set();
      let next = filler(t, server.url, server.adminKey, file);
      for (let life = 0; life < 3 * kills && killed < kills; life += 1) {
        const process_ = await next;
        const asked = server.requests.length;
        process_.start(now);
        while (server.requests.length === asked && process_.child.exitCode === null) await pause(2); // ends with the process at the latest
        next = filler(t, server.url, server.adminKey, file); // starting takes longer than being killed
        await Promise.race([pause(unit(mix(seed, life)) * 300), process_.ended]);
        process_.child.kill("SIGKILL");
        await process_.ended;
        assert.deepEqual(process_.said.filter((line) => line !== "ready" && line !== "done"), []);
        const kept = new KeptYear(file, server, now);
        const windows = askedWindows(server.requests.slice(asked));
        for (const { id, days: window } of windows) {
          const had = daysOf(window).filter((day) => before.has(`${id} ${new Date(dayStart(day) * 1000).toISOString().slice(0, 10)}`));
          assert.ok(had.every((day) => day >= today - 2), `${id} was asked for again from ${String(window.from - today)} to ${String(window.to - today)}`);
          const has = daysOf(window).filter((day) => kept.has(id, day)).length;
          assert.ok(had.length > 0 || has === 0 || has === window.to - window.from, `${id}: ${String(has)} days of a window`);
        }
        assert.ok([...before].every((day) => kept.days.has(day)), "what had landed is still there");
        kept.assertWhole(days, rowsOf);
        before = new Set(kept.days);
        if (process_.said.includes("done")) {
          kept.assertComplete(server, days);
          years += 1;
          file = path.join(folder, `history ${String(years)}.db`);
          before = new Set();
          (await next).child.kill("SIGKILL");
          next = filler(t, server.url, server.adminKey, file);
        } else {
          killed += 1;
          if (kept.days.size > 0) inTheMiddle += 1;
        }
        kept.close();
        now += 30_000; // the dead one's lease has run out
      }
      t.diagnostic(`${String(killed)} killed, ${String(inTheMiddle)} with something landed, ${String(years)} years became complete`);
      assert.equal(killed, kills);
      // The one that is under way is left alone, and completes.
      const last = await next;
      last.start(now);
      await last.ended;
      assert.equal(last.said.at(-1), "done", last.said.join("\n"));
      const kept = new KeptYear(file, server, now);
      kept.assertComplete(server, days);
      kept.close();
    } finally {
      await server.close();
    }
  });
});

test("four processes that fetch the same year at once ask for nothing twice, and it is there once and exact", async (t) => {
  await withFolder(async (folder) => {
    const now = sundayEvening;
    const today = dayOf(now / 1000);
    const days = { from: today - 364, to: today + 1 };
    const file = path.join(folder, "history.db");
    const server = await startLoopbackServer({ now: () => now, organization, latencyMs: 3 });
    try {
      const fillers = await Promise.all([0, 1, 2, 3].map(() => filler(t, server.url, server.adminKey, file)));
      for (const { start } of fillers) start(now);
      await Promise.all(fillers.map(({ ended }) => ended));
      for (const { said } of fillers) assert.deepEqual(said, ["ready", "done"]);
      const windows = askedWindows(server.requests);
      // Where nothing is known at all, each asks for the one number that matters without waiting for the others.
      assertAskedOnce(windows.filter(({ id }) => id !== "costs 1d"), (day) => day >= today - 2);
      const kept = new KeptYear(file, server, now);
      kept.assertComplete(server, days);
      assert.equal(kept.database.size().days, everySeries.length * (days.to - days.from));
      kept.close();
    } finally {
      await server.close();
    }
  });
});
