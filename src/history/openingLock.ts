import { mkdirSync, truncateSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { HistoryError, asHistoryError } from "./historyError.ts";

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
  const name = `${file}.lock`;
  try {
    // For nobody else on this machine to read: what an organization spends is its own matter.
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    return locked(name, busyTimeoutMs);
  } catch (thrown) {
    const error = asHistoryError(thrown);
    if (!(error instanceof HistoryError) || error.kind !== "damaged") throw error;
    return emptiedAndLocked(name, busyTimeoutMs);
  }
}

/** It holds nothing, so noise in it is no loss. Emptied in place: of two processes that make a new one, each would lock its own. */
function emptiedAndLocked(name: string, busyTimeoutMs: number): DatabaseSync {
  try {
    truncateSync(name);
  } catch (error) {
    throw asHistoryError(error);
  }
  return locked(name, busyTimeoutMs);
}

function locked(name: string, busyTimeoutMs: number): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(name);
    lock.exec(`PRAGMA busy_timeout = ${Math.ceil(busyTimeoutMs)}; BEGIN EXCLUSIVE`);
    return lock;
  } catch (error) {
    lock?.close();
    throw asHistoryError(error);
  }
}
