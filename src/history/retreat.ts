import type { Connection } from "./connection.ts";
import { HistoryError } from "./historyError.ts";

/** Parents before children. Leases stay behind: what is in memory is one window's own. */
const tables: Readonly<Record<string, readonly string[]>> = {
  organizations: ["id", "origin", "name", "landing"],
  fingerprints: ["origin", "fingerprint", "organization"],
  texts: ["organization", "number", "text", "sum"],
  series: ["id", "source", "view", "width"],
  days: ["id", "organization", "series", "day", "fetchedAt", "landing", "rows", "bytes"],
  segments: ["id", "columns"],
  facts: ["organization", "name", "json", "landing", "sum"],
};

/** Copies all that can be read, numbers and all, into a database that holds nothing yet. */
export function copyReadable(from: Connection, to: Connection, log: (line: string) => void): void {
  to.exec("PRAGMA foreign_keys = OFF");
  to.write(() => { copyTables(from, to, log); });
  to.exec("PRAGMA foreign_keys = ON");
}

function copyTables(from: Connection, to: Connection, log: (line: string) => void): void {
  try {
    from.exec("BEGIN"); // what other windows write meanwhile is not to be copied in part
  } catch {
    // It is read as it is.
  }
  for (const [table, columns] of Object.entries(tables)) {
    const insert = `INSERT OR IGNORE INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`;
    try {
      from.each((row) => to.run(insert, ...columns.map((column) => row[column] ?? null)), `SELECT ${columns.join(", ")} FROM ${table}`);
    } catch (error) {
      if (!(error instanceof HistoryError)) throw error;
      log(`Local history: not all of ${table} could be read. ${error.message}`);
    }
  }
  // What is left of a day or an organization of which the rest could not be read.
  to.exec("DELETE FROM segments WHERE id NOT IN (SELECT id FROM days); DELETE FROM days WHERE id NOT IN (SELECT id FROM segments)");
}
