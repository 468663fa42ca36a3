import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, isoDay, type UtcDay } from "../../src/domain/buckets.ts";
import { unpackSegments } from "../../src/domain/segmentPack.ts";
import { defaultView, type ViewQuery } from "../../src/domain/viewQuery.ts";
import { curlForView } from "../../src/model/curlForView.ts";
import { pageRows, pageState, rowsRevision } from "../../src/model/dashboard.ts";
import { withModel, type Stand } from "./modelSupport/modelOnServer.ts";

const week: ViewQuery = { ...defaultView, range: "last7Days" };
const compared: ViewQuery = { ...week, compare: true };

/** Days of costs by project and API key: nothing of them is fetched before somebody looks. */
const byKey: ViewQuery = { ...compared, groupBy: "api_key_id" };
const keyRequests = ({ server }: Stand): number => server.requests.filter(({ endpoint, query }) => endpoint === "costs" && query.getAll("group_by").includes("api_key_id")).length;
const daysOfRows = ({ model }: Stand, query: ViewQuery): readonly UtcDay[] => {
  const rows = pageRows(model, query);
  assert.ok(rows);
  return unpackSegments(rows.segments).map(({ day }) => day - dayOf(model.now()));
};

test("a question that compares brings the period before with it, in one request", async () => {
  await withModel({}, async (stand) => {
    await stand.start();
    const before = keyRequests(stand);
    await stand.model.show({}, byKey);
    assert.equal(keyRequests(stand), before + 1);
    assert.deepEqual(daysOfRows(stand, byKey), Array.from({ length: 14 }, (_, index) => index - 13));
    assert.deepEqual(pageRows(stand.model, byKey)?.missing, []);
    assert.deepEqual(daysOfRows(stand, { ...byKey, compare: false }), [-6, -5, -4, -3, -2, -1, 0]);
  });
});

test("days that the period before lacks are missing, and hold up nothing", async () => {
  await withModel({}, async ({ start, model }) => {
    await start();
    // This month is there, for the status bar; what lies before was never fetched.
    const fortnight: ViewQuery = { ...compared, range: { from: "2026-11-09", to: "2026-11-22" } };
    assert.deepEqual(pageRows(model, { ...fortnight, compare: false })?.missing, []);
    assert.deepEqual(pageRows(model, fortnight)?.missing.map(isoDay), ["2026-10-26", "2026-10-27", "2026-10-28", "2026-10-29", "2026-10-30", "2026-10-31"]);
  });
});

test("a failure of the period before is none of the answer's", async () => {
  await withModel({}, async ({ start, model, server }) => {
    await start();
    const tokens: ViewQuery = { ...compared, source: "completions", metric: "total_tokens", groupBy: "model", range: "last30Days" };
    // Of two windows the older, all of which lies in the period before.
    const rule = server.behave({ does: "status", status: 400 }, { endpoint: "usage/completions", nth: 2 });
    await model.show({}, tokens);
    assert.equal(rule.applied, 1);
    assert.equal(pageState(model, tokens).status.problem, null);
    assert.ok((pageRows(model, tokens)?.missing.length ?? 0) > 0);
    assert.deepEqual(pageRows(model, { ...tokens, compare: false })?.missing, []);
  });
});

test("rows of a question that compares have a revision of their own, which follows the period before", async () => {
  await withModel({}, async ({ start, model }) => {
    await start();
    assert.notEqual(rowsRevision(model, compared), rowsRevision(model, week));
    const range = { from: "2026-10-20", to: "2026-10-26" };
    const first = rowsRevision(model, { ...compared, range });
    await model.show({}, { ...compared, range: { from: "2026-10-13", to: "2026-10-19" }, compare: false });
    assert.notEqual(rowsRevision(model, { ...compared, range }), first);
  });
});

test("the period before has cURL commands of its own, and says so", () => {
  const now = Date.UTC(2026, 10, 22, 12) / 1000;
  const text = curlForView(compared, now, undefined);
  const starts = [...text.matchAll(/start_time=(\d+)/g)].map(([, start]) => new Date(Number(start) * 1000).toISOString().slice(0, 10));
  assert.deepEqual(starts, ["2026-11-16", "2026-11-09"]);
  assert.match(text, /\n# The period before, which it is compared with:\n/);
  assert.doesNotMatch(curlForView({ ...compared, range: "last12Months" }, now, undefined), /period before/);
});
