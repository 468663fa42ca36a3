import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { landingOf, origin, placeFor, rowsOf } from "./support/historyFixtures.ts";

/** Whose rows are whose: keys, names, origins. */

const named = (day: number, organization: string | null, amount = "1") => landingOf(day, [[[1, 3, amount]]], { organization });

test("a key is of one organization, also after a restart; another key or origin is of another", (t) => {
  const place = placeFor(t);
  const database = place.open();
  const ids = [database.enter(origin, "a"), database.enter(origin, "b"), database.enter("https://elsewhere.example", "a")];
  assert.equal(new Set(ids).size, 3);
  const again = place.open();
  assert.deepEqual([again.enter(origin, "a"), again.enter(origin, "b"), again.enter("https://elsewhere.example", "a")], ids);
});

test("the first answer that names it gives an organization its name", (t) => {
  const database = placeFor(t).open();
  const id = database.enter(origin, "a");
  assert.equal(database.nameOf(id), null);
  assert.equal(database.land(id, named(10, null)).organization, id);
  assert.equal(database.nameOf(id), null);
  assert.equal(database.land(id, named(11, "org-a")).organization, id);
  assert.equal(database.nameOf(id), "org-a");
  assert.equal(database.land(id, named(12, null)).organization, id, "an answer that does not say it changes nothing");
  assert.equal(database.nameOf(id), "org-a");
});

test("a new key of a known organization finds what is kept, and its own beginnings go", (t) => {
  const database = placeFor(t).open();
  const known = database.enter(origin, "old key");
  database.land(known, named(10, "org-a"));
  const provisional = database.enter(origin, "new key");
  database.land(provisional, named(20, null, "2"));
  database.setFact(provisional, "names", "{}");
  const landed = database.land(provisional, landingOf(11, [[[2, 4, "3"]]], { organization: "org-a", texts: ["x", "proj_b", "y", "output"] }));
  assert.deepEqual([landed.organization, landed.landing], [known, 2]);
  assert.equal(database.enter(origin, "new key"), known);
  assert.equal(database.enter(origin, "old key"), known);
  assert.deepEqual(rowsOf(database, known), ["10 proj_a input 1", "11 proj_b output 3"]);
  assert.equal(database.exists(provisional), false);
  assert.deepEqual(database.size(), { ...database.size(), organizations: 1, days: 2, rows: 2 });
  assert.throws(() => database.land(provisional, named(12, null)), { kind: "gone" });
  assert.throws(() => { database.setFact(provisional, "names", "{}"); }, { kind: "gone" });
  assert.deepEqual(database.check(), []);
});

test("a key that answers for another organization is of that one from then on; the old one's rows and other keys stay", (t) => {
  const database = placeFor(t).open();
  const first = database.enter(origin, "key");
  database.land(first, named(10, "org-a"));
  const beside = database.enter(origin, "second key");
  assert.equal(database.land(beside, named(10, "org-a")).organization, first);
  database.enter(origin, "key");
  const second = database.land(first, named(11, "org-b", "2")).organization;
  assert.notEqual(second, first);
  assert.equal(database.enter(origin, "key"), second);
  assert.equal(database.enter(origin, "second key"), first);
  assert.deepEqual([database.nameOf(first), database.nameOf(second)], ["org-a", "org-b"]);
  assert.deepEqual(rowsOf(database, first), ["10 proj_a input 1"]);
  assert.deepEqual(rowsOf(database, second), ["11 proj_a input 2"]);
  database.enter(origin, "key");
  assert.equal(database.land(second, named(12, "org-a", "3")).organization, first, "and back");
  assert.equal(database.enter(origin, "key"), first);
  assert.deepEqual(rowsOf(database, first), ["10 proj_a input 1", "12 proj_a input 3"]);
});

test("names are an origin's own", (t) => {
  const database = placeFor(t).open();
  const here = database.enter(origin, "key");
  const there = database.enter("https://elsewhere.example", "key");
  database.land(here, named(10, "org-a"));
  assert.equal(database.land(there, named(10, "org-a")).organization, there);
  assert.equal(database.enter(origin, "key"), here);
});

test("two windows that learn the name of two new keys at once meet in one organization", (t) => {
  const place = placeFor(t);
  const [one, two] = [place.open(), place.open()];
  const ids = [one.enter(origin, "a"), two.enter(origin, "b")] as const;
  const first = one.land(ids[0], named(10, "org-a")).organization;
  const second = two.land(ids[1], named(11, "org-a", "2")).organization;
  assert.equal(first, second);
  assert.deepEqual(rowsOf(one, first), ["10 proj_a input 1", "11 proj_a input 2"]);
});

test("two windows that enter with the same new key have the same organization", (t) => {
  const place = placeFor(t);
  assert.equal(place.open().enter(origin, "a"), place.open().enter(origin, "a"));
});

test("numbers are never given out twice, also after all was cleared", (t) => {
  const place = placeFor(t);
  const database = place.open();
  const ids = ["a", "b"].map((key) => database.enter(origin, key));
  database.clear(undefined);
  database.close();
  const again = place.open();
  assert.deepEqual(ids.map((id) => again.exists(id)), [false, false]);
  assert.ok(again.enter(origin, "a") > Math.max(...ids));
});

test("texts of any kind are kept apart, and come back as they were", (t) => {
  const database = placeFor(t).open();
  const organization = database.enter(origin, "key");
  const odd = ["", "\0", "a\0b", "a\0c", "\ud800", "\udc00", "\ufffd", "\ud83d\ude00", '"', '"a"', '"\\ud800"', "\\ud800", "é", "e\u0301", "A", "a", " a", "null", "\u{10ffff}", "\ufeffx", "x"];
  database.land(organization, landingOf(10, [[]], { texts: odd }));
  assert.deepEqual(database.texts(organization, 1), odd);
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" }), { maxLength: 8 }), fc.array(fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) })), (some, more) => {
      const before = database.texts(organization, 1);
      database.land(organization, landingOf(10, [[]], { texts: [...some, ...more] }));
      assert.deepEqual(database.texts(organization, 1), [...new Set([...before, ...some, ...more])]);
    }),
  );
  assert.deepEqual(database.check(), []);
});

test("names and keys of any kind are kept apart, too", (t) => {
  const database = placeFor(t).open();
  const keys = ["k", "k\0", "k\0x", "k\ud800", "k\ufffd", '"k"'];
  const ids = keys.map((key) => database.enter(origin, key));
  assert.equal(new Set(ids).size, keys.length);
  keys.forEach((name, index) => assert.equal(database.land(ids[index] ?? 0, named(10, name)).organization, ids[index]));
  assert.deepEqual(ids.map((id) => database.nameOf(id)), keys);
});

test("the dictionary grows from two windows in turn, and both read the same", (t) => {
  const place = placeFor(t);
  const windows = [place.open(), place.open()];
  const organization = windows[0]?.enter(origin, "key") ?? 0;
  for (let turn = 0; turn < 20; turn += 1) {
    const texts = ["shared", `of ${turn}`, `of ${turn - 1}`];
    windows[turn % 2]?.land(organization, landingOf(turn, [[[2, 1, String(turn)], [3, 1, "0.5"]]], { texts }));
  }
  for (const window of windows) {
    const texts = window.texts(organization, 1);
    assert.equal(new Set(texts).size, texts.length);
    assert.deepEqual(texts.toSorted(), ["shared", ...Array.from({ length: 21 }, (_, turn) => `of ${turn - 1}`)].toSorted());
    assert.deepEqual(window.texts(organization, 6), texts.slice(5));
    assert.deepEqual(rowsOf(window, organization), Array.from({ length: 20 }, (_, turn) => [`${turn} of ${turn} shared ${turn}`, `${turn} of ${turn - 1} shared 0.5`]).flat());
  }
});

test("a hundred thousand texts are kept and found again", (t) => {
  const database = placeFor(t).open();
  const organization = database.enter(origin, "key");
  const texts = Array.from({ length: 100_000 }, (_, index) => `user-${index * 7_919}`);
  database.land(organization, landingOf(10, [[[100_000, 1, "1"]]], { texts }));
  database.land(organization, landingOf(11, [[[1, 2, "2"]]], { texts: texts.toReversed() }));
  assert.deepEqual(database.texts(organization, 1), texts);
  assert.deepEqual(rowsOf(database, organization), [`10 ${texts[99_999] ?? ""} ${texts[0] ?? ""} 1`, `11 ${texts[99_999] ?? ""} ${texts[99_998] ?? ""} 2`]);
});
