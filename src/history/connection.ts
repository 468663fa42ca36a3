import { statSync } from "node:fs";
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from "node:sqlite";
import { HistoryError, asHistoryError } from "./historyError.ts";
import { schemaVersion } from "./schema.ts";

/** A row by column name; every value is checked where it is taken out. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** Tells a file from another that later lies under the same name. */
export type FileIdentity = string;

/** One open database; whatever it refuses comes out as a `HistoryError`. */
export class Connection {
  /** Undefined where it is in memory. */
  readonly file: string | undefined;
  readonly identity: FileIdentity | undefined;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /**
   * @param open in another way than to read and write
   * @throws {HistoryError}
   */
  constructor(file: string | undefined, busyTimeoutMs: number, open = (name: string): DatabaseSync => new DatabaseSync(name)) {
    try {
      this.file = file;
      this.#database = open(file ?? ":memory:");
      this.identity = file === undefined ? undefined : identityOf(file);
      this.waitFor(busyTimeoutMs);
    } catch (error) {
      throw asHistoryError(error);
    }
  }

  /** How long to wait for other connections' transactions, milliseconds. */
  waitFor(busyTimeoutMs: number): void {
    this.exec(`PRAGMA busy_timeout = ${Math.ceil(busyTimeoutMs)}`);
  }

  exec(sql: string): void {
    this.#told(() => { this.#database.exec(sql); });
  }

  /** Makes a function known to this connection's statements. */
  define(name: string, work: (...values: SQLOutputValue[]) => SQLInputValue): void {
    this.#told(() => { this.#database.function(name, { deterministic: true, varargs: true }, work); });
  }

  all(sql: string, ...values: SQLInputValue[]): readonly Row[] {
    return this.#told(() => this.#statement(sql).all(...values));
  }

  first(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#told(() => this.#statement(sql).get(...values));
  }

  /** @returns how many rows were changed, those that foreign keys took along not counted */
  run(sql: string, ...values: SQLInputValue[]): number {
    return this.#told(() => Number(this.#statement(sql).run(...values).changes));
  }

  /** @returns the number of the row that was inserted */
  insert(sql: string, ...values: SQLInputValue[]): number {
    return this.#told(() => Number(this.#statement(sql).run(...values).lastInsertRowid));
  }

  /** Hands rows over one by one, since all at once may be more than memory should hold. */
  each(take: (row: Row) => void, sql: string, ...values: SQLInputValue[]): void {
    this.#told(() => {
      for (const row of this.#statement(sql).iterate(...values)) take(row);
    });
  }

  /** All that `work` writes, or nothing. The write lock is taken first, so that nothing read in `work` can change under it. */
  write<T>(work: () => T): T {
    this.mustBeInPlace();
    this.exec("BEGIN IMMEDIATE");
    try {
      if (numberIn(this.first("PRAGMA user_version"), "user_version") > schemaVersion) {
        throw new HistoryError("newer", "A newer version of this extension has taken the file over.");
      }
      const result = work();
      this.exec("COMMIT");
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  /** @throws {HistoryError} where the file was moved away or deleted: what is written would never be found again. */
  mustBeInPlace(): void {
    if (this.file !== undefined && identityOf(this.file) !== this.identity) {
      throw new HistoryError("moved", "The file was moved away or deleted.");
    }
  }

  /** Never throws; a connection that is closed stays closed. */
  close(): void {
    this.#statements.clear();
    try {
      this.#database.close();
    } catch {
      // It was closed before, or its file is beyond use: in both cases there is nothing left to do.
    }
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #rollBack(): void {
    try {
      this.#database.exec("ROLLBACK");
    } catch {
      // SQLite has rolled back by itself, as it does when the disk is full.
    }
  }

  #told<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw asHistoryError(error);
    }
  }
}

/** Undefined where there is no file. By `stat` alone: to open and close it would drop SQLite's locks on it. */
export function identityOf(file: string): FileIdentity | undefined {
  try {
    const found = statSync(file, { bigint: true, throwIfNoEntry: false });
    return found && `${found.dev} ${found.ino}`;
  } catch (error) {
    throw asHistoryError(error);
  }
}

export function numberIn(row: Row | undefined, column: string): number {
  const value = row?.[column];
  if (typeof value === "number") return value;
  throw new HistoryError("damaged", `The file is damaged: ${column} is not a number.`);
}

export function textIn(row: Row | undefined, column: string): string {
  const value = row?.[column];
  if (typeof value === "string") return value;
  throw new HistoryError("damaged", `The file is damaged: ${column} is not a text.`);
}

export function bytesIn(row: Row | undefined, column: string): Uint8Array {
  const value = row?.[column];
  if (value instanceof Uint8Array) return value;
  throw new HistoryError("damaged", `The file is damaged: ${column} is not a blob.`);
}
