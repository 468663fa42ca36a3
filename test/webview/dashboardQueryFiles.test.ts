import assert from "node:assert/strict";
import { test } from "node:test";
import { isoDay } from "../../src/domain/buckets.ts";
import { toText } from "../../src/domain/decimal.ts";
import type { ExportFile, ToHost } from "../../src/shared/protocol.ts";
import { checkMessage } from "../../src/shared/checkMessage.ts";
import { readCsv } from "../unit/modelSupport/csvText.ts";
import { billedPage } from "./billedRows.ts";
import { dashboard, freshPages } from "./freshPages.ts";
import { sum } from "./independentTotals.ts";
import { asking, pageState } from "./pageStates.ts";
import { completionsPage, costPage, costRows, hourlyImages, now, projectNames, projects, today } from "./sampleRows.ts";

freshPages();

interface Exported {
  readonly query: Readonly<Record<string, string>>;
  readonly rows: readonly Readonly<Record<string, string | null>>[];
}

async function exported(item: string): Promise<ExportFile> {
  await dashboard.page.getByRole("button", { name: "Export" }).click();
  await dashboard.page.getByRole("menuitem", { name: item }).click();
  await dashboard.settled();
  const last = await dashboard.lastSent();
  if (last?.type !== "saveExport") assert.fail(`the last message is ${JSON.stringify(last)}`);
  assert.deepEqual(checkMessage(last), last, "the host takes it");
  return last.body;
}

/** The body of the last message, of a type. */
async function lastBody<K extends keyof ToHost>(type: K): Promise<ToHost[K]> {
  const last = await dashboard.lastSent();
  if (last?.type !== type) assert.fail(`the last message is ${JSON.stringify(last)}`);
  return last.body as ToHost[K]; // of that type, by the line before
}

const json = ({ text }: ExportFile): Exported => JSON.parse(text) as Exported; // our own export; a wrong shape fails below
const exactBy = (project: string | null): string => toText(sum(costRows().filter((row) => row.project === project)));

test("the table is exported as it stands: its order, every digit, and the question beside it", async () => {
  await dashboard.show(pageState(), costPage());
  const { name, format, text } = await exported("Table as CSV");
  assert.deepEqual([name, format], ["openai-spend-costs-table-2026-10-24-to-2026-11-22.csv", "csv"]);
  const [header, ...lines] = readCsv(text);
  assert.deepEqual(header?.slice(0, 3), ["Project id", "Project", "Cost (USD)"]);
  const gap = lines.findIndex((line) => line.length === 1);
  const expected = [...projects.map(([id, label]) => [id, label, exactBy(id)]), ["", "(unattributed)", exactBy(null)]];
  assert.deepEqual(lines.slice(0, gap).map(([id = "", label, value]) => [id, label, value]), expected.toSorted((a, b) => Number(b[2]) - Number(a[2])));
  const about = Object.fromEntries(lines.slice(gap + 1).map(([field = "", value = ""]) => [field, value]));
  assert.equal(about["total"], toText(sum(costRows())));
  assert.equal(about["as_of"], new Date((now - 180) * 1000).toISOString());
  assert.deepEqual([about["organization"], about["range"], about["group_by"], about["filters"]], ["org-acme", "2026-10-24 to 2026-11-22 (UTC)", "Project", "none"]);
  await dashboard.page.getByRole("columnheader", { name: "Project" }).getByRole("button").click();
  await dashboard.settled();
  assert.deepEqual(json(await exported("Table as JSON")).rows.map((row) => row["name"]), [...projects.map(([, label]) => label), "(unattributed)"].toSorted((a, b) => a.localeCompare(b)));
});

test("quantities and prices are exported with every digit, and beside them what they are counted in", async () => {
  await dashboard.show(pageState({ query: asking({ groupBy: "line_item" }) }), billedPage());
  const [header = [], ...lines] = readCsv((await exported("Table as CSV")).text);
  assert.deepEqual(header.slice(-3), ["Quantity", "Quantity unit", "Effective price (USD per unit)"]);
  const billed = (item: string) => lines.find(([id]) => id === item)?.slice(-3);
  assert.deepEqual(billed("gpt-5.2, cached input"), ["1234.5", "1000_tokens", "0.010125556743620899149"]);
  assert.deepEqual(billed("gpt-4o-transcribe, audio"), ["7200", "duration_seconds", "0.00020833333333333333333"]);
  assert.deepEqual(billed("gpt-5.2, training"), ["290", "tokens", ""]);
  for (const none of ["whisper-1, audio", "web search tool calls"]) assert.deepEqual(billed(none), ["", "", ""]);
  const row = json(await exported("Table as JSON")).rows.find((each) => each["id"] === "code interpreter, memory");
  assert.deepEqual([row?.["quantity"], row?.["quantity_unit"], row?.["price"]], ["15", "gibibyte_hours", "0.06"]);
});

test("every value by its bucket is exported, and adds up to the total exactly", async () => {
  await dashboard.show(pageState(), costPage());
  const file = await exported("Values by bucket as JSON");
  assert.equal(file.name, "openai-spend-costs-2026-10-24-to-2026-11-22.json");
  const { rows } = json(file);
  assert.equal(rows.length, 30 * 9);
  for (const [id] of projects) {
    const own = rows.filter((row) => row["id"] === id).map((row) => ({ day: 0, project: id, item: "", amount: row["value"] ?? "" }));
    assert.equal(toText(sum(own)), exactBy(id));
  }
  const csv = readCsv((await exported("Values by bucket as CSV")).text);
  assert.deepEqual(csv.slice(1, 1 + rows.length).map((line) => line[3]), rows.map((row) => row["value"]));
});

test("what the numbers lack goes along: gaps, failures, notes, what it is compared with, that it is the sample", async () => {
  const problem = { text: "api.openai.com could not be reached.", action: "refresh" } as const;
  const query = asking({ compare: true, filters: { project_id: ["proj_voice"] } });
  await dashboard.show(pageState({ query, access: { kind: "sample" }, status: { problem }, notes: ["Restated since they were first shown: 20 Nov: +$1.20."] }), costPage(costRows(), [today - 20]));
  const about = json(await exported("Table as JSON")).query;
  assert.deepEqual([about["organization"], about["filters"], about["missing_days"], about["not_up_to_date"]], ["Sample organization (not real data)", "Project: Voice agents (proj_voice)", isoDay(today - 20), problem.text]);
  assert.equal(about["compared_with"], "2026-09-24 to 2026-10-23 (UTC)");
  assert.equal(about["uneven"], "today is not over");
  assert.match(about["notes"] ?? "", /Restated since they were first shown: 20 Nov: \+\$1\.20\./);
  assert.equal(about["kept_from"], undefined);
  await dashboard.show(pageState({ query, keptFrom: today - 28 }), costPage(costRows(), [today - 29]));
  const late = json(await exported("Table as JSON")).query;
  await dashboard.show(pageState({ query: asking({}) }), costPage());
  assert.equal(json(await exported("Table as JSON")).query["uneven"], undefined); // of what is not compared
  assert.deepEqual([late["kept_from"], late["missing_days"]], [isoDay(today - 28), isoDay(today - 29)]);
});

test("values by bucket hold what the chart's own numbers are: running sums, shares, hours of the week", async () => {
  await dashboard.show(pageState(), costPage());
  await dashboard.choose("Chart", "Cumulative");
  const sums = json(await exported("Values by bucket as JSON"));
  assert.equal(sums.query["holds"], "The value of each bucket, and the sum of all up to it");
  for (const [id] of projects.slice(0, 3)) assert.equal(sums.rows.findLast((row) => row["id"] === id)?.["so_far"], exactBy(id));
  await dashboard.choose("Chart", "Share of total");
  const { rows } = json(await exported("Values by bucket as JSON"));
  const first = rows.filter(({ start }) => start === rows[0]?.["start"]);
  const all = first.reduce((sum, row) => sum + Number(row["value"]), 0);
  assert.ok(first.every((row) => Math.abs(Number(row["share"]) - Number(row["value"]) / all) < 1e-9));
  const query = asking({ source: "completions", metric: "total_tokens", groupBy: "model", range: "last7Days", width: "1h" });
  await dashboard.show(pageState({ query }), completionsPage("1h", { from: today - 6, to: today + 1 }));
  await dashboard.choose("Chart", "Hour by weekday");
  const hours = await exported("Values by bucket as JSON");
  assert.match(hours.name, /-week-hours-/);
  const images = asking({ source: "images", metric: "images", groupBy: "model", range: { from: "2026-10-25", to: "2026-11-21" }, width: "1h" });
  await dashboard.show(pageState({ query: images }), hourlyImages({ from: today - 28, to: today }, [{ day: today - 5, hour: 14, images: 1 }]));
  const means = json(await exported("Values by bucket as JSON")).rows.filter((row) => row["mean"] !== "0");
  assert.deepEqual(means, [{ weekday: "Tue", hour: "14:00", mean: "0.25", hours: "4" }]);
  assert.deepEqual([json(hours).rows.length, Object.keys(json(hours).rows[0] ?? {})], [168, ["weekday", "hour", "mean", "hours"]]);
});

test("projects of one name are told apart by their ids, wherever they are named", async () => {
  const twins = ["proj_voice", "proj_docs"];
  const names = projectNames.map((each) => (twins.includes(each.id) ? { ...each, name: each.id === "proj_docs" ? "Production" : "Production\u200b" } : each));
  await dashboard.show(pageState({ query: asking({ filters: { project_id: [...twins, "proj_checkout"] } }) }), costPage(costRows(), [], names));
  const shown = ["Production · proj_docs", "Production · proj_voice"];
  const checkout = projectNames.find(({ id }) => id === "proj_checkout")?.name ?? assert.fail();
  for (const name of [...shown, checkout]) {
    await dashboard.page.locator("table.breakdown").getByRole("button", { name, exact: true }).waitFor();
    await dashboard.page.getByRole("button", { name: `Filter by ${name}`, exact: true }).waitFor();
    await dashboard.page.getByText(`Project: ${name}`, { exact: true }).waitFor();
  }
  const { query, rows } = json(await exported("Table as JSON"));
  assert.deepEqual(rows.map((row) => row["name"]).toSorted(), [checkout, ...shown].toSorted());
  assert.equal(query["filters"], `Project: Production · proj_voice (proj_voice) | Production · proj_docs (proj_docs) | ${checkout} (proj_checkout)`);
});

test("names that would be formulas are none in a spreadsheet", async () => {
  const names = projectNames.map((each) => ({ ...each, name: `=HYPERLINK("https://x","${each.name}")` }));
  await dashboard.show(pageState(), costPage(costRows(), [], names));
  for (const item of ["Table as CSV", "Values by bucket as CSV"]) {
    const cells = readCsv((await exported(item)).text).flat();
    assert.ok(cells.some((cell) => cell.startsWith("'=")));
    assert.ok(cells.every((cell) => !/^[=@]/.test(cell)));
  }
});

test("before there is an answer there is nothing to export; an answer that is gone when it is chosen is said to be", async () => {
  const button = dashboard.page.getByRole("button", { name: "Export" });
  await dashboard.show(pageState());
  assert.equal(await button.isDisabled(), true);
  await dashboard.show(pageState(), costPage());
  await button.click();
  await dashboard.show(pageState({ account: 2 })); // another account, of which nothing is known yet
  await dashboard.page.getByRole("menuitem", { name: "Table as CSV" }).click();
  await dashboard.page.getByText("There is nothing to export yet.").waitFor();
  assert.ok((await dashboard.sent()).every(({ type }) => type !== "saveExport"));
});

test("a view is saved with its question and look, opened and deleted by its name", async () => {
  const menu = dashboard.page.getByRole("menu", { name: "Views" });
  const open = () => dashboard.page.getByRole("button", { name: "Views" }).click();
  await dashboard.show(pageState({ views: ["Month by project", "Nightly batch"] }), costPage());
  await dashboard.page.getByRole("columnheader", { name: "Project" }).getByRole("button").click();
  await open();
  await menu.getByRole("menuitem", { name: "Save View…" }).click();
  const saved = await lastBody("saveView");
  assert.deepEqual(saved.query, asking({}));
  assert.deepEqual((JSON.parse(saved.look) as { sort: unknown }).sort, { by: "name", descending: false });
  await open();
  await menu.getByRole("menuitem", { name: "Nightly batch", exact: true }).click();
  assert.deepEqual(await lastBody("openView"), { name: "Nightly batch" });
  await open();
  await menu.getByRole("menuitem", { name: "Delete Month by project" }).click();
  assert.deepEqual(await lastBody("deleteView"), { name: "Month by project" });
  await dashboard.show(pageState({ views: [] }));
  await open();
  assert.deepEqual(await menu.getByRole("menuitem").allInnerTexts(), ["Save View…"]);
});

test("a saved view brings its look with it; a look that cannot be read is the usual one", async () => {
  const post = (look: string) => dashboard.page.evaluate((text) => { window.postMessage({ type: "look", body: { look: text } }, "*"); }, look);
  const sorted = () => dashboard.page.getByRole("columnheader", { name: "Project" }).getAttribute("aria-sort");
  await dashboard.show(pageState(), costPage());
  await post('{"sort":{"by":"name","descending":true}}');
  await dashboard.settled();
  assert.equal(await sorted(), "descending");
  for (const broken of ["{", "7", '{"sort":"name"}', ""]) {
    await post(broken);
    await dashboard.settled();
    assert.equal(await sorted(), "none");
  }
});
