import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { finished } from "node:stream/promises";
import { DuckDBInstance } from "@duckdb/node-api";

/** The same rows as tables of other databases. @typedef {import("./costRows.mjs").Segment} Segment */

/** DuckDB in memory: `exact` with `DECIMAL(38,20)` amounts, `approximate` with doubles. @param {readonly Segment[]} segments */
export async function duckTables(segments) {
  const folder = await mkdtemp(path.join(tmpdir(), "costs-"));
  try {
    const file = path.join(folder, "rows.csv");
    await writeCsv(file, segments);
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const columns = "{day: 'INTEGER', project: 'INTEGER', item: 'INTEGER', key: 'INTEGER', amount: 'DECIMAL(38,20)'}";
    await connection.run(`CREATE TABLE exact AS SELECT * FROM read_csv('${file}', header = false, columns = ${columns})`);
    await connection.run("CREATE TABLE approximate AS SELECT * REPLACE (amount::DOUBLE AS amount) FROM exact");
    return connection;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** SQLite as a plain row table, `rows`, in memory. It has no decimals: amounts are doubles. @param {readonly Segment[]} segments */
export function sqliteTable(segments) {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE rows (day INTEGER, project INTEGER, item INTEGER, key INTEGER, amount REAL)");
  const insert = database.prepare("INSERT INTO rows VALUES (?, ?, ?, ?, ?)");
  database.exec("BEGIN");
  for (const row of rowsOf(segments)) insert.run(row.day, row.project, row.item, row.key, row.amount === "" ? null : Number(row.amount));
  database.exec("COMMIT");
  return database;
}

/**
 * @param {string} file
 * @param {readonly Segment[]} segments
 */
async function writeCsv(file, segments) {
  const stream = createWriteStream(file);
  for (const segment of segments) {
    let text = "";
    for (const { day, project, item, key, amount } of rowsOf([segment])) text += `${day},${project},${item},${key},${amount}\n`;
    stream.write(text);
  }
  stream.end();
  await finished(stream);
}

/** @param {readonly Segment[]} segments */
function* rowsOf(segments) {
  for (const { day, rows, dimensions, decimals } of segments) {
    for (let row = 0; row < rows; row += 1) {
      const [project = 0, item = 0, key = 0] = [dimensions.project_id?.[row], dimensions.line_item?.[row], dimensions.api_key_id?.[row]];
      yield { day, project, item, key, amount: decimals["amount"] ? amountText(decimals["amount"], row) : "" };
    }
  }
}

/**
 * @param {import("../src/domain/decimalColumn.ts").DecimalColumn} column
 * @param {number} row
 * @returns {string} 20 fraction digits, or nothing where no amount is reported
 */
function amountText({ whole, limbs }, row) {
  const units = whole[row] ?? Number.NaN;
  if (Number.isNaN(units)) return "";
  const parts = limbs.map((limb) => limb[row] ?? 0);
  const negative = units < 0 || parts.some((part) => part < 0);
  const fraction = parts.map((part) => String(Math.abs(part)).padStart(9, "0")).join("");
  return `${negative ? "-" : ""}${Math.abs(units)}.${fraction.slice(0, 20)}`;
}
