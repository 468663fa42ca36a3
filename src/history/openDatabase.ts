import { statSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { Connection, identityOf, numberIn, textIn, type FileIdentity } from "./connection.ts";
import { HistoryError, asHistoryError } from "./historyError.ts";
import { lastKnown } from "./lastKnown.ts";
import { whileNobodyOpens } from "./openingLock.ts";
import { applicationId, migrations, schemaVersion } from "./schema.ts";
import { setAside } from "./setAside.ts";
import { factSum, textSum } from "./storedText.ts";

/** Why the history is not the file that was asked for, or not the one it was. `reason` is a plain sentence. */
export type HistoryTrouble =
  | { readonly kind: "setAside"; readonly movedTo: string; readonly reason: string }
  | { readonly kind: "newer"; readonly version: number; readonly reason: string }
  | { readonly kind: "unwritable"; readonly reason: string };

export interface Opened {
  readonly connection: Connection;
  readonly trouble: HistoryTrouble | undefined;
}

export interface OpenOptions {
  /** Unix milliseconds by this machine's clock. */
  readonly now: () => number;
  /** How long to wait for other processes' transactions, milliseconds. */
  readonly busyTimeoutMs: number;
  /** Told what cannot be shown; lines hold nothing of what rows hold. */
  readonly log: (line: string) => void;
}

/** A file found to be of no use while it was open. */
export interface Condemned {
  readonly identity: FileIdentity | undefined;
  readonly reason: string;
}

/** Larger files are not read through at the start; damage is found where it is met. */
const checkedAtOpening = 1_048_576;
/** SQLite's own. Measured with a million rows: pages up to 64 KiB take as long to read and write, and more room. */
const pageSize = 4_096;
/** SQLite's number of the kind of `auto_vacuum` that gives room back when it is told to. */
const incremental = 2;
/** The write-ahead log is moved into the file when it has grown to this, and cut back to it. Bytes. */
const logSize = 4_194_304;

/** Opens or makes the file; goes on in memory, with what can be read of it, where that cannot be. Never throws for what is wrong with a file. */
export function openDatabase(file: string | undefined, options: OpenOptions, condemned?: Condemned): Opened {
  if (file === undefined) return { connection: openMemory(), trouble: undefined };
  try {
    return openToWrite(file, options, condemned);
  } catch (thrown) {
    const error = asHistoryError(thrown);
    if (error instanceof NewerFile) return { connection: openMemory(), trouble: { kind: "newer", version: error.version, reason: error.message } };
    if (error instanceof HistoryError) return { connection: lastKnown(file, openMemory, options), trouble: { kind: "unwritable", reason: error.message } };
    throw error;
  }
}

/** @throws {HistoryError} where the file cannot be written to, or is a newer version's */
export function openToWrite(file: string, options: OpenOptions, condemned?: Condemned): Opened {
  return whileNobodyOpens(file, options.busyTimeoutMs, () => openFile(file, options, condemned));
}

export function openMemory(): Connection {
  const connection = new Connection(undefined, 0);
  prepare(connection);
  return connection;
}

class NewerFile extends HistoryError {
  readonly version: number;

  constructor(version: number) {
    super("newer", `The file was written by a newer version of this extension (form ${version}).`);
    this.version = version;
  }
}

function openFile(file: string, options: OpenOptions, condemned: Condemned | undefined): Opened {
  // Another process may have set the same file aside already; what lies there now was made after it, and is kept.
  if (condemned?.identity !== undefined && identityOf(file) === condemned.identity) return openAnew(file, options, condemned.reason);
  try {
    return { connection: connect(file, options), trouble: undefined };
  } catch (error) {
    if (!(error instanceof HistoryError) || error.kind !== "damaged") throw error;
    return openAnew(file, options, error.message);
  }
}

function openAnew(file: string, options: OpenOptions, reason: string): Opened {
  const movedTo = setAside(file, options.now());
  return { connection: connect(file, options), trouble: { kind: "setAside", movedTo, reason } };
}

function connect(file: string, options: OpenOptions): Connection {
  const before = statSync(file, { throwIfNoEntry: false });
  if (before && before.size > 0) refuseNewer(file, options.busyTimeoutMs);
  if (!before) makeEmpty(file);
  const connection = new Connection(file, options.busyTimeoutMs);
  try {
    prepare(connection);
    if (before && before.size > 0 && before.size <= checkedAtOpening) checkQuickly(connection);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Looks without the right to write: a newer version's file is not to be touched, not even to tidy up after a crash. */
function refuseNewer(file: string, busyTimeoutMs: number): void {
  let looking: DatabaseSync | undefined;
  let version: unknown;
  try {
    looking = new DatabaseSync(file, { readOnly: true });
    looking.exec(`PRAGMA busy_timeout = ${Math.ceil(busyTimeoutMs)}`);
    version = looking.prepare("PRAGMA user_version").get()?.["user_version"];
  } catch {
    // What is wrong is found out, and told, when the file is opened for writing.
    return;
  } finally {
    looking?.close();
  }
  if (typeof version === "number" && version > schemaVersion) throw new NewerFile(version);
}

function makeEmpty(file: string): void {
  try {
    writeFileSync(file, "", { flag: "wx", mode: 0o600 });
  } catch (error) {
    throw asHistoryError(error);
  }
}

/** Sets the connection up and brings the file to the newest form. */
function prepare(connection: Connection): void {
  // For a file that is yet to be written; does nothing to any other.
  connection.exec(`PRAGMA page_size = ${pageSize}`);
  // Said again, it would be written again, and every other window would look for what is new.
  if (numberIn(connection.first("PRAGMA auto_vacuum"), "auto_vacuum") !== incremental) connection.exec(`PRAGMA auto_vacuum = ${incremental}`);
  connection.exec(`
    PRAGMA cell_size_check = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA temp_store = MEMORY;
    PRAGMA foreign_keys = ON`);
  const id = numberIn(connection.first("PRAGMA application_id"), "application_id");
  const tables = numberIn(connection.first("SELECT count(*) AS tables FROM sqlite_schema"), "tables");
  if (id !== applicationId && (id !== 0 || tables > 0)) throw new HistoryError("damaged", "The file is a database of something else.");
  connection.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA wal_autocheckpoint = ${logSize / pageSize};
    PRAGMA journal_size_limit = ${logSize}`);
  connection.define("textSum", (number, text) => textSum(Number(number), String(text))); // for the migrations
  connection.define("factSum", (name, json) => factSum(String(name), String(json)));
  // Even where there is nothing to bring up to date: a file that may only be read refuses the write lock.
  connection.write(() => {
    const version = numberIn(connection.first("PRAGMA user_version"), "user_version");
    for (const migration of migrations.slice(version)) connection.exec(migration);
    if (version < schemaVersion) connection.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}`);
  });
}

function checkQuickly(connection: Connection): void {
  if (textIn(connection.first("PRAGMA quick_check(1)"), "quick_check") !== "ok") throw new HistoryError("damaged", "The file is damaged.");
}
