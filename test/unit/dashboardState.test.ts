import assert from "node:assert/strict";
import { test } from "node:test";
import { toText } from "../../src/domain/decimal.ts";
import { defaultView, type ViewQuery } from "../../src/domain/viewQuery.ts";
import { pageRows, pageState, rowsRevision } from "../../src/model/dashboard.ts";
import { withModel } from "./modelSupport/modelOnServer.ts";
import { modelOnSample, sampleAccount } from "./modelSupport/modelOnSample.ts";

const week: ViewQuery = { ...defaultView, range: "last7Days" };

test("the page is told whose numbers they are, as of when, and the budgets exactly", async () => {
  await withModel({ settings: { "budget.dailyUsd": 0.1, "budget.monthlyUsd": 12.5 } }, async ({ start, model, server }) => {
    await start();
    const state = pageState(model, week);
    assert.deepEqual(state.access, { kind: "key", host: new URL(server.url).host });
    assert.equal(state.status.asOf, model.now());
    assert.equal(state.status.loading, false);
    assert.equal(state.status.problem, null);
    assert.deepEqual(state.budget, { dailyUsd: "0.1", monthlyUsd: "12.5" });
    assert.equal(state.now, model.now());
    assert.ok(!JSON.stringify(state).includes("sk-"));
  });
});

test("another account, and the same one anew, is told apart from the one before", async () => {
  await withModel({}, async ({ start, model, account }) => {
    await start();
    const first = pageState(model, week).account;
    assert.equal(pageState(model, week).account, first);
    model.setAccount(account());
    assert.notEqual(pageState(model, week).account, first);
    model.setAccount({ kind: "none" });
    assert.equal(pageState(model, week).account, 0);
  });
});

test("the sample is told as the sample", async () => {
  const { model } = await modelOnSample(sampleAccount);
  assert.deepEqual(pageState(model, week).access, { kind: "sample" });
});

test("days that were never fetched are gaps in the page's rows, not zeros, and go once they are there", async () => {
  await withModel({}, async ({ start, model }) => {
    await start();
    const view: ViewQuery = { ...defaultView, range: { from: "2026-09-20", to: "2026-09-29" } };
    assert.equal(pageRows(model, view)?.missing.length, 10);
    const before = rowsRevision(model, view);
    await model.show({}, view);
    assert.deepEqual(pageRows(model, view)?.missing, []);
    assert.notEqual(rowsRevision(model, view), before);
  });
});

test("a dashboard opened on what is in memory and fresh repaints no other surface, and its closing none either", async () => {
  await withModel({}, async ({ start, model }) => {
    await start();
    await model.settled();
    const repaints: string[] = [];
    let doing = "opening";
    const listening = model.onDidChange(() => { repaints.push(doing); });
    const viewer = {};
    await model.show(viewer, week);
    doing = "closing";
    model.hide(viewer);
    await model.show(viewer, week);
    assert.deepEqual([...repaints], []);
    doing = "older days";
    await model.show(viewer, { ...week, range: { from: "2026-09-20", to: "2026-09-29" } }); // which are not there
    assert.ok(repaints.includes(doing));
    listening.dispose();
  });
});

test("the same rows have the same revision, and other rows, names or questions another", async () => {
  await withModel({}, async ({ start, model, clock }) => {
    await start();
    const first = rowsRevision(model, week);
    assert.equal(rowsRevision(model, week), first);
    assert.notEqual(rowsRevision(model, { ...week, range: "today" }), first);
    clock.advance(600_000);
    await model.refresh();
    assert.notEqual(rowsRevision(model, week), first);
  });
});

test("a grouping that cannot be had together with a filter gives no rows and no request", async () => {
  await withModel({}, async ({ start, model, server }) => {
    await start();
    const view: ViewQuery = { ...week, groupBy: "user_id", filters: { line_item: ["x"] } };
    const asked = server.requests.length;
    await model.show({}, view);
    assert.equal(pageRows(model, view), undefined);
    assert.equal(rowsRevision(model, view), "");
    assert.equal(server.requests.length, asked);
  });
});

test("a question that is looked at is kept fresh by each refresh, one that is hidden is not", async () => {
  await withModel({}, async ({ start, model, server, clock }) => {
    await start();
    const viewer = {};
    await model.show(viewer, { ...week, groupBy: "user_id" });
    const byUser = (): number => server.requests.filter(({ query }) => query.getAll("group_by").join() === "user_id").length;
    const shown = byUser();
    assert.ok(shown > 0);
    clock.advance(600_000);
    await model.refresh();
    assert.equal(byUser(), shown + 1);
    model.hide(viewer);
    clock.advance(600_000);
    await model.refresh();
    assert.equal(byUser(), shown + 1);
  });
});

test("names go along for the ids in the rows only", async () => {
  await withModel({}, async ({ start, model }) => {
    await start();
    const rows = pageRows(model, week);
    assert.ok(rows && rows.names.length > 0);
    const texts = new Set(rows.texts);
    assert.ok(rows.names.every(({ id }) => texts.has(id)));
  });
});

test("exact budgets survive, whatever their size", async () => {
  const { model, settings } = await modelOnSample();
  settings["budget.dailyUsd"] = 1e-7;
  assert.equal(pageState(model, week).budget.dailyUsd, "0.0000001");
  const { budgets } = model.settings;
  assert.equal(budgets.daily && toText(budgets.daily), "0.0000001");
});
