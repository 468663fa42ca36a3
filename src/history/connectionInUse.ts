import { statSync } from "node:fs";
import { numberIn, type Connection } from "./connection.ts";
import { HistoryError } from "./historyError.ts";
import { landingsIn, landSince, type Landings } from "./landingSince.ts";
import { openDatabase, openMemory, openToWrite, type HistoryTrouble, type OpenOptions } from "./openDatabase.ts";
import { copyReadable } from "./retreat.ts";

export interface HistoryOptions {
  /** Unix milliseconds by this machine's clock. */
  readonly now: () => number;
  /** Told what is done about trouble; lines hold nothing of what rows hold. */
  readonly log: (line: string) => void;
  /** How long to wait for other windows' transactions; 5,000 milliseconds where it is not given. */
  readonly busyTimeoutMs?: number;
}

/** How long a file that memory stands in for is tried (milliseconds): meanwhile nothing else is answered. */
const triedFor = 200;

/** The connection that history works on: to its file, or, where that cannot be, to what is made in the file's place. */
export class ConnectionInUse {
  readonly #file: string | undefined;
  readonly #options: OpenOptions;
  #connection: Connection;
  #trouble: HistoryTrouble | undefined;
  #dataVersion: number;
  /** What memory held when it began to stand in for the file: what landed later is not in the file. */
  #begunWith: Landings;

  /** @param file undefined keeps everything in memory */
  constructor(file: string | undefined, options: HistoryOptions) {
    this.#file = file;
    this.#options = { busyTimeoutMs: 5_000, ...options };
    const { connection, trouble } = openDatabase(file, this.#options);
    this.#connection = connection;
    this.#trouble = trouble;
    this.#dataVersion = dataVersion(connection);
    this.#begunWith = landingsIn(connection);
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
   * place where it was moved away, and in memory, rows, numbers and all, where it cannot be written any more. A file
   * that is locked is none of these: what was asked fails, and is asked again.
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
      case "io":
        return this.#retreat(error);
      case "busy":
        return false;
    }
  }

  /**
   * Goes back to the file that memory stands in for, where it can be written again, and lands there all that memory
   * was brought. What finds no room there goes on in memory.
   *
   * @returns whether it did
   */
  goBack(): boolean {
    if (this.#file === undefined || this.#trouble?.kind !== "unwritable") return false;
    let file: Connection | undefined;
    try {
      const { connection, trouble } = openToWrite(this.#file, { ...this.#options, busyTimeoutMs: triedFor });
      file = connection;
      landSince(this.#connection, this.#begunWith, connection);
      connection.waitFor(this.#options.busyTimeoutMs);
      this.#connection.close();
      this.#continueOn(connection, trouble);
      this.#options.log("Local history: it is kept in its file again.");
      return true;
    } catch (error) {
      file?.close();
      if (error instanceof HistoryError) return false;
      throw error;
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
    this.#begunWith = landingsIn(connection);
    if (trouble) this.#tell(trouble);
  }

  #tell(trouble: HistoryTrouble): void {
    this.#options.log(`Local history: ${trouble.reason} ${whatIsDone(trouble)}`);
  }
}

function whatIsDone(trouble: HistoryTrouble): string {
  switch (trouble.kind) {
    case "setAside":
      return `It was moved to ${trouble.movedTo}, and a new one begun.`;
    case "newer":
      return "It is kept in memory until the window closes.";
    case "unwritable":
      return "It is kept in memory until the file can be written again.";
  }
}

/** A number that changes when another connection has written. */
function dataVersion(connection: Connection): number {
  return numberIn(connection.first("PRAGMA data_version"), "data_version");
}
