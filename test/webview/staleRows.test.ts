import assert from "node:assert/strict";
import { test } from "node:test";
import { daySeconds, dayStart } from "../../src/domain/buckets.ts";
import { toNumber, zero } from "../../src/domain/decimal.ts";
import { resolveView, type ViewQuery } from "../../src/domain/viewQuery.ts";
import type { PageRows } from "../../src/shared/protocol.ts";
import { bucketTraits } from "../../webview/view/bucketTraits.ts";
import { changeColumns } from "../../webview/view/changeColumns.ts";
import { Drawings, type Drawing } from "../../webview/view/drawing.ts";
import { summaryTiles, type Figure, type Tile } from "../../webview/view/summaryTiles.ts";
import { weekGrid } from "../../webview/view/weekGrid.ts";
import { asking } from "./pageStates.ts";
import { allFetched, completionsPage, costPage, costRows, now, today } from "./sampleRows.ts";

/** Rows that were fetched at 13:05, and are looked at later: nothing that came since is in them. */

const later = now + 4 * daySeconds;
const lastWeek = { from: "2026-11-16", to: "2026-11-22" };

function draw(query: ViewQuery, rows: PageRows, at: number): Drawing {
  return new Drawings().of(query, resolveView(query, at), rows, at, null);
}

function tile(id: Tile["id"], { query, resolved, now: at, ...drawing }: Drawing): Figure | undefined {
  const tiles = summaryTiles(query, resolved, at, { dailyUsd: null, monthlyUsd: null });
  return tiles.find((each) => each.id === id)?.fill({ query, resolved, now: at, ...drawing });
}

test("days may still change for as long as nobody has fetched them later, and the half one is no complete day", () => {
  const drawing = draw(asking({ range: lastWeek }), costPage(), later);
  assert.deepEqual(bucketTraits(drawing), ["settled", "settled", "settled", "settled", "moving", "moving", "moving"]);
  assert.deepEqual(drawing.partial, [today]);
  assert.equal(tile("average", drawing)?.caption, "over 6 complete days");
  assert.deepEqual([tile("total", drawing)?.caption, tile("total", drawing)?.warns], ["without all or part of 1 of 7 days", true]);
  const again = draw(asking({ range: lastWeek }), { ...costPage(), fetchedAt: allFetched(costPage().segments, later) }, later);
  assert.ok(bucketTraits(again).every((trait) => trait === "settled"));
  assert.deepEqual([tile("average", again)?.caption, tile("total", again)?.caption], ["over 7 complete days", "7 UTC days"]);
});

test("a day that is not over is no half one, and yesterday is one from midnight on", () => {
  assert.deepEqual(draw(asking({ range: lastWeek }), costPage(), now).partial, []);
  assert.deepEqual(draw(asking({ range: lastWeek }), costPage(), dayStart(today + 1) - 1).partial, []);
  const query = asking({ range: lastWeek });
  const drawings = new Drawings();
  const rows = costPage();
  const of = (at: number): Drawing => drawings.of(query, resolveView(query, at), rows, at, null);
  of(dayStart(today + 1) - 60);
  assert.deepEqual(of(dayStart(today + 1)).partial, [today], "the same rows are drawn anew");
});

test("a change is told where all days of both periods were over when they were fetched", () => {
  const rows = costPage(costRows({ from: today - 13, to: today + 4 }));
  const mixed = { ...rows, fetchedAt: { ...allFetched(rows.segments, later), [today]: now } };
  const why = (range: ViewQuery["range"], given: PageRows): string | undefined => {
    const [change] = changeColumns(draw(asking({ range, compare: true }), given, later));
    return change?.sum("all").title;
  };
  assert.equal(why(lastWeek, mixed), "Incomplete: this period is without all or part of 1 day");
  const next = { from: "2026-11-23", to: "2026-11-25" };
  assert.equal(why(next, mixed), "Incomplete: the period before is without all or part of 1 day");
  assert.match(why(next, { ...rows, fetchedAt: allFetched(rows.segments, later) }) ?? "", /^Exactly .* in the 3 days before$/);
});

test("the month runs at the pace of what is known of it", () => {
  const rows = costPage(costRows({ from: today - 21, to: today + 1 }));
  const drawing = draw(asking({ range: "monthToDate" }), rows, now + 8 * 3_600);
  const passed = now - dayStart(today - 21);
  const expected = (toNumber(drawing.breakdown.total ?? zero) / passed) * 30 * daySeconds;
  assert.ok(Math.abs(Number(tile("runRate", drawing)?.value.replace(/[$,]/g, "")) - expected) < 0.01);
});

test("of hours that began after the fetch nothing is loaded, and the one it fell in lowers no mean", () => {
  const query = asking({ source: "completions", metric: "num_model_requests", groupBy: "model", range: { from: "2026-11-22", to: "2026-11-22" }, width: "1h" });
  const drawing = draw(query, completionsPage("1h", { from: today, to: today + 1 }), later);
  const traits = bucketTraits(drawing);
  assert.deepEqual([traits[13], traits[14], traits[23]], ["moving", "missing", "missing"]);
  const sunday = weekGrid(drawing).cells[6];
  assert.deepEqual([sunday?.[12]?.hours, sunday?.[13]?.hours], [1, 0]);
});
