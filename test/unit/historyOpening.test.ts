import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import type { HistoryDatabase } from "../../src/history/historyDatabase.ts";
import { HistoryError } from "../../src/history/historyError.ts";
import { costs, landingOf, origin, placeFor, rowsOf, type Place } from "./support/historyFixtures.ts";

/** Files that are not there, not ours, or not what they were. */

const all = { from: 0, to: 100_000 };
/** Enough days that most of the file is their blobs. */
const manyDays = Array.from({ length: 60 }, (_, day) => Array.from({ length: 200 }, (_, row) => [1 + (row % 2), 3, `${day}.${String(row * 7_919_777_777).padStart(18, "1")}`] as const));

/** A history with rows in it, closed. */
function fill(place: Place): void {
  const database = place.open();
  database.land(database.enter(origin, "key"), landingOf(100, manyDays));
  database.close();
}

function asides({ folder }: Place): readonly string[] {
  return readdirSync(folder).filter((name) => name.includes(".broken-"));
}

/** That it is a file again, and keeps what is put into it. */
function assertKeeps(place: Place, database: HistoryDatabase, file = place.file): void {
  const organization = database.enter(origin, "key");
  database.land(organization, landingOf(10, [[[1, 3, "1"]]]));
  assert.deepEqual(rowsOf(database, organization), ["10 proj_a input 1"]);
  const next = place.open(file);
  assert.equal(next.trouble, undefined);
  assert.deepEqual(rowsOf(next, next.enter(origin, "key")), ["10 proj_a input 1"]);
  assert.deepEqual(next.check(), []);
}

/** Works on the history until it says that it is damaged. */
function meetDamage(database: HistoryDatabase): HistoryError {
  try {
    const organization = database.enter(origin, "key");
    database.texts(organization, 1);
    database.load(organization, costs, all);
    database.land(organization, landingOf(100, manyDays, { fetchedAt: 200 }));
    throw new Error("no damage was met");
  } catch (error) {
    if (error instanceof HistoryError) return error;
    throw error;
  }
}

test("a folder that is not there is made, for its owner only", (t) => {
  const place = placeFor(t);
  const file = path.join(place.folder, "a", "b", "history.db");
  const database = place.open(file);
  assert.equal(database.trouble, undefined);
  database.enter(origin, "key");
  assert.ok(statSync(file).size > 0);
  if (process.platform !== "win32") {
    assert.equal(statSync(file).mode & 0o077, 0);
    assert.equal(statSync(path.dirname(file)).mode & 0o077, 0);
  }
});

test("an empty file is begun", (t) => {
  const place = placeFor(t);
  writeFileSync(place.file, "");
  const database = place.open();
  assert.equal(database.trouble, undefined);
  assertKeeps(place, database);
});

test("a file that is no database is set aside, whole, and a new one begun", (t) => {
  const place = placeFor(t);
  const text = "This is a letter, and longer than the header of a database would be. ".repeat(100);
  writeFileSync(place.file, text);
  const database = place.open();
  assert.equal(database.trouble?.kind, "setAside");
  assert.equal(database.trouble.movedTo, `${place.file}.broken-20261122T194011Z`);
  assert.equal(readFileSync(database.trouble.movedTo, "utf8"), text);
  assert.equal(place.log.length, 1);
  assertKeeps(place, database);
});

test("what is set aside in the same second gets a name of its own", (t) => {
  const place = placeFor(t);
  for (const text of ["one", "two", "three"]) {
    writeFileSync(place.file, text.repeat(1_000));
    place.open().close();
  }
  assert.deepEqual(asides(place).toSorted(), ["history.db.broken-20261122T194011Z", "history.db.broken-20261122T194011Z-2", "history.db.broken-20261122T194011Z-3"]);
});

test("noise in the lock beside the file is no reason not to open the file", (t) => {
  const place = placeFor(t);
  fill(place);
  writeFileSync(`${place.file}.lock`, "noise ".repeat(1_000));
  for (let opening = 0; opening < 2; opening += 1) {
    const database = place.open();
    assert.equal(database.trouble, undefined);
    assert.equal(database.size().days, 60);
  }
});

test("a database of something else is set aside", (t) => {
  const place = placeFor(t);
  const other = new DatabaseSync(place.file);
  other.exec("CREATE TABLE letters (text TEXT)");
  other.close();
  const database = place.open();
  assert.equal(database.trouble?.kind, "setAside");
  assertKeeps(place, database);
});

test("a file that ends too early is set aside, wherever it was cut", (t) => {
  const place = placeFor(t);
  fill(place);
  const whole = readFileSync(place.file);
  for (const part of [0.9, 0.5, 0.1]) {
    const cut = path.join(place.folder, `cut${part}.db`);
    writeFileSync(cut, whole);
    truncateSync(cut, Math.floor((whole.length * part) / 4_096) * 4_096);
    const database = place.open(cut);
    assert.equal(database.trouble?.kind, "setAside", `at ${part}`);
    assert.equal(database.size().days, 0);
  }
});

test("noise in the middle of a file never becomes a number: it is met as damage, set aside, and a new file begun", (t) => {
  const place = placeFor(t);
  fill(place);
  const whole = readFileSync(place.file);
  // Every twentieth page from the second on; the first is the header's.
  for (let page = 1; page < whole.length / 4_096; page += 20) {
    const file = path.join(place.folder, `noise${page}.db`);
    const noisy = Buffer.from(whole);
    for (let at = 0; at < 4_096; at += 1) noisy[page * 4_096 + at] = (at * 151 + page * 31) & 255;
    writeFileSync(file, noisy);
    const database = place.open(file);
    if (database.trouble) continue; // found at once, since the file is small
    const error = meetDamage(database);
    assert.equal(error.kind, "damaged");
    assert.equal(database.rescue(error), true);
    assert.equal(kindOf(database), "setAside");
    database.land(database.enter(origin, "key"), landingOf(10, [[[1, 3, "1"]]]));
    assert.deepEqual(database.check(), []);
  }
});

test("noise in the middle of a file that is too large to be read through first is met as damage, or not at all", (t) => {
  const place = placeFor(t);
  fill(place);
  const pages = statSync(place.file).size / 4_096;
  grow(place.file);
  const whole = readFileSync(place.file);
  const good = place.open();
  const organization = good.enter(origin, "key");
  const kept = good.load(organization, costs, all);
  const texts = good.texts(organization, 1);
  let met = 0;
  for (let page = 1; page < pages; page += 7) {
    const file = path.join(place.folder, `noise${page}.db`);
    const noisy = Buffer.from(whole);
    for (let at = 0; at < 4_096; at += 1) noisy[page * 4_096 + at] = (at * 151 + page * 31) & 255;
    writeFileSync(file, noisy);
    const database = place.open(file);
    try {
      assert.deepEqual(database.enter(origin, "key"), organization);
      assert.deepEqual(database.texts(organization, 1), texts);
      assert.deepEqual(database.load(organization, costs, all), kept);
    } catch (error) {
      if (!(error instanceof HistoryError)) throw error;
      met += 1;
      assert.equal(database.rescue(error), true);
      assertKeeps(place, database, file);
    }
  }
  assert.ok(met > pages / 7 / 2, `${met} of ${pages / 7}`);
});

test("one turned bit in a large file's rows is found when they are read, and the day named", (t) => {
  const place = placeFor(t);
  fill(place);
  grow(place.file);
  turnBlobBit(place.file);
  const database = place.open();
  assert.equal(database.trouble, undefined);
  const organization = database.enter(origin, "key");
  assert.match(database.check().join(), /costs 1d project_id\+line_item 100 cannot be read/);
  assert.throws(() => database.load(organization, costs, all), { kind: "damaged", message: /costs 1d project_id\+line_item 100 cannot be read/ });
  assert.equal(database.load(organization, costs, { from: 101, to: 160 }).length, 59, "the other days are read");
  const { changed } = database.land(organization, landingOf(100, [[[1, 3, "1"]]], { fetchedAt: 200 }));
  assert.deepEqual(changed.map(({ before }) => before), [undefined], "the day is written anew");
  assert.deepEqual(database.check(), []);
});

test("two windows that meet the same damage set one file aside, and go on with one new file", (t) => {
  const place = placeFor(t);
  fill(place);
  grow(place.file);
  turnBlobBit(place.file);
  const windows = [place.open(), place.open()] as const;
  const errors = windows.map(meetDamage);
  const [one, two] = windows;
  assert.equal(one.rescue(errors[0]), true);
  assert.equal(one.trouble?.kind, "setAside");
  const organization = one.enter(origin, "key");
  one.land(organization, landingOf(10, [[[1, 3, "1"]]]));
  assert.equal(two.rescue(errors[1]), true);
  assert.equal(two.trouble, undefined, "what lies there now is good");
  assert.deepEqual(rowsOf(two, two.enter(origin, "key")), ["10 proj_a input 1"]);
  assert.equal(asides(place).filter((name) => !/-(wal|shm)$/.test(name)).length, 1);
  assert.deepEqual(two.check(), []);
});

test("a newer version's file is left as it is, to the byte, and memory is used", (t) => {
  const place = placeFor(t);
  fill(place);
  const newer = new DatabaseSync(place.file);
  newer.exec("PRAGMA user_version = 99");
  newer.close();
  const before = readFileSync(place.file);
  const database = place.open();
  assert.deepEqual([kindOf(database), database.trouble?.kind === "newer" && database.trouble.version], ["newer", 99]);
  const organization = database.enter(origin, "key");
  database.land(organization, landingOf(10, [[[1, 3, "1"]]]));
  assert.deepEqual(rowsOf(database, organization), ["10 proj_a input 1"]);
  database.close();
  assert.deepEqual(readFileSync(place.file), before);
  assert.deepEqual(asides(place), []);
});

test("a newer version's file is left as it is, too, after that version has crashed", (t) => {
  const place = placeFor(t);
  fill(place);
  const newer = new DatabaseSync(place.file);
  newer.exec("PRAGMA user_version = 99");
  // What a crash leaves: the log is not yet in the file.
  const crashed = path.join(place.folder, "crashed.db");
  copyFileSync(place.file, crashed);
  copyFileSync(`${place.file}-wal`, `${crashed}-wal`);
  newer.close();
  const before = [readFileSync(crashed), readFileSync(`${crashed}-wal`)];
  const database = place.open(crashed);
  assert.equal(database.trouble?.kind, "newer");
  database.close();
  assert.deepEqual([readFileSync(crashed), readFileSync(`${crashed}-wal`)], before);
});

test("a newer version that takes the file over while it is open is not written into", (t) => {
  const place = placeFor(t);
  const database = place.open();
  const organization = database.enter(origin, "key");
  const newer = new DatabaseSync(place.file);
  newer.exec("PRAGMA user_version = 99");
  let met: unknown;
  assert.throws(() => database.land(organization, landingOf(10, [[]])), (error: unknown) => {
    met = error;
    return error instanceof HistoryError && error.kind === "newer";
  });
  newer.close();
  assert.equal(database.rescue(met), true);
  assert.equal(database.trouble?.kind, "newer");
});

test("where the file's place is taken by a folder, or its folder's by a file, memory is used", (t) => {
  const place = placeFor(t);
  mkdirSync(place.file);
  const inFile = path.join(place.folder, "letter", "history.db");
  writeFileSync(path.dirname(inFile), "a letter");
  for (const file of [place.file, inFile]) {
    const database = place.open(file);
    assert.equal(database.trouble?.kind, "unwritable");
    const organization = database.enter(origin, "key");
    database.land(organization, landingOf(10, [[[1, 3, "1"]]]));
    assert.deepEqual(rowsOf(database, organization), ["10 proj_a input 1"]);
  }
  assert.ok(statSync(place.file).isDirectory());
  assert.equal(readFileSync(path.dirname(inFile), "utf8"), "a letter");
});

test("a file that others keep locked is waited for; what comes too late fails, and comes again", (t) => {
  const place = placeFor(t, 100);
  const database = place.open();
  const organization = database.enter(origin, "key");
  database.land(organization, landingOf(10, [[[1, 3, "1"]]], { organization: "org-a" }));
  const other = new DatabaseSync(place.file);
  other.exec("BEGIN IMMEDIATE");
  let met: unknown;
  assert.throws(() => database.land(organization, landingOf(11, [[]])), (error: unknown) => {
    met = error;
    return error instanceof HistoryError && error.kind === "busy";
  });
  assert.deepEqual(rowsOf(database, organization), ["10 proj_a input 1"], "reading goes on");
  assert.equal(database.rescue(met), false, "it is the file's still");
  other.exec("ROLLBACK");
  other.close();
  database.land(organization, landingOf(11, [[[2, 4, "2"]]]));
  assert.equal(database.trouble, undefined);
  assert.equal(place.open().size().days, 2);
});

test("a file that is locked when it is opened is gone back to, with all that memory was brought", (t) => {
  const place = placeFor(t, 100);
  const other = place.open();
  const before = other.enter(origin, "key");
  other.land(before, landingOf(10, [[[1, 3, "1"]]], { organization: "org-a" }));
  other.setFact(before, "names", "before");
  const locking = new DatabaseSync(place.file);
  locking.exec("BEGIN IMMEDIATE");
  const database = place.open();
  assert.equal(kindOf(database), "unwritable");
  const organization = database.enter(origin, "key");
  const added = database.enter(origin, "of another organization");
  database.land(organization, landingOf(11, [[[1, 1, "2"], [2, 2, "3"]], [[2, 2, "4"]]], { texts: ["proj_c", "proj_b"], fetchedAt: 300 }));
  database.land(organization, { ...landingOf(11, []), days: { from: 13, to: 14 } });
  database.land(added, landingOf(11, [[[1, 3, "5"]]]));
  database.setFact(organization, "names", "after");
  assert.equal(database.goBack(), false);
  assert.equal(rowsOf(database, organization).length, 4, "nothing is lost by trying");
  locking.exec("ROLLBACK");
  locking.close();
  other.land(before, landingOf(12, [[[1, 3, "6"]]], { fetchedAt: 400 }));
  assert.equal(database.goBack(), true);
  assert.equal(database.trouble, undefined);
  for (const window of [database, other]) {
    const entered = window.enter(origin, "key");
    assert.deepEqual(rowsOf(window, entered), ["10 proj_a input 1", "11 proj_c proj_c 2", "11 proj_b proj_b 3", "12 proj_a input 6"], "what was asked for later stays");
    assert.equal(window.coverage(entered).days.length, 4);
    assert.deepEqual([window.fact(entered, "names"), window.nameOf(entered)], ["after", "org-a"]);
    assert.deepEqual(rowsOf(window, window.enter(origin, "of another organization")), ["11 proj_a input 5"]);
    assert.deepEqual(window.check(), []);
  }
  assert.equal(database.goBack(), false, "it is there");
});

test("a file that is deleted or moved away while it is open is noticed before more is lost, and begun again", { skip: process.platform === "win32" && "Windows does not let go of an open file" }, (t) => {
  const place = placeFor(t);
  const removals = [() => { rmSync(place.file); }, () => { renameSync(place.file, `${place.file}.elsewhere`); }];
  for (const remove of removals) {
    const database = place.open();
    const organization = database.enter(origin, "key");
    remove();
    for (const use of [() => database.changedElsewhere(), () => database.land(organization, landingOf(10, [[]]))]) assert.throws(use, { kind: "moved" });
    assert.equal(database.rescue(new HistoryError("moved", "")), true);
    assert.equal(database.trouble, undefined);
    assert.ok(existsSync(place.file));
    assertKeeps(place, database);
    rmSync(place.file);
    for (const ending of ["-wal", "-shm"]) rmSync(place.file + ending, { force: true });
  }
});

test("a file that is cut to nothing while it is open is begun again", (t) => {
  const place = placeFor(t);
  fill(place);
  grow(place.file); // past what SQLite would read at the start, and then have in memory
  const database = place.open();
  truncateSync(place.file, 0);
  const error = meetDamage(database);
  assert.equal(database.rescue(error), true);
  assert.equal(kindOf(database), "setAside");
  assertKeeps(place, database);
});

test("errors that are not the history's are not its to rescue", (t) => {
  const database = placeFor(t).open();
  assert.equal(database.rescue(new RangeError("a mistake of ours")), false);
  assert.equal(database.rescue(undefined), false);
  assert.equal(database.trouble, undefined);
});

/** The kind again: asserting it once has narrowed it for the compiler, and `rescue` changes it. */
function kindOf(database: HistoryDatabase): string | undefined {
  return database.trouble?.kind;
}

/** Beyond the size up to which a file is read through when it is opened. */
function grow(file: string): void {
  const raw = new DatabaseSync(file);
  raw.exec("CREATE TABLE ballast (bytes BLOB); INSERT INTO ballast VALUES (zeroblob(2000000))");
  raw.close();
}

/** In the blob of the first day, past its head, without SQLite's noticing. */
function turnBlobBit(file: string): void {
  const raw = new DatabaseSync(file);
  const row = raw.prepare("SELECT id, columns FROM segments JOIN days USING (id) WHERE day = 100").get();
  const blob = row?.["columns"];
  assert.ok(blob instanceof Uint8Array);
  blob[1_000] = (blob[1_000] ?? 0) ^ 1;
  raw.prepare("UPDATE segments SET columns = ? WHERE id = ?").run(blob, row?.["id"] ?? 0);
  raw.close();
}
