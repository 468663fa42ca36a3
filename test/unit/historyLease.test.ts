import assert from "node:assert/strict";
import { test } from "node:test";
import { landingOf, origin, placeFor } from "./support/historyFixtures.ts";

/** One window of a machine does a task at a time. */

const ttl = 20_000;

test("a task is one owner's until it is given back; others' tasks and organizations are their own", (t) => {
  const place = placeFor(t);
  const [one, two] = [place.open(), place.open()];
  const organization = one.enter(origin, "key");
  const other = one.enter(origin, "another key");
  assert.equal(one.lease(organization, "poll", "one", ttl), true);
  assert.equal(two.lease(organization, "poll", "two", ttl), false);
  assert.equal(two.lease(organization, "prune", "two", ttl), true);
  assert.equal(two.lease(other, "poll", "two", ttl), true);
  two.release(organization, "poll", "two");
  assert.equal(two.lease(organization, "poll", "two", ttl), false, "only who has it gives it back");
  one.release(organization, "poll", "one");
  assert.equal(two.lease(organization, "poll", "two", ttl), true);
  assert.equal(one.lease(organization, "poll", "one", ttl), false);
});

test("a lease that is renewed goes on; one that is not runs out", (t) => {
  const place = placeFor(t);
  const [one, two] = [place.open(), place.open()];
  const organization = one.enter(origin, "key");
  one.lease(organization, "poll", "one", ttl);
  place.time += ttl - 1;
  assert.equal(one.lease(organization, "poll", "one", ttl), true);
  place.time += ttl - 1;
  assert.equal(two.lease(organization, "poll", "two", ttl), false);
  place.time += 1;
  assert.equal(two.lease(organization, "poll", "two", ttl), true);
  assert.equal(one.lease(organization, "poll", "one", ttl), false);
});

test("a clock that is set back does not hold a task up until it has caught up", (t) => {
  const place = placeFor(t);
  const [one, two] = [place.open(), place.open()];
  const organization = one.enter(origin, "key");
  one.lease(organization, "poll", "one", ttl);
  place.time -= 1;
  assert.equal(two.lease(organization, "poll", "two", ttl), true);
  assert.equal(one.lease(organization, "poll", "one", ttl), false);
});

test("a lease is no landing, and of a cleared organization there is none", (t) => {
  const database = placeFor(t).open();
  const organization = database.enter(origin, "key");
  database.land(organization, landingOf(10, [[]]));
  database.lease(organization, "poll", "one", ttl);
  database.release(organization, "poll", "one");
  assert.equal(database.coverage(organization).landing, 1);
  database.clear(organization);
  assert.equal(database.lease(organization, "poll", "one", ttl), false);
});

test("a lease that is refused writes nothing that others would notice", (t) => {
  const place = placeFor(t);
  const [one, two, three] = [place.open(), place.open(), place.open()];
  const organization = one.enter(origin, "key");
  one.lease(organization, "poll", "one", ttl);
  three.changedElsewhere();
  two.lease(organization, "poll", "two", ttl);
  assert.equal(three.changedElsewhere(), false);
});
