import { statSync } from "node:fs";
import { numberIn, type Connection } from "./connection.ts";
import type { HistoryError } from "./historyError.ts";
import { openDatabase, openMemory, type HistoryTrouble, type OpenOptions } from "./openDatabase.ts";
import { copyReadable } from "./retreat.ts";

export interface HistoryOptions {
  /** Unix milliseconds by this machine's clock. */
  readonly now: () => number;
  /** Told what is done about trouble; lines hold nothing of what rows hold. */
  readonly log: (line: string) => void;
  /** How long to wait for other windows' transactions; 5,000 milliseconds where it is not given. */
  readonly busyTimeoutMs?: number;
}

/** The connection that history works on: to its file, or, where that cannot be, to what is made in the file's place. */
export class ConnectionInUse {
  readonly #options: OpenOptions;
  #connection: Connection;
  #trouble: HistoryTrouble | undefined;
  #dataVersion: number;

  /** @param file undefined keeps everything in memory */
  constructor(file: string | undefined, options: HistoryOptions) {
    this.#options = { busyTimeoutMs: 5_000, ...options };
    const { connection, trouble } = openDatabase(file, this.#options);
    this.#connection = connection;
    this.#trouble = trouble;
    this.#dataVersion = dataVersion(connection);
    if (trouble) this.#tell(trouble);
  }

  get current(): Connection {
    return this.#connection;
  }

  /** Why this is not the file, or not the one it was; undefined where nothing is wrong. */
  get trouble(): HistoryTrouble | undefined {
    return this.#trouble;
  }

  /** Whether another connection has written since this was last asked. Costs a look at shared memory. */
  changedElsewhere(): boolean {
    this.#connection.mustBeInPlace();
    const before = this.#dataVersion;
    this.#dataVersion = dataVersion(this.#connection);
    return this.#dataVersion !== before;
  }

  /** Of the file with its log, or of memory. */
  bytes(): number {
    const { file } = this.#connection;
    if (file === undefined) return numberIn(this.#connection.first("SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size"), "bytes");
    return [file, `${file}-wal`].reduce((sum, name) => sum + (statSync(name, { throwIfNoEntry: false })?.size ?? 0), 0);
  }

  /**
   * Goes on after an error of the present connection: with a new file where it is damaged, with the one that lies in its
   * place where it was moved away, and in memory, rows, numbers and all, where it cannot be written any more.
   *
   * @returns false where nothing can be done about it
   */
  rescue(error: HistoryError): boolean {
    switch (error.kind) {
      case "gone":
        return true;
      case "damaged":
      case "moved":
      case "newer":
        return this.#reopen(error);
      case "full":
      case "readOnly":
      case "busy":
      case "io":
        return this.#retreat(error);
    }
  }

  #reopen(error: HistoryError): boolean {
    const { file, identity } = this.#connection;
    if (file === undefined) return false;
    this.#connection.close();
    const condemned = error.kind === "damaged" ? { identity, reason: error.message } : undefined;
    const { connection, trouble } = openDatabase(file, this.#options, condemned);
    this.#continueOn(connection, trouble);
    return true;
  }

  #retreat(error: HistoryError): boolean {
    const from = this.#connection;
    if (from.file === undefined) return false;
    const memory = openMemory();
    copyReadable(from, memory, this.#options.log);
    from.close();
    this.#continueOn(memory, { kind: "unwritable", reason: error.message });
    return true;
  }

  #continueOn(connection: Connection, trouble: HistoryTrouble | undefined): void {
    this.#connection = connection;
    this.#trouble = trouble;
    this.#dataVersion = dataVersion(connection);
    if (trouble) this.#tell(trouble);
  }

  #tell(trouble: HistoryTrouble): void {
    this.#options.log(`Local history: ${trouble.reason} ${trouble.kind === "setAside" ? `It was moved to ${trouble.movedTo}, and a new one begun.` : "It is kept in memory until the window closes."}`);
  }
}

/** A number that changes when another connection has written. */
function dataVersion(connection: Connection): number {
  return numberIn(connection.first("PRAGMA data_version"), "data_version");
}
