import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultView, type ViewQuery } from "../../src/domain/viewQuery.ts";
import { exportFile } from "../../src/model/exportRows.ts";
import { hostileOrganization } from "../server/organizations.ts";
import { readCsv } from "./modelSupport/csvText.ts";
import { exactSum } from "./modelSupport/exactSum.ts";
import { modelOnSample, sampleAccount } from "./modelSupport/modelOnSample.ts";
import { withModel } from "./modelSupport/modelOnServer.ts";

interface Exported {
  readonly query: Readonly<Record<string, string>>;
  readonly rows: readonly { readonly start: string; readonly id: string | null; readonly name: string; readonly value: string }[];
}

const textOf = (...asked: Parameters<typeof exportFile>): string | undefined => exportFile(...asked)?.text;
const week: ViewQuery = { ...defaultView, range: "last7Days" };

function json(text: string | undefined): Exported {
  assert.ok(text);
  return JSON.parse(text) as Exported; // our own export; a wrong shape fails below
}

/** Cells of the CSV, its data rows apart from the question below them. */
function csv(text: string | undefined): { readonly header: readonly string[]; readonly rows: readonly (readonly string[])[]; readonly about: Readonly<Record<string, string>> } {
  assert.ok(text);
  const [header = [], ...rest] = readCsv(text);
  const gap = rest.findIndex((row) => row.length === 1 && row[0] === "");
  return { header, rows: rest.slice(0, gap), about: Object.fromEntries(rest.slice(gap + 1).map(([name = "", value = ""]) => [name, value])) };
}

test("CSV and JSON hold the same rows, every digit, and add up to the total exactly", async () => {
  await withModel({}, async ({ start, model, costs }) => {
    await start();
    for (const groupBy of ["project_id", "line_item", "none"] as const) {
      const view = { ...week, groupBy };
      const asJson = json(textOf(model, view, "json"));
      const asCsv = csv(textOf(model, view, "csv"));
      assert.equal(exactSum(asJson.rows.map(({ value }) => value)), costs(-6, 1), groupBy);
      assert.equal(exactSum(asCsv.rows.map((row) => row[3] ?? "")), costs(-6, 1), groupBy);
      assert.deepEqual(asCsv.rows.map((row) => row[3]), asJson.rows.map(({ value }) => value));
      assert.ok(asCsv.rows.every((row) => row.length === 4));
      assert.ok(asJson.rows.some(({ value }) => (value.split(".")[1] ?? "").length > 12), "long fractions are kept");
      assert.ok(asJson.rows.every(({ value }) => /^-?\d+(\.\d+)?$/.test(value)), "no exponents");
      assert.ok(asJson.rows.every(({ start: at }) => /^\d{4}-\d{2}-\d{2}T00:00:00\.000Z$/.test(at)));
    }
  });
});

test("an export holds its question, whose it is, and as of when", async () => {
  await withModel({}, async ({ start, model }) => {
    await start();
    const asOf = new Date(model.now() * 1000).toISOString();
    const organization = model.session?.organization ?? "";
    assert.match(organization, /^org-\w+$/);
    const expected = { organization, source: "Costs", metric: "Cost", unit: "usd", group_by: "Project", range: "2026-11-16 to 2026-11-22 (UTC)", bucket_width: "1d", filters: "none", as_of: asOf };
    assert.deepEqual(json(textOf(model, week, "json")).query, expected);
    assert.deepEqual(csv(textOf(model, week, "csv")).about, expected);
    assert.deepEqual(csv(textOf(model, week, "csv")).header, ["Start (UTC)", "Project id", "Project", "Cost"]);
    assert.equal(exportFile(model, week, "csv")?.name, "openai-spend-costs-2026-11-16-to-2026-11-22.csv");
  });
});

test("a CSV says that it is UTF-8, as Excel on Windows needs it; JSON must not", async () => {
  await withModel({}, async ({ start, model }) => {
    await start();
    assert.match(textOf(model, week, "csv") ?? "", /^\ufeffStart \(UTC\),/);
    assert.match(textOf(model, week, "json") ?? "", /^\{/);
  });
});

test("filters are in the export, and only what they keep", async () => {
  await withModel({}, async ({ start, model, costs }) => {
    await start();
    const all = json(textOf(model, week, "json"));
    const project = all.rows.find(({ id }) => id !== null);
    assert.ok(project);
    const view: ViewQuery = { ...week, groupBy: "line_item", filters: { project_id: [project.id] } };
    const { rows, query } = json(textOf(model, view, "json"));
    assert.equal(query["filters"], `Project: ${project.name} (${project.id ?? ""})`);
    assert.equal(exactSum(rows.map(({ value }) => value)), costs(-6, 1, project.id ?? ""));
    const unattributed = json(textOf(model, { ...week, filters: { project_id: [null] } }, "json"));
    assert.ok(unattributed.rows.every(({ id, name }) => id === null && name === "(unattributed)"));
    assert.deepEqual(json(textOf(model, { ...week, filters: { project_id: ["proj_of_nobody"] } }, "json")).rows, []);
  });
});

test("days that are not known, and days that the API no longer keeps, are named in the export", async () => {
  await withModel({}, async ({ start, model }) => {
    await start();
    const view: ViewQuery = { ...defaultView, range: { from: "2026-10-01", to: "2026-11-22" } };
    const { query } = json(textOf(model, view, "json"));
    assert.match(query["missing_days"] ?? "", /^2026-10-01 /);
    assert.doesNotMatch(query["missing_days"] ?? "", /2026-11-22/);
  });
  await withModel({ rules: { lookbackDays: 20 }, settings: { range: 30 } }, async ({ start, model }) => {
    await start();
    const { query } = json(textOf(model, defaultView, "json"));
    assert.equal(query["kept_from"], "2026-11-02");
    assert.equal(query["missing_days"], "2026-10-24 2026-10-25 2026-10-26 2026-10-27 2026-10-28 2026-10-29 2026-10-30 2026-10-31 2026-11-01", "whatever the reason, the total lacks them");
  });
});

test("hostile names: no cell of a spreadsheet is a formula, and every text is one cell", async () => {
  await withModel({ organization: hostileOrganization }, async ({ start, model, costs }) => {
    await start();
    for (const groupBy of ["project_id", "line_item"] as const) {
      const text = textOf(model, { ...week, groupBy }, "csv");
      const { rows } = csv(text);
      assert.ok(rows.every((row) => row.length === 4));
      assert.ok(rows.every(([, id = "", name = ""]) => !/^[=+\-@\t\r\n＝＋－＠]/.test(id) && !/^[=+\-@\t\r\n＝＋－＠]/.test(name)));
      assert.ok(rows.some(([, id = "", name = ""]) => id.startsWith("'=") || name.startsWith("'=")), "the organization has a formula for a name, or the test proves nothing");
      assert.ok(rows.every(([, , name = ""]) => name.length <= 121));
      assert.equal(exactSum(rows.map((row) => row[3] ?? "")), costs(-6, 1));
    }
  });
});

test("an export by the hour has each hour's bucket, and adds up to the same tokens as by the day", async () => {
  await withModel({}, async ({ start, model }) => {
    await start();
    const hours: ViewQuery = { ...week, source: "completions", metric: "total_tokens", groupBy: "model", width: "1h", range: "last7Days" };
    assert.equal(textOf(model, hours, "json"), undefined, "never fetched is no table without rows");
    await model.show({}, hours);
    const byHour = json(textOf(model, hours, "json"));
    const byDay = json(textOf(model, { ...hours, width: "1d" }, "json"));
    const sum = (table: Exported): string => exactSum(table.rows.map(({ value }) => value));
    assert.ok(byHour.rows.length > byDay.rows.length);
    assert.equal(sum(byHour), sum(byDay));
    assert.equal(byHour.query["bucket_width"], "1h");
    assert.equal(byHour.query["missing_days"], undefined);
  });
});

test("no export holds a key, and the sample's says that it is not real", async () => {
  await withModel({}, async ({ start, model, server }) => {
    await start();
    for (const format of ["csv", "json"] as const) {
      assert.ok(!textOf(model, week, format)?.includes("sk-"));
      assert.ok(!textOf(model, week, format)?.includes(server.adminKey));
    }
  });
  const sample = await modelOnSample(sampleAccount, { range: 7 });
  assert.equal(json(textOf(sample.model, week, "json")).query["organization"], "Sample organization (not real data)");
});

test("without an account there is nothing to export, and a grouping that cannot be had gives none", async () => {
  await withModel({}, async ({ start, model }) => {
    await start({ kind: "none" });
    assert.equal(textOf(model, week, "csv"), undefined);
    await start();
    assert.equal(textOf(model, { ...week, groupBy: "model" }, "csv"), undefined);
  });
});

test("the period before is a column beside the values, and adds up to its own total exactly", async () => {
  await withModel({}, async ({ start, model, costs }) => {
    await start();
    const view: ViewQuery = { ...week, compare: true };
    await model.show({}, view);
    const { header, rows } = csv(textOf(model, view, "csv"));
    assert.deepEqual(header, ["Start (UTC)", "Project id", "Project", "Cost", "Period before", "Start of period before (UTC)"]);
    const sum = (at: number): string => exactSum(rows.flatMap((row) => row[at] || []));
    assert.deepEqual([sum(3), sum(4)], [costs(-6, 1), costs(-13, -6)]);
    assert.ok(rows.every(([from = "", , , , , before = ""]) => Date.parse(from) - Date.parse(before) === 7 * 86_400_000));
  });
});

test("what is compared with, and a part of a day, stand in the export by their times", async () => {
  await withModel({}, async ({ start, model }) => {
    await start();
    assert.equal(json(textOf(model, { ...week, compare: true }, "json")).query["compared_with"], "2026-11-09 to 2026-11-15 (UTC)");
    assert.equal(json(textOf(model, week, "json")).query["compared_with"], undefined);
    const part: ViewQuery = { ...week, source: "completions", metric: "total_tokens", groupBy: "model", range: { from: "2026-11-20", to: "2026-11-20", minutes: [610, 700] } };
    await model.show({}, part);
    assert.equal(json(textOf(model, part, "json")).query["range"], "2026-11-20T10:10:00.000Z to 2026-11-20T11:40:00.000Z (UTC)");
  });
});
