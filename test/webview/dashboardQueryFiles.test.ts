import assert from "node:assert/strict";
import { test } from "node:test";
import { isoDay } from "../../src/domain/buckets.ts";
import { toText } from "../../src/domain/decimal.ts";
import type { ExportFile, ToHost } from "../../src/shared/protocol.ts";
import { checkMessage } from "../../src/shared/checkMessage.ts";
import { readCsv } from "../unit/modelSupport/csvText.ts";
import { dashboard, freshPages } from "./freshPages.ts";
import { sum } from "./independentTotals.ts";
import { asking, pageState } from "./pageStates.ts";
import { costPage, costRows, now, projectNames, projects, today } from "./sampleRows.ts";

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
  assert.deepEqual([about["organization"], about["filters"], about["missing_days"], about["not_up_to_date"]], ["Sample organization (not real data)", "Project: Voice agents", isoDay(today - 20), problem.text]);
  assert.equal(about["compared_with"], "2026-09-24 to 2026-10-23 (UTC)");
  assert.match(about["notes"] ?? "", /Restated since they were first shown: 20 Nov: \+\$1\.20\./);
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

test("before there is an answer, an export says that there is nothing yet", async () => {
  await dashboard.show(pageState());
  await dashboard.page.getByRole("button", { name: "Export" }).click();
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
