import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import type { Series } from "../../src/history/historyDatabase.ts";
import { costs, daysIn, landingOf, origin, placeFor, rowsOf, type Place } from "./support/historyFixtures.ts";

/** What goes, and that it is gone. */

const all = { from: 0, to: 100_000 };
const minutes: Series = { source: "completions", view: ["api_source"], width: "1m" };
const bigDay = Array.from({ length: 2_000 }, (_, row) => [1 + (row % 2), 3, `${row % 7}.${String((row * 7_919_777_777_777) % 10 ** 16).padStart(18, "1")}`] as const);

/** Names of files beside the database in which a text can be read. */
function filesWith({ folder }: Place, text: string): readonly string[] {
  return readdirSync(folder).filter((name) => readFileSync(path.join(folder, name)).includes(text));
}

test("days before their width's bound go, at most so many at a time, of every organization", (t) => {
  const database = placeFor(t).open();
  const ids = ["a", "b"].map((key) => database.enter(origin, key));
  for (const id of ids) {
    database.land(id, landingOf(100, [[], [], [], [], []]));
    database.land(id, { ...landingOf(100, [[], [], [], [], []]), series: minutes, segments: [] });
  }
  const before = database.size().days;
  const bounds = [{ width: "1m", before: 103 }, { width: "1d", before: 101 }, { width: "1h", before: 9_999 }] as const;
  const left: number[] = [];
  while (database.prune(bounds, 3)) left.push(database.size().days);
  assert.deepEqual(left.map((days) => before - days).filter((gone) => gone < 8), [3, 6]);
  for (const id of ids) {
    assert.deepEqual(daysIn(database.load(id, minutes, all)), [103, 104]);
    assert.deepEqual(daysIn(database.load(id, costs, all)), [101, 102, 103, 104]);
    assert.deepEqual(database.coverage(id).days.length, 6);
  }
  assert.equal(database.prune(bounds, 3), false);
  assert.deepEqual(database.check(), []);
});

test("what is pruned makes the file smaller, a bounded step at a time", (t) => {
  const place = placeFor(t);
  const database = place.open();
  const organization = database.enter(origin, "key");
  for (let day = 0; day < 200; day += 10) database.land(organization, landingOf(day, Array.from({ length: 10 }, () => bigDay)));
  database.close();
  const before = statSync(place.file).size;
  assert.ok(before > 1_000_000);
  const again = place.open();
  let steps = 0;
  for (; again.prune([{ width: "1d", before: 190 }], 50); steps += 1) assert.ok(steps < 100);
  assert.equal(steps, 3, "and a fourth, after which there is no more");
  again.close();
  const after = statSync(place.file).size;
  assert.ok(after < before / 5, `${after} of ${before} bytes`);
  assert.equal(daysIn(place.open().load(organization, costs, all)).length, 10);
});

test("pruning blocks nobody: between any two steps another window, which waits for hardly anything, lands", (t) => {
  const place = placeFor(t, 1);
  const [database, other] = [place.open(), place.open()];
  const organization = database.enter(origin, "key");
  for (let day = 0; day < 60; day += 10) database.land(organization, landingOf(day, Array.from({ length: 10 }, () => bigDay)));
  let steps = 0;
  for (; database.prune([{ width: "1d", before: 60 }], 10); steps += 1) other.land(organization, landingOf(100 + steps, [[[1, 3, "1"]]]));
  assert.ok(steps >= 5, String(steps));
  assert.deepEqual(daysIn(other.load(organization, costs, all)), Array.from({ length: steps }, (_, step) => 100 + step));
});

test("pruning says how much there is, and an organization what is its own", (t) => {
  const place = placeFor(t);
  const database = place.open();
  const [a = 0, b = 0] = ["a", "b"].map((key) => database.enter(origin, key));
  assert.deepEqual(database.summary(a), { days: 0, rows: 0, from: undefined, bytes: 0 });
  database.land(a, landingOf(100, [bigDay, [[1, 3, "1"]]]));
  database.land(b, landingOf(50, [[]]));
  const { days, rows, from, bytes } = database.summary(a);
  assert.deepEqual([days, rows, from, bytes > 10_000], [2, 2_001, 100, true]);
  assert.deepEqual(database.summary(b).from, 50);
  const size = database.size();
  assert.deepEqual([size.organizations, size.days, size.rows], [2, 3, 2_001]);
  assert.equal(size.bytes, statSync(place.file).size + statSync(`${place.file}-wal`).size);
});

test("a cleared organization is gone for every window, and its texts from every file; another's stay", (t) => {
  const place = placeFor(t);
  const [one, two] = [place.open(), place.open()];
  const a = one.enter(origin, "key of a");
  const b = one.enter(origin, "key of b");
  one.land(a, landingOf(10, [bigDay], { texts: ["proj_secret", "b", "c", "d"], organization: "org-secret" }));
  for (let turn = 0; turn < 5; turn += 1) one.setFact(a, "names", JSON.stringify(`name secret ${turn}`.repeat(1 + turn * 500)));
  one.land(b, landingOf(10, [[[1, 3, "1"]]], { texts: ["proj_kept", "b", "c", "d"], organization: "org-kept" }));
  assert.notDeepEqual(filesWith(place, "secret"), []);
  one.clear(a);
  assert.deepEqual([a, b].map((id) => two.exists(id)), [false, true]);
  assert.deepEqual(two.coverage(a), { landing: 0, days: [] });
  assert.deepEqual(two.texts(a, 1), []);
  assert.throws(() => two.land(a, landingOf(10, [[]])), { kind: "gone" });
  assert.equal(two.rescue(Object.assign(new Error("other"), { kind: "gone" })), false);
  assert.deepEqual(rowsOf(two, b), ["10 proj_kept c 1"]);
  assert.deepEqual(filesWith(place, "secret"), []);
  assert.deepEqual(filesWith(place, "key of a"), []);
  assert.notDeepEqual(filesWith(place, "proj_kept"), []);
  assert.ok(two.enter(origin, "key of a") > b);
  assert.deepEqual(two.check(), []);
});

test("after all is cleared nothing is left, also of what was set aside, and the file is small", (t) => {
  const place = placeFor(t);
  writeFileSync(place.file, "proj_secret ".repeat(10_000));
  const database = place.open();
  assert.equal(database.trouble?.kind, "setAside");
  assert.deepEqual(database.size().setAside, ["history.db.broken-20261122T194011Z"]);
  const organization = database.enter(origin, "key");
  database.land(organization, landingOf(10, [bigDay, bigDay], { texts: ["proj_secret", "b", "c", "d"] }));
  // What was replaced or pruned before leaves traces of its own.
  database.land(organization, landingOf(10, [bigDay], { texts: ["proj_secret_2", "b", "c", "d"], fetchedAt: 200 }));
  database.prune([{ width: "1d", before: 11 }], 10);
  assert.notDeepEqual(filesWith(place, "proj_secret"), []);
  database.clear(undefined);
  assert.deepEqual(filesWith(place, "proj_secret"), []);
  assert.deepEqual(readdirSync(place.folder).filter((name) => name.includes(".broken-")), []);
  assert.deepEqual(database.size(), { ...database.size(), organizations: 0, days: 0, rows: 0, setAside: [] });
  assert.ok(database.size().bytes < 120_000);
  const next = database.enter(origin, "key");
  database.land(next, landingOf(10, [[[1, 3, "1"]]]));
  assert.deepEqual(rowsOf(database, next), ["10 proj_a input 1"]);
  assert.deepEqual(database.check(), []);
});
