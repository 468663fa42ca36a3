import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { allDimensions } from "../../src/domain/dimensions.ts";
import { describeValue } from "../../src/domain/describeValue.ts";
import { allSources, mainMetric } from "../../src/domain/sources.ts";
import { defaultView, rangePresets, withSource, type ViewQuery } from "../../src/domain/viewQuery.ts";
import { checkMessage, checkViewQuery } from "../../src/shared/checkMessage.ts";
import { pageActions } from "../../src/shared/protocol.ts";

const view: ViewQuery = { ...defaultView, filters: { project_id: ["proj_1", null], model: ["gpt", "x".repeat(10_000)] } };

const valid: readonly object[] = [
  { type: "ready", body: { view: null } },
  { type: "ready", body: { view } },
  { type: "setView", body: view },
  ...Object.keys(rangePresets).map((range) => ({ type: "setView", body: { ...view, range } })),
  { type: "setView", body: { ...view, range: { from: "2026-01-01", to: "2026-11-22" } } },
  { type: "setView", body: { ...view, compare: true, range: { from: "2026-11-20", to: "2026-11-21", minutes: [60, 1_440] } } },
  ...allSources.map((source) => ({ type: "setView", body: withSource(defaultView, source) })),
  ...[...allDimensions, "none"].map((groupBy) => ({ type: "setView", body: { ...view, groupBy } })),
  ...["auto", "1m", "1h", "1d"].map((width) => ({ type: "setView", body: { ...view, width } })),
  { type: "refresh", body: null },
  { type: "stillThere", body: null },
  { type: "saveExport", body: { name: "openai-spend-costs-2026-11-01-to-2026-11-22.csv", format: "csv", text: "a,b\r\n" } },
  { type: "saveExport", body: { name: "x.json", format: "json", text: "" } },
  { type: "copyAsCurl", body: null },
  { type: "saveView", body: { query: view, look: "{}" } },
  { type: "openView", body: { name: "Month, by project (α)" } },
  { type: "deleteView", body: { name: "x".repeat(60) } },
  ...pageActions.map((body) => ({ type: "act", body })),
];

test("every message of the table passes, unchanged", () => {
  for (const message of valid) assert.deepEqual(checkMessage(message), message);
  for (const message of valid) assert.deepEqual(checkMessage(JSON.parse(JSON.stringify(message))), message);
});

const extra = JSON.parse('{"__proto__": {"polluted": true}}') as object;
const invalid: readonly unknown[] = [
  undefined,
  null,
  "ready",
  7,
  [],
  {},
  [{ type: "refresh", body: null }],
  { type: "refresh" },
  { body: null },
  { type: "refresh", body: undefined },
  { type: "refresh", body: {} },
  { type: "refresh", body: null, more: 1 },
  { type: "Refresh", body: null },
  { type: "toString", body: null },
  { type: "__proto__", body: null },
  { type: "constructor", body: null },
  { type: "state", body: {} },
  { type: ["refresh"], body: null },
  { type: "ready", body: null },
  { type: "ready", body: {} },
  { type: "ready", body: { view: undefined } },
  { type: "ready", body: { view: null, more: 1 } },
  { type: "exportRows", body: { format: "csv" } },
  { type: "saveExport", body: { format: "csv", text: "" } },
  { type: "saveExport", body: { name: "x.csv", format: "csv" } },
  { type: "saveExport", body: { name: "x.xlsx", format: "xlsx", text: "" } },
  { type: "saveExport", body: { name: "x.csv", format: "csv", text: "", path: "/etc/passwd" } },
  { type: "saveExport", body: { name: "x.csv", format: "csv", text: ["a"] } },
  { type: "saveExport", body: { name: "x.csv", format: "csv", text: "x".repeat(64 * 1024 * 1024 + 1) } },
  ...["", ".bashrc", "../x.csv", "a/b.csv", "a\\b.csv", "a..csv", "a b.csv", "x\n.csv", "-x.csv", "x".repeat(121)].map((name) => ({ type: "saveExport", body: { name, format: "csv", text: "" } })),
  { type: "saveView", body: { query: view } },
  { type: "saveView", body: { query: view, look: {} } },
  { type: "saveView", body: { query: view, look: "x".repeat(20_001) } },
  { type: "saveView", body: { query: { ...view, source: "gone" }, look: "{}" } },
  { type: "saveView", body: { query: view, look: "{}", name: "chosen by the page" } },
  ...["", " x", "x ", "two\nlines", "x\u202ey", "x".repeat(61)].flatMap((name) => [{ type: "openView", body: { name } }, { type: "deleteView", body: { name } }]),
  { type: "openView", body: "x" },
  { type: "openView", body: { name: 1 } },
  { type: "deleteView", body: { name: "x", all: true } },
  { type: "act", body: "openaiSpend.removeAdminKey" },
  { type: "act", body: "workbench.action.quit" },
  { type: "act", body: "toString" },
  { type: "act", body: ["showLog"] },
  { type: "copyAsCurl", body: "text" },
  ...[
    { source: "toString" },
    { source: "__proto__" },
    { source: "audio" },
    { source: null },
    { metric: "tokens" },
    { metric: "" },
    { metric: 1 },
    { metric: "x".repeat(20_001) },
    { groupBy: "organization_id" },
    { groupBy: "__proto__" },
    { groupBy: null },
    { range: "forever" },
    { range: "toString" },
    { range: {} },
    { range: { from: "2026-01-01" } },
    { range: { from: "2026-01-01", to: "2026-01-02T00:00" } },
    { range: { from: "2026-01-01", to: "2026-01-02", more: 1 } },
    { range: { from: 1, to: 2 } },
    { range: { from: "2026-01-01\n", to: "2026-01-02" } },
    { width: "1w" },
    { width: 60 },
    { filters: null },
    { filters: [] },
    { filters: "project_id" },
    { filters: { organization_id: ["x"] } },
    { filters: { project_id: "proj_1" } },
    { filters: { project_id: [undefined] } },
    { filters: { project_id: [1] } },
    { filters: { project_id: [["x"]] } },
    { filters: { project_id: ["x".repeat(20_001)] } },
    { filters: { project_id: Array.from({ length: 10_001 }, () => "x") } },
    { more: 1 },
  ].map((change) => ({ type: "setView", body: { ...view, ...change } })),
];

test("anything else is none", () => {
  for (const message of invalid) assert.equal(checkMessage(message), undefined, describeValue(message));
});

test("each field of a question is needed", () => {
  for (const field of Object.keys(view)) {
    const body = Object.fromEntries(Object.entries(view).filter(([name]) => name !== field));
    assert.equal(checkMessage({ type: "setView", body }), undefined, field);
    assert.equal(checkViewQuery(body), undefined);
  }
});

test("a message cannot reach a prototype, neither by what it says nor by what it leaves out", () => {
  const messages: readonly unknown[] = [
    { ...extra, type: "refresh", body: null },
    { type: "setView", body: Object.assign(Object.create({ polluted: true }) as object, view) },
    JSON.parse(`{"type":"setView","body":${JSON.stringify(view).replace('"filters":{', '"filters":{"__proto__":["x"],"constructor":["x"],')}}`),
    JSON.parse(`{"type":"setView","body":${JSON.stringify(view).replace("{", '{"__proto__":{"polluted":true},"constructor":{"polluted":true},')}}`),
    JSON.parse('{"type":"refresh","body":null,"__proto__":{"polluted":true}}'),
    JSON.parse('{"type":"refresh","body":null,"constructor":1}'),
    Object.create({ type: "refresh", body: null }),
  ];
  for (const message of messages) {
    const checked = checkMessage(message);
    const text = JSON.stringify(checked ?? null);
    assert.ok(!text.includes("polluted") && !text.includes("constructor") && !text.includes("__proto__"), text);
    if (checked?.type === "setView") {
      assert.equal("polluted" in checked.body, false);
      assert.equal(Object.getPrototypeOf(checked.body.filters), Object.prototype);
      assert.deepEqual(Object.keys(checked.body.filters), ["project_id", "model"]);
    }
  }
  assert.equal("polluted" in {}, false);
});

test("a getter or a proxy that throws, and a message as deep as a well, are refused without an exception", () => {
  let deep: unknown = null;
  for (let level = 0; level < 50_000; level += 1) deep = { body: deep };
  assert.equal(checkMessage({ type: "refresh", body: deep }), undefined);
  assert.equal(checkMessage({ type: "setView", body: { ...view, filters: { project_id: deep } } }), undefined);
});

test("ten megabytes of filters are refused quickly", () => {
  const body = { ...view, filters: { project_id: Array.from({ length: 1_000_000 }, (_, index) => `proj_${String(index)}`) } };
  const start = performance.now();
  assert.equal(checkMessage({ type: "setView", body }), undefined);
  assert.ok(performance.now() - start < 1_500);
});

test("no value of any kind makes it throw or lets something through that is not in the table", () => {
  const types = ["ready", "setView", "refresh", "exportRows", "copyAsCurl", "act"];
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.record({ type: fc.constantFrom(...types), body: fc.anything() })), (value) => {
      const checked = checkMessage(value);
      if (checked === undefined) return;
      assert.ok(types.includes(checked.type));
      if (checked.type === "refresh" || checked.type === "copyAsCurl") assert.equal(checked.body, null);
      if (checked.type === "act") assert.ok(pageActions.includes(checked.body));
    }),
    { numRuns: 500 },
  );
});

test("a question kept from before is itself or none", () => {
  assert.deepEqual(checkViewQuery(view), view);
  for (const source of allSources) assert.ok(checkViewQuery({ ...withSource(view, source), metric: mainMetric(source).id }));
  for (const value of [undefined, null, "x", { ...view, source: "gone" }, { ...view, metric: "gone" }]) assert.equal(checkViewQuery(value), undefined);
});
