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
