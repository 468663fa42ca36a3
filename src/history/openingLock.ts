import { mkdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { asHistoryError } from "./historyError.ts";

/**
 * Does `work` while no other process makes, opens or sets aside the same file. Without it, one process could move a
 * file away while another is just making it, and leave two that write past each other. The lock is that of an empty
 * database beside the file: SQLite's locks end with the process that holds them, however it ends.
 *
 * @throws {HistoryError} where the folder cannot be made or written to, or the lock is not had in time
 */
export function whileNobodyOpens<T>(file: string, busyTimeoutMs: number, work: () => T): T {
  const lock = lockOf(file, busyTimeoutMs);
  try {
    return work();
  } finally {
    lock.close();
  }
}

function lockOf(file: string, busyTimeoutMs: number): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    // For nobody else on this machine to read: what an organization spends is its own matter.
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    lock = new DatabaseSync(`${file}.lock`);
    lock.exec(`PRAGMA busy_timeout = ${Math.ceil(busyTimeoutMs)}; BEGIN EXCLUSIVE`);
    return lock;
  } catch (error) {
    lock?.close();
    throw asHistoryError(error);
  }
}
