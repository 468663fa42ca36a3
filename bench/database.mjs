import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { breakDown } from "../src/domain/aggregate.ts";
import { dayStart } from "../src/domain/buckets.ts";
import { mainMetric, sourceSpec } from "../src/domain/sources.ts";
import { openHistory } from "../src/history/historyDatabase.ts";
import { costSegments, FIRST_DAY } from "./costRows.mjs";
import { inFolder } from "./product.mjs";
import { medians } from "./timing.mjs";

/** A year of a million rows on disk: how large, how quickly there, how quickly mended. */
const SIZE = { days: 365, projects: 50, items: 20, keys: 1, rowsPerDay: 2740 };
const ROUNDS = 15;
const days = { from: FIRST_DAY, to: FIRST_DAY + SIZE.days };
const restated = { from: days.to - 2, to: days.to };
/** @type {import("../src/history/series.ts").Series} */
const series = { source: "costs", view: sourceSpec("costs").views[0] ?? [], width: "1d" };
const texts = Array.from({ length: SIZE.projects + SIZE.items + SIZE.keys }, (_, index) => `text ${index} of a length that ids have`);

/** @returns {Promise<readonly import("./results.mjs").Line[]>} */
export async function benchmark() {
  return inFolder(async (folder) => {
    const segments = costSegments(SIZE).map(withoutKeys);
    const file = path.join(folder, "history.db");
    const table = path.join(folder, "rows.db");
    const organization = fill(file, segments);
    fillTable(table, segments);
    const { size } = await stat(file);
    const megabytes = size / 1_000_000;
    const rowTable = (await stat(table)).size / 1_000_000;

    const opening = await medians(
      { product: () => firstAnswer(file, organization), "row table": () => firstAnswerOfTable(table) },
      { rounds: ROUNDS },
    );
    const open = openHistory(file, quiet);
    const rows = new DatabaseSync(table);
    let fetchedAt = 2e9;
    const two = segments.slice(-2);
    const replacing = await medians(
      {
        product: () => open.land(organization, { series, days: restated, segments: turned(two, (fetchedAt += 1)), texts, fetchedAt, organization: null }),
        "row table": () => replaceInTable(rows, two),
      },
      { rounds: ROUNDS },
    );
    open.close();
    rows.close();
    return [
      { what: "database of 1,000,000 random rows", unit: "MB", measured: megabytes, reach: 36, reachedBy: "36 MB", beside: { "row table in SQLite": rowTable } },
      { what: "open it and give the first answer", unit: "ms", measured: opening["product"] ?? Number.NaN, reach: 150, reachedBy: "150 ms", beside: { "row table in SQLite": opening["row table"] ?? Number.NaN }, about: "30 days by project" },
      { what: "replace two restated days", unit: "ms", measured: replacing["product"] ?? Number.NaN, reach: 5, reachedBy: "5 ms", beside: { "row table in SQLite": replacing["row table"] ?? Number.NaN } },
    ];
  });
}

const quiet = { now: () => Date.now(), log: () => undefined };

/** @param {import("./costRows.mjs").Segment} segment */
function withoutKeys(segment) {
  const { project_id, line_item } = segment.dimensions;
  const quantity = { whole: segment.at.length === 0 ? new Float64Array(0) : Float64Array.from(segment.at, (_, row) => (row * 7919) % 100_000), limbs: [] };
  assert.ok(project_id && line_item);
  return { ...segment, view: "project_id+line_item", dimensions: { project_id, line_item }, decimals: { ...segment.decimals, quantity } };
}

/**
 * The same days with other amounts, as a restatement brings them.
 * @param {readonly import("./costRows.mjs").Segment[]} segments
 * @param {number} by
 */
function turned(segments, by) {
  return segments.map((segment) => {
    const { amount, ...rest } = segment.decimals;
    assert.ok(amount);
    return { ...segment, decimals: { ...rest, amount: { ...amount, whole: amount.whole.map((value) => value + (by % 7)) } } };
  });
}

/**
 * @param {string} file
 * @param {readonly import("./costRows.mjs").Segment[]} segments
 */
function fill(file, segments) {
  const database = openHistory(file, quiet);
  const organization = database.enter("https://api.openai.com", randomUUID());
  database.land(organization, { series, days, segments, texts, fetchedAt: 1e9, organization: null });
  database.close();
  return organization;
}

/**
 * What the extension does at its start: open, see what is covered, read the texts and the last thirty days, add up.
 * @param {string} file
 * @param {number} organization
 */
function firstAnswer(file, organization) {
  const database = openHistory(file, quiet);
  database.coverage(organization);
  database.texts(organization, 1);
  const range = { from: days.to - 30, to: days.to };
  const kept = database.load(organization, series, range);
  breakDown(kept.map(({ segment }) => segment), { metric: mainMetric("costs"), width: "1d", from: dayStart(range.from), to: dayStart(range.to), groupBy: "project_id", keep: {} });
  database.close();
}

/**
 * @param {string} file
 * @param {readonly import("./costRows.mjs").Segment[]} segments
 */
function fillTable(file, segments) {
  const database = new DatabaseSync(file);
  database.exec("PRAGMA journal_mode = WAL; CREATE TABLE costs (day INTEGER, project INTEGER, item INTEGER, amount REAL, quantity REAL); CREATE INDEX byDay ON costs (day); BEGIN");
  for (const segment of segments) insert(database, segment);
  database.exec("COMMIT");
  database.close();
}

/**
 * @param {DatabaseSync} database
 * @param {import("./costRows.mjs").Segment} segment
 */
function insert(database, { day, rows, dimensions, decimals }) {
  const statement = database.prepare("INSERT INTO costs VALUES (?, ?, ?, ?, ?)");
  for (let row = 0; row < rows; row += 1)
    statement.run(day, dimensions.project_id?.[row] ?? 0, dimensions.line_item?.[row] ?? 0, decimals["amount"]?.whole[row] ?? 0, decimals["quantity"]?.whole[row] ?? 0);
}

/** @param {string} file */
function firstAnswerOfTable(file) {
  const database = new DatabaseSync(file);
  database.prepare("SELECT day, project, sum(amount) FROM costs WHERE day >= ? GROUP BY day, project").all(days.to - 30);
  database.close();
}

/**
 * @param {DatabaseSync} database
 * @param {readonly import("./costRows.mjs").Segment[]} segments
 */
function replaceInTable(database, segments) {
  database.exec("BEGIN IMMEDIATE");
  database.prepare("DELETE FROM costs WHERE day >= ?").run(restated.from);
  for (const segment of segments) insert(database, segment);
  database.exec("COMMIT");
}
