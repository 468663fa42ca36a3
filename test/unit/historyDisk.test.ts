import assert from "node:assert/strict";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test, type TestContext } from "node:test";
import type { HistoryDatabase } from "../../src/history/historyDatabase.ts";
import { HistoryError } from "../../src/history/historyError.ts";
import { costs, landingOf, origin, placeFor, rowsOf, type Place } from "./support/historyFixtures.ts";
import { smallDisk } from "./support/smallDisk.ts";

/** Disks that are full, and disks that may only be read. */

const mebibyte = 1_048_576;
/** Rows that hardly pack: some forty kibibytes. */
const bigDay = Array.from({ length: 3_000 }, (_, row) => [1 + (row % 2), 3, `${row % 7}.${String((row * 7_919_777_777_777) % 10 ** 16).padStart(18, "1")}`] as const);

interface Disk {
  readonly place: Place;
  readonly file: string;
  makeReadOnly(): void;
}

/** Permissions do not bind root, and nobody else may mount: each gets what works for it. */
function readOnlyDisk(t: TestContext): Disk {
  const place = placeFor(t);
  if (process.getuid?.() === 0) {
    const { folder, makeReadOnly } = smallDisk(t, 4 * mebibyte);
    return { place, file: path.join(folder, "history.db"), makeReadOnly };
  }
  const folder = path.join(place.folder, "disk");
  mkdirSync(folder);
  t.after(() => { chmodSync(folder, 0o700); });
  const makeReadOnly = (): void => {
    for (const name of readdirSync(folder)) chmodSync(path.join(folder, name), 0o400);
    chmodSync(folder, 0o500);
  };
  return { place, file: path.join(folder, "history.db"), makeReadOnly };
}

/** Lands days from `day` on until there is no room. */
function landUntilFull(database: HistoryDatabase, organization: number, day: number): { readonly days: number; readonly error: HistoryError } {
  for (let landed = 0; ; landed += 1) {
    try {
      // Two at a time, so that half a landing could be told from a whole one.
      database.land(organization, landingOf(day + 2 * landed, [bigDay, bigDay], { texts: ["proj_a", "proj_b", "input", `text of ${landed}`] }));
    } catch (error) {
      assert.ok(error instanceof HistoryError, String(error));
      return { days: 2 * landed, error };
    }
    assert.ok(landed < 100, "the disk is never full");
  }
}

function execute(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

function spoilTexts(file: string): void {
  execute(file, "UPDATE texts SET text = 'proj_z' WHERE number = 1");
}

/** Bytes. */
function roomLeft(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

test("a folder that may only be read: memory is used, and says why", (t) => {
  const disk = readOnlyDisk(t);
  disk.makeReadOnly();
  const database = disk.place.open(disk.file);
  assert.equal(database.trouble?.kind, "unwritable");
  assert.match(database.trouble.reason, /read-only|EROFS|EACCES|could not be opened/);
  const organization = database.enter(origin, "key");
  database.land(organization, landingOf(10, [[[1, 3, "1"]]]));
  assert.deepEqual(rowsOf(database, organization), ["10 proj_a input 1"]);
});

test("a file that may only be read is left as it is, and what it holds is shown", (t) => {
  const disk = readOnlyDisk(t);
  const writer = disk.place.open(disk.file);
  const organization = writer.enter(origin, "key");
  writer.land(organization, landingOf(10, [[[1, 3, "1"]]], { organization: "org-a" }));
  writer.setFact(organization, "names", '{"proj_a":"A"}');
  writer.close();
  const before = readFileSync(disk.file);
  disk.makeReadOnly();
  const database = disk.place.open(disk.file);
  assert.equal(database.trouble?.kind, "unwritable");
  assert.equal(database.enter(origin, "key"), organization);
  assert.deepEqual([rowsOf(database, organization), database.nameOf(organization), database.fact(organization, "names")], [["10 proj_a input 1"], "org-a", '{"proj_a":"A"}']);
  database.land(organization, landingOf(11, [[[1, 3, "1"]]]));
  assert.deepEqual(rowsOf(database, organization), ["10 proj_a input 1", "11 proj_a input 1"]);
  assert.deepEqual(readFileSync(disk.file), before);
});

test("of a file with a log that cannot be read nothing is shown, rather than a part", (t) => {
  const disk = readOnlyDisk(t);
  const written = path.join(disk.place.folder, "written.db");
  const first = disk.place.open(written);
  first.land(first.enter(origin, "key"), landingOf(10, [[[1, 3, "1"]]]));
  first.close();
  const second = disk.place.open(written);
  second.land(second.enter(origin, "key"), landingOf(11, [[[1, 3, "1"]]]));
  for (const ending of ["", "-wal"]) copyFileSync(written + ending, disk.file + ending); // as a process leaves them that is killed
  disk.makeReadOnly();
  const database = disk.place.open(disk.file);
  assert.equal(database.trouble?.kind, "unwritable");
  const organization = database.enter(origin, "key");
  assert.deepEqual([rowsOf(database, organization), database.texts(organization, 1)], [[], []]);
});

test("of a damaged file that may only be read, and of one of another version, nothing is shown", (t) => {
  for (const spoil of [spoilTexts, (file: string): void => { execute(file, "PRAGMA user_version = 1"); }]) {
    const disk = readOnlyDisk(t);
    const writer = disk.place.open(disk.file);
    const organization = writer.enter(origin, "key");
    writer.land(organization, landingOf(10, [[[1, 3, "1"]]]));
    writer.close();
    spoil(disk.file);
    disk.makeReadOnly();
    const database = disk.place.open(disk.file);
    assert.equal(database.trouble?.kind, "unwritable");
    const entered = database.enter(origin, "key");
    assert.deepEqual([rowsOf(database, entered), database.texts(entered, 1)], [[], []]);
  }
});

test("on a full disk the file is shown, as far as it got", (t) => {
  const { folder } = smallDisk(t, mebibyte);
  const place = placeFor(t);
  const file = path.join(folder, "history.db");
  const writer = place.open(file);
  const organization = writer.enter(origin, "key");
  landUntilFull(writer, organization, 20);
  const rows = rowsOf(writer, organization);
  assert.ok(rows.length > 0);
  writer.close();
  writeFileSync(path.join(folder, "ballast"), Buffer.alloc(roomLeft(folder)));
  const database = place.open(file);
  assert.equal(database.trouble?.kind, "unwritable");
  assert.deepEqual(rowsOf(database, database.enter(origin, "key")), rows);
});

test("on a full disk a landing lands not at all; what was kept goes on in memory, and in the file", (t) => {
  const { folder } = smallDisk(t, mebibyte);
  const place = placeFor(t);
  const file = path.join(folder, "history.db");
  const ballast = path.join(folder, "ballast");
  writeFileSync(ballast, Buffer.alloc(65_536));
  const database = place.open(file);
  const organization = database.enter(origin, "key");
  database.land(organization, landingOf(10, [[[1, 3, "1"]]], { organization: "org-a" }));
  const beside = database.enter(origin, "of another organization");
  database.land(beside, landingOf(10, [[[2, 3, "2"]]]));
  database.setFact(organization, "names", '{"proj_a":"A"}');

  const { days, error } = landUntilFull(database, organization, 20);
  assert.equal(error.kind, "full");
  assert.ok(days > 0);
  const kept = database.load(organization, costs, { from: 0, to: 1_000 });
  assert.equal(kept.length, 1 + days, "nothing half landed");
  const texts = database.texts(organization, 1);
  assert.equal(texts.length, 4 + days / 2);
  const rows = rowsOf(database, organization);

  assert.equal(database.rescue(error), true);
  assert.equal(database.trouble?.kind, "unwritable");
  assert.match(database.trouble.reason, /full/);
  assert.equal(database.enter(origin, "key"), organization);
  assert.equal(database.enter(origin, "of another organization"), beside);
  assert.deepEqual(rowsOf(database, organization), rows);
  assert.deepEqual(rowsOf(database, beside), ["10 proj_b input 2"]);
  assert.deepEqual(database.texts(organization, 1), texts);
  assert.deepEqual([database.nameOf(organization), database.fact(organization, "names")], ["org-a", '{"proj_a":"A"}']);
  const { landing } = database.coverage(organization);
  assert.equal(database.land(organization, landingOf(500, [bigDay])).landing, landing + 1);
  assert.ok(database.enter(origin, "a new key") > beside);
  assert.deepEqual(database.check(), []);
  assert.equal(database.goBack(), false);
  assert.equal(database.load(organization, costs, { from: 500, to: 501 }).length, 1, "what finds no room goes on in memory");

  rmSync(ballast);
  const next = place.open(file);
  assert.equal(next.trouble, undefined);
  assert.deepEqual(next.check(), []);
  assert.deepEqual(rowsOf(next, organization), rows);
  assert.equal(database.goBack(), true);
  assert.deepEqual(next.coverage(organization, landing).days.map(({ day }) => day), [500]);
  assert.deepEqual(next.check(), []);
});

test("on a disk that has no room for a beginning, memory is used", (t) => {
  const { folder } = smallDisk(t, mebibyte);
  writeFileSync(path.join(folder, "ballast"), Buffer.alloc(mebibyte - 16_384));
  const database = placeFor(t).open(path.join(folder, "history.db"));
  assert.equal(database.trouble?.kind, "unwritable");
  const organization = database.enter(origin, "key");
  database.land(organization, landingOf(10, [[[1, 3, "1"]]]));
  assert.deepEqual(rowsOf(database, organization), ["10 proj_a input 1"]);
});

test("a file whose beginning found no room is begun when there is some", (t) => {
  const { folder } = smallDisk(t, mebibyte);
  const ballast = path.join(folder, "ballast");
  writeFileSync(ballast, Buffer.alloc(mebibyte - 16_384));
  const place = placeFor(t);
  place.open(path.join(folder, "history.db")).close();
  rmSync(ballast);
  const database = place.open(path.join(folder, "history.db"));
  assert.equal(database.trouble, undefined);
  assert.deepEqual(database.check(), []);
});

test("where a full disk gets room again, the same connection goes on", (t) => {
  const { folder } = smallDisk(t, mebibyte);
  const ballast = path.join(folder, "ballast");
  writeFileSync(ballast, Buffer.alloc(mebibyte / 4));
  const database = placeFor(t).open(path.join(folder, "history.db"));
  const organization = database.enter(origin, "key");
  const { days } = landUntilFull(database, organization, 20);
  rmSync(ballast);
  database.land(organization, landingOf(5, [bigDay, bigDay]));
  assert.equal(database.load(organization, costs, { from: 0, to: 1_000 }).length, days + 2);
  assert.deepEqual(database.check(), []);
});
