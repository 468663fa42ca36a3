import assert from "node:assert/strict";
import { DuckDBDecimalValue } from "@duckdb/node-api";
import { breakDown } from "../src/domain/aggregate.ts";
import { dayStart } from "../src/domain/buckets.ts";
import { parseDecimal, toNumber, toText } from "../src/domain/decimal.ts";
import { metricOf } from "../src/domain/sources.ts";
import { costSegments, FIRST_DAY } from "./costRows.mjs";
import { duckTables, sqliteTable } from "./costTables.mjs";
import { medians } from "./timing.mjs";

/**
 * @typedef {import("../src/domain/aggregate.ts").Breakdown} Breakdown
 * @typedef {import("./costRows.mjs").Size} Size
 * @typedef {Readonly<{ groupBy: "project_id" | "line_item" | "api_key_id"; keep?: Readonly<Record<string, ReadonlySet<number>>> }>} Asked
 * @typedef {(breakdown: Breakdown) => readonly (readonly [group: string, value: import("../src/domain/decimal.ts").Decimal | undefined])[]} Read
 * @typedef {{ name: string; asked: Asked; use: (breakdown: Breakdown) => unknown; read: Read; sql: (table: string) => string; columns: number }} Question
 *   `use`: takes what a surface takes; `read`: every digit of the same; `columns` of `sql` that name a group
 */

/** @type {Size} */
const YEAR = { days: 365, projects: 50, items: 20, keys: 1000, rowsPerDay: 2740 };
/** @type {Size} */
const MONTH_OF_MANY = { days: 31, projects: 10_000, items: 20, keys: 1000, rowsPerDay: 10_000 };
/** @type {Size} */
const YEAR_OF_MANY_KEYS = { days: 365, projects: 50, items: 20, keys: 100_000, rowsPerDay: 2740 };
/** What the page holds at most: a year of each project's line items. @type {Size} */
const PAGE_OF_A_YEAR = { days: 365, projects: 50, items: 20, keys: 1, rowsPerDay: 1000 };
/** Milliseconds that no answer over a year may take. */
const REACH = 10;
/** Milliseconds that adding up may take of a repaint of the page. */
const REPAINT_REACH = 15;
const ROUNDS = 21;
const TOP = 10;

/** @type {Read} */
const totals = ({ groups }) => groups.map(({ id, total }) => [String(id), total]);
/** @param {Breakdown} breakdown */
const useTotals = ({ groups }) => groups.map(({ total }) => total);
/** What a table of the first ten shows. @param {Breakdown} breakdown */
const useTop = ({ groups }) => groups.slice(0, TOP).map(({ total }) => total);
/** What a repaint takes: the chart's cells, every bucket's total, every row of the table and the whole. @param {Breakdown} breakdown */
const useRepaint = (breakdown) => ({ drawn: useCells(breakdown), rows: useTotals(breakdown), total: breakdown.total });
/** What a chart draws: every group in every bucket. Buckets come first, as `breakDown` advises. @param {Breakdown} breakdown */
const useCells = ({ bucketTotals, groups, starts }) => {
  const cells = new Float64Array(groups.length * starts.length);
  groups.forEach((group, place) => cells.set(group.line(), place * starts.length));
  return { bucketTotals, cells };
};
/** @type {Read} */
const cells = ({ groups, starts }) =>
  groups.flatMap((group) =>
    starts.flatMap((_, bucket) => (Number.isNaN(group.drawn(bucket)) ? [] : [/** @type {const} */ ([`${FIRST_DAY + bucket} ${group.id}`, group.at(bucket)])])),
  );

/**
 * @param {string} column
 * @returns {Question["sql"]}
 */
const top = (column) => (table) => `SELECT ${column}, sum(amount) AS total FROM ${table} GROUP BY ${column} ORDER BY total DESC LIMIT ${TOP}`;
/**
 * @param {string} column
 * @param {string} [where]
 * @returns {Question["sql"]}
 */
const sums = (column, where = "") => (table) => `SELECT ${column}, sum(amount) FROM ${table} ${where} GROUP BY ${column}`;

/** @type {readonly Question[]} */
const YEAR_QUESTIONS = [
  { name: "by day and project", asked: { groupBy: "project_id" }, use: useCells, read: cells, sql: sums("day, project"), columns: 2 },
  { name: "by line item", asked: { groupBy: "line_item" }, use: useTotals, read: totals, sql: sums("item"), columns: 1 },
  { name: "top ten keys", asked: { groupBy: "api_key_id" }, use: useTop, read: (breakdown) => totals(breakdown).slice(0, TOP), sql: top("key"), columns: 1 },
  {
    name: "one project by line item",
    asked: { groupBy: "line_item", keep: { project_id: new Set([7]) } },
    ...{ use: useTotals, read: totals, sql: sums("item", "WHERE project = 7"), columns: 1 },
  },
  {
    name: "all projects but ten by line item",
    asked: { groupBy: "line_item", keep: { project_id: new Set(Array.from({ length: 40 }, (_, index) => index + 1)) } },
    ...{ use: useTotals, read: totals, sql: sums("item", "WHERE project <= 40"), columns: 1 },
  },
];
/** @type {readonly Question[]} */
const MANY_QUESTIONS = [{ name: "totals of 10,000 projects, a month", asked: { groupBy: "project_id" }, use: useTotals, read: totals, sql: sums("project"), columns: 1 }];
/** @type {readonly Question[]} */
const KEY_QUESTIONS = [{ name: "top ten of 100,000 keys", asked: { groupBy: "api_key_id" }, use: useTop, read: (breakdown) => totals(breakdown).slice(0, TOP), sql: top("key"), columns: 1 }];

/** @type {readonly Question[]} */
const PAGE_QUESTIONS = [
  { name: "a repaint of the page by project", asked: { groupBy: "project_id" }, use: useRepaint, read: cells, sql: sums("day, project"), columns: 2 },
  {
    name: "a repaint of the page, ten projects by line item",
    asked: { groupBy: "line_item", keep: { project_id: new Set(Array.from({ length: 10 }, (_, index) => index + 1)) } },
    ...{ use: useRepaint, read: cells, sql: sums("day, item", "WHERE project <= 10"), columns: 2 },
  },
];

/** @returns {Promise<readonly import("./results.mjs").Line[]>} */
export async function benchmark() {
  return [
    ...(await compare(YEAR, YEAR_QUESTIONS, REACH)),
    ...(await compare(PAGE_OF_A_YEAR, PAGE_QUESTIONS, REPAINT_REACH)),
    ...(await compare(MONTH_OF_MANY, MANY_QUESTIONS, Number.POSITIVE_INFINITY)),
    ...(await compare(YEAR_OF_MANY_KEYS, KEY_QUESTIONS, Number.POSITIVE_INFINITY)),
  ];
}

/**
 * @param {Size} size
 * @param {readonly Question[]} questions
 * @param {number} most milliseconds, however long DuckDB takes
 */
async function compare(size, questions, most) {
  const segments = costSegments(size);
  const duck = await duckTables(segments);
  const sqlite = sqliteTable(segments);
  const lines = [];
  for (const question of questions) {
    const statement = sqlite.prepare(question.sql("rows"));
    const answer = () => answerOf(segments, size.days, question.asked);
    const exact = await duck.runAndReadAll(question.sql("exact"));
    assertSame(question, answer(), exact.getRows(), statement.all());
    const times = await medians(
      {
        ours: () => question.use(answer()),
        exact: () => duck.runAndReadAll(question.sql("exact")),
        approximate: () => duck.runAndReadAll(question.sql("approximate")),
      },
      { rounds: ROUNDS },
    );
    const { rows } = await medians({ rows: () => statement.all() }, { rounds: 3, warmUps: 0 });
    lines.push(lineOf(question.name, most, { ours: Number.NaN, exact: Number.NaN, approximate: Number.NaN, ...times, rows: rows ?? Number.NaN }));
  }
  sqlite.close();
  duck.closeSync();
  return lines;
}

/**
 * @param {string} name
 * @param {number} most
 * @param {{ ours: number; exact: number; approximate: number; rows: number }} times
 * @returns {import("./results.mjs").Line}
 */
function lineOf(name, most, { ours, exact, approximate, rows }) {
  return {
    what: name,
    measured: ours,
    unit: "ms",
    reach: Math.min(most, exact),
    reachedBy: `at most DuckDB, exact${most === Number.POSITIVE_INFINITY ? "" : `, and ${most} ms`}`,
    beside: { "DuckDB exact": exact, "DuckDB double": approximate, "SQLite rows, double": rows },
  };
}

/**
 * @param {readonly import("./costRows.mjs").Segment[]} segments
 * @param {number} days
 * @param {Asked} asked
 */
function answerOf(segments, days, { groupBy, keep = {} }) {
  return breakDown(segments, { metric: metricOf("costs", "amount"), width: "1d", from: dayStart(FIRST_DAY), to: dayStart(FIRST_DAY + days), groupBy, keep });
}

/**
 * The same groups with the same sums, to the last digit; SQLite's doubles to nine digits.
 * @param {Question} question
 * @param {Breakdown} ours
 * @param {readonly (readonly unknown[])[]} exact
 * @param {readonly Readonly<Record<string, unknown>>[]} approximate
 */
function assertSame({ name, read, columns }, ours, exact, approximate) {
  const wanted = new Map(exact.map((row) => [row.slice(0, columns).join(" "), duckText(row[columns])]));
  const got = new Map(read(ours).map(([group, value]) => [group, value && toText(value)]));
  assert.deepEqual(new Map([...got].sort()), new Map([...wanted].sort()), `${name}: not what DuckDB says`);
  const doubles = new Map(read(ours).map(([group, value]) => [group, value ? toNumber(value) : null]));
  for (const row of approximate) {
    const values = Object.values(row);
    const value = doubles.get(values.slice(0, columns).join(" "));
    assert.ok(values[columns] === null ? value === null : typeof value === "number" && Math.abs(value - Number(values[columns])) <= 1e-9 * (1 + Math.abs(value)), `${name}: not what SQLite says`);
  }
}

/** @param {unknown} value of a `DECIMAL` column */
function duckText(value) {
  if (value === null) return undefined;
  assert.ok(value instanceof DuckDBDecimalValue);
  const known = /** @type {{ readonly toString: () => string }} */ (value); // also where the client is not installed and has no types
  const text = known.toString();
  return toText(parseDecimal(text) ?? assert.fail(text));
}
