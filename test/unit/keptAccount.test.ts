import assert from "node:assert/strict";
import { test } from "node:test";
import { unpackSegments } from "../../src/domain/segmentPack.ts";
import type { HistoryDatabase } from "../../src/history/historyDatabase.ts";
import { KeptAccount } from "../../src/worker/keptAccount.ts";
import { costs, landingOf, origin, placeFor, rowsOfDay } from "./support/historyFixtures.ts";

/** One account as a window's thread reads it, while other windows write. */

test("what lands between two reads of the same news comes with its texts: no row is of nobody", (t) => {
  const place = placeFor(t);
  const [own, other] = [place.open(), place.open()];
  const organization = other.enter(origin, "key");
  other.land(organization, landingOf(100, [[[1, 3, "1"]]], { texts: ["proj_a", "", "input"] }));
  const account = new KeptAccount(own, 1, origin, "key");
  account.hold([{ ...costs, days: { from: 100, to: 101 } }]);
  const again = landingOf(100, [[[1, 3, "2"]]], { texts: ["proj_new", "", "new item"], fetchedAt: 200 });
  // The other window is as quick as can be: it lands just before each read.
  const busy = new Proxy(own, {
    get: (database, name: keyof HistoryDatabase) => {
      const value = Reflect.get(database, name) as unknown;
      if (name === "load") other.land(organization, again);
      return typeof value === "function" ? (value.bind(database) as unknown) : value;
    },
  });
  const { segments, texts } = account.news(busy);
  const rows = unpackSegments(segments).flatMap((segment) => rowsOfDay(segment, [null, ...texts]));
  assert.deepEqual(rows, ["100 proj_new new item 2"]);
});

for (const failing of ["load", "texts", "nameOf"] as const) {
  test(`what could not be read is told with the next news, where ${failing} failed`, (t) => {
    const own = placeFor(t).open();
    const organization = own.enter(origin, "key");
    for (const day of [100, 102]) own.land(organization, landingOf(day, [[[1, 3, "1"]]], { texts: ["proj_a", "", "input"] }));
    const account = new KeptAccount(own, 1, origin, "key");
    const { texts } = account.news(own);
    // Nothing has changed since: only that they are wanted now.
    account.hold([100, 102].map((day) => ({ ...costs, days: { from: day, to: day + 1 } })));
    let asked = 0;
    const locked = new Proxy(own, {
      get: (database, name: keyof HistoryDatabase) => {
        const value = Reflect.get(database, name) as unknown;
        // Of two days that are wanted, the second cannot be read.
        if (name === failing && (asked += 1) === (failing === "load" ? 2 : 1)) throw new Error("locked");
        return typeof value === "function" ? (value.bind(database) as unknown) : value;
      },
    });
    assert.throws(() => account.news(locked), /locked/);
    const { segments } = account.news(own);
    const rows = unpackSegments(segments).flatMap((segment) => rowsOfDay(segment, [null, ...texts]));
    assert.deepEqual(rows, ["100 proj_a input 1", "102 proj_a input 1"]);
    assert.equal(unpackSegments(account.news(own).segments).length, 0);
  });
}
