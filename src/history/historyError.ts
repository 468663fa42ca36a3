/**
 * What can go wrong with the local history, by what can be done about it. `HistoryDatabase.rescue` does it.
 */
export type HistoryErrorKind =
  | "damaged" // the file is not a database, or not the one that was written
  | "moved" // another file, or none, lies where the open one lay
  | "newer" // a newer version of the extension has changed the file's form
  | "gone" // the organization was cleared, or merged into another, meanwhile
  | "full" // no room on the disk
  | "readOnly" // the file or its folder may not be written to
  | "busy" // others kept it locked for longer than the busy timeout
  | "io"; // it cannot be opened, read or written for another reason

export class HistoryError extends Error {
  override readonly name = "HistoryError";
  readonly kind: HistoryErrorKind;

  /** @param message one plain sentence; never holds what rows hold. */
  constructor(kind: HistoryErrorKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}

/** SQLite's primary result codes, https://www.sqlite.org/rescode.html; what is missing is a mistake of ours. */
const kinds: Readonly<Record<number, readonly [HistoryErrorKind, string]>> = {
  3: ["readOnly", "The file may not be opened (no permission)."],
  5: ["busy", "The file was locked by another process for too long."],
  6: ["busy", "The file was locked by another connection for too long."],
  7: ["io", "There was not enough memory."],
  8: ["readOnly", "The file or its folder is read-only."],
  10: ["io", "The file could not be read or written."],
  11: ["damaged", "The file is damaged."],
  13: ["full", "The disk is full."],
  14: ["io", "The file could not be opened."],
  22: ["io", "The file has grown beyond what this system supports."],
  23: ["readOnly", "The file may not be opened (no permission)."],
  26: ["damaged", "The file is not a database."],
};

/** SQLITE_READONLY_DBMOVED: not a file that is read-only. */
const movedCode = 1032;

/** Errors of the file system, where files are made or renamed without SQLite. */
const systemKinds: Readonly<Record<string, HistoryErrorKind>> = { ENOSPC: "full", EDQUOT: "full", EROFS: "readOnly", EACCES: "readOnly", EPERM: "readOnly" };

/** An error of SQLite or the file system as a `HistoryError`; any other as it is, since it is a mistake of ours. */
export function asHistoryError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof HistoryError) return error;
  if ("errcode" in error && typeof error.errcode === "number") {
    if (error.errcode === movedCode) return new HistoryError("moved", "The file was moved away or deleted.", error);
    // What we ask for is there in every file that we have opened: somebody has put another in its place.
    if (/^no such (table|column)/.test(error.message)) return new HistoryError("damaged", "The file is not the one that was opened.", error);
    // The low byte; the rest tells variants apart.
    const [kind, message] = kinds[error.errcode & 0xff] ?? [];
    return kind === undefined || message === undefined ? error : new HistoryError(kind, message, error);
  }
  if ("syscall" in error && "code" in error && typeof error.code === "string") {
    return new HistoryError(systemKinds[error.code] ?? "io", `The file system refuses (${error.code}).`, error);
  }
  return error;
}
