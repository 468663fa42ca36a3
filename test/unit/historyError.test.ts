import assert from "node:assert/strict";
import { test } from "node:test";
import { HistoryError, asHistoryError } from "../../src/history/historyError.ts";

/** Errors by what can be done about them. */

const ofSqlite = (errcode: number, message = "as SQLite says"): Error => Object.assign(new Error(message), { code: "ERR_SQLITE_ERROR", errcode });
const kindOf = (error: unknown): string | undefined => {
  const told = asHistoryError(error);
  return told instanceof HistoryError ? told.kind : undefined;
};

test("result codes of SQLite, and their variants, are told apart by what can be done", () => {
  const kinds = {
    full: [13],
    readOnly: [8, 8 | (1 << 8), 3, 23],
    busy: [5, 5 | (2 << 8), 6],
    io: [10, 10 | (3 << 8), 14, 7, 22],
    damaged: [11, 11 | (1 << 8), 26],
    moved: [8 | (4 << 8)],
  };
  for (const [kind, codes] of Object.entries(kinds)) for (const code of codes) assert.equal(kindOf(ofSqlite(code)), kind, String(code));
  assert.equal(kindOf(ofSqlite(1, "no such table: days")), "damaged");
});

test("the file system's refusals are told apart, too", () => {
  const refusal = (code: string): Error => Object.assign(new Error("as the system says"), { code, syscall: "open" });
  assert.deepEqual(["ENOSPC", "EROFS", "EACCES", "EIO"].map((code) => kindOf(refusal(code))), ["full", "readOnly", "readOnly", "io"]);
});

test("mistakes of ours stay what they are", () => {
  for (const mistake of [new RangeError("x"), ofSqlite(1, "near \"SELEC\": syntax error"), ofSqlite(19, "UNIQUE constraint failed"), "text", undefined]) assert.equal(asHistoryError(mistake), mistake);
  const told = new HistoryError("gone", "x");
  assert.equal(asHistoryError(told), told);
});

test("what is told holds nothing of what the original says, which may name rows", () => {
  const original = ofSqlite(11, "proj_secret");
  const told = asHistoryError(original);
  assert.ok(told instanceof HistoryError);
  assert.doesNotMatch(told.message, /secret/);
  assert.equal(told.cause, original);
});
