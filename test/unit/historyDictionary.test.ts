import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import type { HistoryDatabase, OrganizationId } from "../../src/history/historyDatabase.ts";
import { HistoryError } from "../../src/history/historyError.ts";
import { applicationId, migrations } from "../../src/history/schema.ts";
import { landingOf, origin, placeFor, rowsOf, type Place } from "./support/historyFixtures.ts";

/** The dictionary's texts are what was written, or are told to be damaged: never another name beside the same number. */

const bothProjects = [[1, 3, "1"], [2, 3, "2"]] as const;
const rowsOn = (day: number): readonly string[] => [`${day} proj_a input 1`, `${day} proj_b input 2`];

/** A history with rows of two projects in it, closed and too large to be read through when it is opened. */
function fill(place: Place): void {
  const database = place.open();
  database.land(database.enter(origin, "key"), landingOf(10, [bothProjects]));
  database.close();
  const raw = new DatabaseSync(place.file);
  raw.exec("CREATE TABLE ballast (bytes BLOB); INSERT INTO ballast VALUES (zeroblob(2000000))");
  raw.close();
}

/** Reads all, and looks every text up. @returns the rows, or undefined where damage was met */
function readAndLand(database: HistoryDatabase, organization: OrganizationId): readonly string[] | undefined {
  try {
    const before = rowsOf(database, organization);
    database.land(organization, landingOf(11, [bothProjects]));
    assert.deepEqual(rowsOf(database, organization), [...before, ...rowsOn(11)]);
    return before;
  } catch (error) {
    if (error instanceof HistoryError && error.kind === "damaged") return undefined;
    throw error;
  }
}

test("a turned byte in a text, in the table or in its index, renames no project: it is met as damage where it matters", (t) => {
  const place = placeFor(t);
  fill(place);
  const whole = readFileSync(place.file);
  const copies: number[] = [];
  for (let at = whole.indexOf("proj_a"); at >= 0; at = whole.indexOf("proj_a", at + 1)) copies.push(at);
  assert.ok(copies.length >= 2, "the table and its index have a copy each");
  for (const letter of ["b", "c", "`"]) {
    let met = 0;
    for (const at of copies) {
      const turned = Buffer.from(whole);
      turned.write(letter, at + "proj_".length);
      const file = path.join(place.folder, `${letter}${at}.db`);
      writeFileSync(file, turned);
      const database = place.open(file);
      assert.equal(database.trouble, undefined);
      const rows = readAndLand(database, database.enter(origin, "key"));
      if (rows) assert.deepEqual(rows, rowsOn(10));
      else met += 1;
    }
    assert.ok(met > 0, letter);
  }
});

const renamed = "UPDATE texts SET text = 'proj_x' WHERE text = 'proj_b'";

/** Changes the file behind the history's back. */
function tamper(file: string, sql: string): void {
  const raw = new DatabaseSync(file);
  raw.exec(sql);
  raw.close();
}

test("a turned byte in the table is told by name of the number, and by a check of the file; the file is then set aside", (t) => {
  const place = placeFor(t);
  fill(place);
  tamper(place.file, renamed);
  const database = place.open();
  const organization = database.enter(origin, "key");
  assert.deepEqual(database.check(), ["The file is damaged: text 2 of the dictionary cannot be read."]);
  let met: unknown;
  assert.throws(() => database.texts(organization, 1), (error) => {
    met = error;
    return error instanceof HistoryError && error.kind === "damaged";
  });
  assert.deepEqual(database.texts(organization, 3), ["input", "output"], "the others are read");
  assert.equal(database.rescue(met), true);
  assert.equal(database.trouble?.kind, "setAside");
  assert.equal(database.size().days, 0);
});

test("texts that have changed places are told", (t) => {
  const place = placeFor(t);
  fill(place);
  tamper(place.file, "UPDATE texts SET number = -number; UPDATE texts SET number = CASE -number WHEN 1 THEN 2 WHEN 2 THEN 1 ELSE -number END");
  const database = place.open();
  assert.throws(() => database.texts(database.enter(origin, "key"), 1), { kind: "damaged" });
});

/** The same rows in a file as version 1 of the schema made it. */
function asVersion1(place: Place): string {
  const file = path.join(place.folder, "version1.db");
  const raw = new DatabaseSync(file);
  raw.exec(`PRAGMA auto_vacuum = 2; PRAGMA journal_mode = WAL; ${migrations[0] ?? ""}; PRAGMA application_id = ${applicationId}; PRAGMA user_version = 1`);
  raw.exec(`ATTACH '${place.file}' AS later`);
  for (const table of ["organizations", "fingerprints", "series", "days", "segments"]) raw.exec(`INSERT INTO ${table} SELECT * FROM later.${table}`);
  raw.exec("INSERT INTO texts SELECT organization, number, text FROM later.texts");
  raw.exec("INSERT INTO facts SELECT organization, name, json, landing FROM later.facts");
  raw.close();
  return file;
}

test("a file of version 1, whose texts and facts have no checksum, opens, keeps its rows, and has one for each text from then on", (t) => {
  const place = placeFor(t);
  const odd = ["a\0b", "\ud800", '"quoted"', "é", "x".repeat(5_000)];
  const first = place.open();
  first.land(first.enter(origin, "key"), landingOf(10, [bothProjects]));
  first.land(first.enter(origin, "other"), landingOf(20, [[]], { texts: odd }));
  for (const [index, text] of odd.entries()) first.setFact(first.enter(origin, "other"), `odd ${index}`, text);
  first.close();
  const file = asVersion1(place);
  for (let opening = 0; opening < 2; opening += 1) {
    const database = place.open(file);
    assert.equal(database.trouble, undefined);
    const organization = database.enter(origin, "key");
    assert.deepEqual(rowsOf(database, organization), rowsOn(10));
    const other = database.enter(origin, "other");
    assert.deepEqual(database.texts(other, 1), odd);
    assert.deepEqual([...database.factsAfter(other, 0).values()], odd);
    assert.deepEqual(database.check(), []);
    database.close();
  }
  const database = place.open(file);
  database.land(database.enter(origin, "key"), landingOf(11, [bothProjects], { texts: ["proj_a", "proj_b", "input", "new"] }));
  assert.deepEqual(rowsOf(database, database.enter(origin, "key")), [...rowsOn(10), ...rowsOn(11)]);
  database.close();
  tamper(file, renamed);
  const damaged = place.open(file);
  assert.throws(() => damaged.texts(damaged.enter(origin, "key"), 1), { kind: "damaged" });
});

test("a fact that is damaged, or another's, is as good as none, is found by a check, and costs no rows", (t) => {
  for (const damage of ["UPDATE facts SET json = '{\"proj_a\":\"B\"}' WHERE name = 'names'", "UPDATE facts SET name = 'mames' WHERE name = 'names'"]) {
    const place = placeFor(t);
    fill(place);
    const before = place.open();
    before.setFact(before.enter(origin, "key"), "names", '{"proj_a":"A"}');
    before.setFact(before.enter(origin, "key"), "stopped", "true");
    before.close();
    tamper(place.file, damage);
    const database = place.open();
    const organization = database.enter(origin, "key");
    assert.deepEqual(database.check(), ["The file is damaged: 1 of its facts cannot be read."]);
    assert.equal(database.fact(organization, "names"), undefined);
    assert.deepEqual([...database.factsAfter(organization, 0)], [["stopped", "true"]]);
    assert.deepEqual(rowsOf(database, organization), rowsOn(10));
    database.setFact(organization, "names", '{"proj_a":"A"}');
    assert.equal(database.fact(organization, "names"), '{"proj_a":"A"}');
  }
});

test("what a window takes into memory, because the file cannot be written any more, keeps its texts", (t) => {
  const place = placeFor(t);
  fill(place);
  const database = place.open();
  assert.equal(database.rescue(new HistoryError("full", "The disk is full.")), true);
  const organization = database.enter(origin, "key");
  assert.deepEqual(readAndLand(database, organization), rowsOn(10));
});
