import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { HistoryError } from "../../src/history/historyError.ts";
import type { Series } from "../../src/history/historyDatabase.ts";
import { costs, costsOn, daysIn, landingOf, origin, placeFor, rowsOf, rowsOfDay } from "./support/historyFixtures.ts";

const all = { from: 0, to: 100_000 };

test("what has landed is there for the next window, row by row, texts and all", (t) => {
  const place = placeFor(t);
  const first = place.open();
  const organization = first.enter(origin, "key");
  const landed = first.land(organization, landingOf(10, [[[1, 3, "1.5"], [2, 4, "-0.00000000000000000001"], [0, 3, "2"]], [[1, 3, "3"]]]));
  assert.equal(landed.organization, organization);
  first.close();
  const next = place.open();
  assert.equal(next.trouble, undefined);
  assert.equal(next.enter(origin, "key"), organization);
  assert.deepEqual(rowsOf(next, organization), ["10 proj_a input 1.5", "10 proj_b output -0.00000000000000000001", "10 (none) input 2", "11 proj_a input 3"]);
  assert.deepEqual(next.check(), []);
});

test("rows that are alike are kept each for itself", (t) => {
  const database = placeFor(t).open();
  const organization = database.enter(origin, "key");
  database.land(organization, landingOf(10, [[[1, 3, "1"], [1, 3, "1"], [1, 3, "1"]]]));
  assert.deepEqual(rowsOf(database, organization), ["10 proj_a input 1", "10 proj_a input 1", "10 proj_a input 1"]);
});

test("a day that was asked for and not answered for is covered, with nothing reported", (t) => {
  const database = placeFor(t).open();
  const organization = database.enter(origin, "key");
  database.land(organization, landingOf(10, [[], [], []], { segments: [costsOn(11, [[1, 3, "1"]])] }));
  const kept = database.load(organization, costs, { from: 9, to: 14 });
  assert.deepEqual(kept.map(({ segment }) => [segment.day, segment.rows, segment.buckets.length]), [[10, 0, 0], [11, 1, 1], [12, 0, 0]]);
  assert.deepEqual(database.coverage(organization).days.map(({ day, rows }) => [day, rows]), [[10, 0], [11, 1], [12, 0]]);
});

test("a range is loaded from its first day up to, and not with, its last", (t) => {
  const database = placeFor(t).open();
  const organization = database.enter(origin, "key");
  database.land(organization, landingOf(10, [[], [], [], []]));
  assert.deepEqual(daysIn(database.load(organization, costs, { from: 11, to: 13 })), [11, 12]);
  assert.deepEqual(daysIn(database.load(organization, costs, { from: 13, to: 11 })), []);
});

test("a slow answer does not undo a newer one, day by day; one as new does", (t) => {
  const database = placeFor(t).open();
  const organization = database.enter(origin, "key");
  database.land(organization, landingOf(10, [[[1, 3, "2"]]], { fetchedAt: 200.5 }));
  const { changed } = database.land(organization, landingOf(9, [[[1, 3, "1"]], [[1, 3, "1"]]], { fetchedAt: 200.4 }));
  assert.deepEqual(changed.map(({ after }) => after.segment.day), [9]);
  assert.deepEqual(rowsOf(database, organization), ["9 proj_a input 1", "10 proj_a input 2"]);
  assert.deepEqual(database.load(organization, costs, all).map(({ fetchedAt }) => fetchedAt), [200.4, 200.5]);
  database.land(organization, landingOf(10, [[[1, 3, "3"]]], { fetchedAt: 200.5 }));
  assert.deepEqual(rowsOf(database, organization), ["9 proj_a input 1", "10 proj_a input 3"]);
});

test("what was fetched by a clock that was ahead gives way, so that it does not stay until that time has come", (t) => {
  const database = placeFor(t).open();
  const organization = database.enter(origin, "key");
  database.land(organization, landingOf(10, [[[1, 3, "2"]]], { fetchedAt: 90_000 }));
  database.land(organization, landingOf(10, [[[1, 3, "3"]]], { fetchedAt: 86_401 }));
  assert.deepEqual(rowsOf(database, organization), ["10 proj_a input 2"], "an hour is not yet a wrong clock");
  database.land(organization, landingOf(10, [[[1, 3, "4"]]], { fetchedAt: 86_400 }));
  assert.deepEqual(rowsOf(database, organization), ["10 proj_a input 4"]);
});

test("a landing tells each day it wrote as it was and as it is, in the numbers of the history", (t) => {
  const database = placeFor(t).open();
  const organization = database.enter(origin, "key");
  database.land(organization, landingOf(10, [[[1, 3, "1"]]]));
  const { changed } = database.land(organization, landingOf(10, [[[2, 1, "1.25"]], [[1, 2, "4"]]], { texts: ["input", "proj_a"], fetchedAt: 300 }));
  const texts = [null, ...database.texts(organization, 1)];
  assert.deepEqual(changed.map(({ before }) => before && rowsOfDay(before.segment, texts)), [["10 proj_a input 1"], undefined]);
  assert.deepEqual(changed.map(({ after }) => rowsOfDay(after.segment, texts)), [["10 proj_a input 1.25"], ["11 input proj_a 4"]]);
  assert.deepEqual(changed.map(({ before, after }) => [before?.fetchedAt, after.fetchedAt]), [[100, 300], [undefined, 300]]);
});

test("landings are counted one by one, and only what came after a number is told", (t) => {
  const database = placeFor(t).open();
  const organization = database.enter(origin, "key");
  const numbers = [10, 20, 10].map((day, index) => database.land(organization, landingOf(day, [[[1, 3, "1"]]], { fetchedAt: 100 + index })).landing);
  assert.deepEqual(numbers, [1, 2, 3]);
  assert.deepEqual(database.coverage(organization, 1).days.map(({ day }) => day), [10, 20]);
  assert.deepEqual(database.coverage(organization, 2), { landing: 3, days: [{ source: "costs", view: "project_id+line_item", width: "1d", day: 10, fetchedAt: 102, rows: 1 }] });
  assert.deepEqual(database.coverage(organization, 3).days, []);
  database.land(organization, landingOf(10, [[]], { fetchedAt: 1 })); // changes nothing
  assert.deepEqual(database.coverage(organization, 3), { landing: 4, days: [] });
});

test("series do not mix: another view, width, source or organization is another's", (t) => {
  const database = placeFor(t).open();
  const organization = database.enter(origin, "key");
  database.land(organization, landingOf(10, [[[1, 3, "1"]]]));
  const others: readonly Series[] = [{ ...costs, view: ["user_id"] }, { ...costs, width: "1h" }, { ...costs, source: "completions" }];
  for (const series of others) assert.deepEqual(database.load(organization, series, all), []);
  assert.deepEqual(database.load(database.enter(origin, "another"), costs, all), []);
  database.land(organization, { ...landingOf(10, [[]]), series: { ...costs, width: "1h" }, segments: [] });
  assert.deepEqual(rowsOf(database, organization), ["10 proj_a input 1"]);
});

test("a landing that fails in the middle leaves nothing: no day, no text, no number, no name", (t) => {
  const database = placeFor(t).open();
  const organization = database.enter(origin, "key");
  database.land(organization, landingOf(10, [[[1, 3, "1"]]]));
  const bad = landingOf(9, [[[1, 3, "7"]], [[1, 3, "8"]], [[1, 5, "9"]]], { texts: ["new", "b", "c", "d"], fetchedAt: 500, organization: "org-a" });
  assert.throws(() => database.land(organization, bad), RangeError);
  assert.deepEqual(rowsOf(database, organization), ["10 proj_a input 1"]);
  assert.deepEqual(database.texts(organization, 1), ["proj_a", "proj_b", "input", "output"]);
  assert.equal(database.nameOf(organization), null);
  assert.equal(database.coverage(organization).landing, 1);
  // And what was taken back is given out again as if nothing had been.
  database.land(organization, landingOf(11, [[[1, 2, "1"]]], { texts: ["other", "new"] }));
  assert.deepEqual(database.texts(organization, 5), ["other", "new"]);
  assert.deepEqual(rowsOf(database, organization), ["10 proj_a input 1", "11 other new 1"]);
});

test("a landing that the file refuses in the middle leaves nothing", (t) => {
  const place = placeFor(t);
  const database = place.open();
  const organization = database.enter(origin, "key");
  database.land(organization, landingOf(20, [[[1, 3, "1"]]]));
  const beside = new DatabaseSync(place.file);
  beside.exec("CREATE TRIGGER refuse BEFORE INSERT ON days WHEN NEW.day = 22 BEGIN SELECT RAISE(ABORT, 'refused'); END");
  beside.close();
  assert.throws(() => database.land(organization, landingOf(20, [[[1, 3, "2"]], [[1, 3, "2"]], [[1, 3, "2"]]], { fetchedAt: 200 })), /refused/);
  assert.deepEqual(rowsOf(database, organization), ["20 proj_a input 1"]);
  database.land(organization, landingOf(23, [[[1, 3, "3"]]]));
  assert.deepEqual(rowsOf(database, organization), ["20 proj_a input 1", "23 proj_a input 3"]);
});

test("segments that are not of the landing are refused", (t) => {
  const database = placeFor(t).open();
  const organization = database.enter(origin, "key");
  const landing = landingOf(10, [[[1, 3, "1"]]]);
  const wrong = [
    { ...landing, days: { from: 11, to: 12 } },
    { ...landing, series: { ...costs, view: ["user_id"] as const } },
    { ...landing, segments: [...landing.segments, ...landing.segments] },
  ];
  for (const refused of wrong) assert.throws(() => database.land(organization, refused), RangeError);
  assert.deepEqual(database.coverage(organization), { landing: 0, days: [] });
});

test("facts are kept by name, and one that changes is told once, like a landing", (t) => {
  const place = placeFor(t);
  const [one, two] = [place.open(), place.open()];
  const organization = one.enter(origin, "key");
  const name = "names \0 \ud800";
  one.setFact(organization, name, '{"a":1}');
  one.setFact(organization, "other", '"text"');
  assert.equal(two.fact(organization, name), '{"a":1}');
  assert.equal(two.fact(organization, "absent"), undefined);
  const { landing } = two.coverage(organization);
  assert.deepEqual([...two.factsAfter(organization, 0)], [[name, '{"a":1}'], ["other", '"text"']].sort());
  assert.equal(two.factsAfter(organization, landing).size, 0);
  one.setFact(organization, name, '{"a":1}');
  assert.equal(two.coverage(organization).landing, landing, "the same again is no news");
  one.setFact(organization, name, '{"a":2}');
  assert.deepEqual([...two.factsAfter(organization, landing)], [[name, '{"a":2}']]);
});

test("another connection's landing is noticed, one's own is not", (t) => {
  const place = placeFor(t);
  const [one, two] = [place.open(), place.open()];
  const organization = one.enter(origin, "key");
  two.changedElsewhere();
  one.changedElsewhere();
  one.land(organization, landingOf(10, [[]]));
  assert.equal(one.changedElsewhere(), false);
  assert.equal(two.changedElsewhere(), true);
  assert.equal(two.changedElsewhere(), false);
});

test("in memory it is the same, for one window", (t) => {
  const place = placeFor(t);
  const database = place.open("memory");
  const organization = database.enter(origin, "key");
  database.land(organization, landingOf(10, [[[1, 3, "1"]]]));
  assert.deepEqual(rowsOf(database, organization), ["10 proj_a input 1"]);
  assert.equal(database.changedElsewhere(), false);
  assert.ok(database.size().bytes > 0);
  assert.equal(database.rescue(new HistoryError("full", "")), false);
});
