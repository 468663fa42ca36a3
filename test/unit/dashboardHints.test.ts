import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, isoDay } from "../../src/domain/buckets.ts";
import { defaultView, withSource, type ViewQuery } from "../../src/domain/viewQuery.ts";
import { pageState } from "../../src/model/dashboard.ts";
import { settled } from "./modelSupport/fakeClock.ts";
import { withModel, type Stand } from "./modelSupport/modelOnServer.ts";

/** Waits until something is so; the model tells of every change. */
function until({ model }: Stand, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const listening = model.onDidChange(() => {
      if (!holds()) return;
      listening.dispose();
      resolve();
    });
  });
}

const nearest = ({ model }: Stand, query: ViewQuery): string | null => {
  const found = pageState(model, query).nearest;
  return found && `${isoDay(found.from)} ${isoDay(found.to - 1)}`;
};

test("while a question is fetched, what of it is said, and then nothing", async () => {
  await withModel({}, async (stand) => {
    await stand.start();
    const { model, server } = stand;
    const query: ViewQuery = { ...defaultView, range: { from: "2026-09-20", to: "2026-10-19" } };
    assert.equal(pageState(model, query).status.fetching, null);
    const held = server.behave({ does: "slow", beforeHeadersMs: 30 }, { endpoint: "costs" });
    const loading = until(stand, () => pageState(model, query).status.loading);
    const shown = model.show({}, query);
    await loading;
    assert.equal(pageState(model, query).status.fetching, "Fetching costs by project and line item, 20 Sep – 19 Oct…");
    // Another question is not under way.
    assert.equal(pageState(model, { ...query, groupBy: "user_id" }).status.fetching, null);
    await shown;
    held.remove();
    assert.equal(pageState(model, query).status.fetching, null);
  });
});

test("of two fetches of the same rows, the end of one says nothing of the other's days", async () => {
  await withModel({}, async (stand) => {
    await stand.start();
    const { model, server } = stand;
    const long: ViewQuery = { ...defaultView, range: { from: "2026-05-01", to: "2026-09-20" } };
    const short: ViewQuery = { ...defaultView, range: { from: "2026-10-01", to: "2026-10-10" } };
    const asked = server.requests.length;
    const slow = server.behave({ does: "slow", beforeHeadersMs: 400 }, { endpoint: "costs", nth: 1 });
    const first = model.show({}, long);
    while (server.requests.length === asked) await settled();
    await model.show({}, short);
    assert.equal(slow.applied, 1);
    assert.deepEqual([pageState(model, short).status.loading, pageState(model, short).status.fetching], [false, null]);
    assert.equal(pageState(model, long).status.loading, true);
    assert.equal(pageState(model, long).status.fetching, "Fetching costs by project and line item, 1 May – 20 Sep…");
    assert.equal(nearest(stand, long), null, "what is on its way may have rows");
    await first;
    assert.deepEqual([pageState(model, long).status.loading, pageState(model, long).status.fetching], [false, null]);
  });
});

test("what the API keeps no more is never said to be on its way", async () => {
  await withModel({ rules: { lookbackDays: 20 } }, async (stand) => {
    await stand.start();
    const { model, server } = stand;
    await model.show({}, { ...defaultView, range: "last30Days" }); // which runs into it
    const query: ViewQuery = { ...defaultView, groupBy: "user_id", range: "last30Days" };
    server.behave({ does: "slow", beforeHeadersMs: 30 }, { endpoint: "costs" });
    const loading = until(stand, () => pageState(model, query).status.loading);
    const shown = model.show({}, query);
    await loading;
    assert.match(pageState(model, query).status.fetching ?? "", /, 2 Nov – 22 Nov…$/);
    await shown;
  });
});

test("days that are known are fetched anew: those that may have changed are said", async () => {
  await withModel({}, async (stand) => {
    await stand.start();
    const { model, server, clock } = stand;
    const query: ViewQuery = { ...withSource(defaultView, "completions"), range: "last7Days" };
    clock.advance(600_000);
    server.behave({ does: "slow", beforeHeadersMs: 30 }, { endpoint: "usage/completions" });
    const loading = until(stand, () => pageState(model, query).status.loading);
    const refreshed = model.refresh();
    await loading;
    assert.equal(pageState(model, query).status.fetching, "Fetching completions by project, user, API key, model, batch and service tier, 20 Nov – 22 Nov…");
    await refreshed;
  });
});

test("where nothing else is, the year's progress is said", async () => {
  await withModel({}, async (stand) => {
    await stand.start();
    const { model } = stand;
    const running = until(stand, () => model.yearFill?.progress !== undefined);
    const year = model.yearFill?.run();
    await running;
    assert.match(pageState(model, defaultView).status.fetching ?? "", /^Fetching the rest of the year: \d+ %$/);
    model.yearFill?.stop();
    await year;
  });
});

test("a range without rows names the nearest days that have some, of its own length", async () => {
  await withModel({}, async (stand) => {
    await stand.start();
    const { model } = stand;
    const { session } = model;
    assert.ok(session);
    // Rows of two runs of days, and answered days without any around them: only one project's rows are looked at.
    const query: ViewQuery = { ...defaultView, range: "last7Days" };
    assert.equal(nearest(stand, query), null, "there are rows");
    const today = dayOf(model.now());
    const silent = withSource({ ...defaultView, range: { from: isoDay(today + 1 - 7), to: isoDay(today) } }, "decisions");
    assert.equal(session.history.rows({ source: "decisions", view: ["project_id"], width: "1d" }, { from: 0, to: today }), 0);
    assert.equal(nearest(stand, silent), null, "nothing anywhere");
    // Not fetched at all: the nearest known days with rows are after the range.
    assert.equal(nearest(stand, { ...defaultView, range: { from: "2026-10-10", to: "2026-10-12" } }), "2026-11-01 2026-11-03");
    assert.equal(nearest(stand, { ...defaultView, range: { from: "2026-10-01", to: "2026-10-31" } }), "2026-11-01 2026-11-22");
    await model.show({}, { ...defaultView, range: { from: "2026-10-05", to: "2026-10-07" } });
    assert.equal(nearest(stand, { ...defaultView, range: { from: "2026-10-09", to: "2026-10-11" } }), "2026-10-05 2026-10-07");
    // By the hour nothing is kept of those days; which have rows is known by the day.
    assert.equal(nearest(stand, { ...withSource(defaultView, "completions"), width: "1h", range: { from: "2026-11-10", to: "2026-11-11" } }), "2026-11-16 2026-11-17");
  });
});

test("the organization is told once anything has named it", async () => {
  await withModel({}, async ({ start, model }) => {
    assert.equal(pageState(model, defaultView).organization, null);
    await start();
    assert.match(pageState(model, defaultView).organization ?? "", /^org-/);
    assert.deepEqual(pageState(model, defaultView, ["a"]).views, ["a"]);
  });
});
