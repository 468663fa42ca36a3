import { statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { check } from "./checking.ts";
import { Connection, numberIn } from "./connection.ts";
import { HistoryError } from "./historyError.ts";
import { copyReadable } from "./retreat.ts";
import { applicationId, schemaVersion } from "./schema.ts";

/**
 * A history in memory that begins with what the file holds, where that may be read though it may not be written to: the
 * last known numbers are shown on a full disk, too. All of it or nothing; nothing about the file changes.
 *
 * @param openMemory makes an empty one
 */
export function lastKnown(file: string, openMemory: () => Connection, { busyTimeoutMs, log }: LastKnownOptions): Connection {
  const from = openToRead(file, busyTimeoutMs);
  const memory = openMemory();
  if (!from) return memory;
  try {
    copyReadable(from, memory, log);
    if (check(memory).length === 0) return memory;
  } catch (error) {
    memory.close();
    throw error;
  } finally {
    from.close();
  }
  log("Local history: what the file holds is damaged, and is not shown.");
  memory.close();
  return openMemory();
}

interface LastKnownOptions {
  readonly busyTimeoutMs: number;
  readonly log: (line: string) => void;
}

/** A file of this version that can be read; undefined where there is none. */
function openToRead(file: string, busyTimeoutMs: number): Connection | undefined {
  for (const way of [sharing, alone]) {
    let connection: Connection | undefined;
    try {
      connection = new Connection(file, busyTimeoutMs, way);
      if (isOurs(connection)) return connection;
    } catch (error) {
      // The trouble with writing it is told; a file that cannot be read either is as good as none.
      if (!(error instanceof HistoryError)) throw error;
    }
    connection?.close();
  }
  return undefined;
}

/** Beside others that have it open. SQLite wants to make an index of the log for that, which not every folder allows. */
function sharing(file: string): DatabaseSync {
  return new DatabaseSync(file, { readOnly: true });
}

/** As it lies there, which is all of it where it has no log: who writes makes one first. */
function alone(file: string): DatabaseSync {
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) throw new HistoryError("io", "The file has a log that cannot be read.");
  const url = pathToFileURL(file);
  url.searchParams.set("immutable", "1");
  return new DatabaseSync(url, { readOnly: true });
}

/** Another version's is not brought to this one's form on the way: it starts anew. */
function isOurs(connection: Connection): boolean {
  const id = numberIn(connection.first("PRAGMA application_id"), "application_id");
  return id === applicationId && numberIn(connection.first("PRAGMA user_version"), "user_version") === schemaVersion;
}
