import assert from "node:assert/strict";
import { test } from "node:test";
import { daySeconds, dayStart } from "../../src/domain/buckets.ts";
import type { Decimal } from "../../src/domain/decimal.ts";
import { formatUsd, usd } from "../../src/domain/money.ts";
import { resolveView, type ViewQuery } from "../../src/domain/viewQuery.ts";
import type { PageRows } from "../../src/shared/protocol.ts";
import { Drawings, type Drawing } from "../../webview/view/drawing.ts";
import { dollars } from "./independentTotals.ts";
import { asking } from "./pageStates.ts";
import { completionsPage, costPage, costRows, now, today } from "./sampleRows.ts";

const twoMonths = costRows({ from: today - 59, to: today + 1 });

function draw(query: ViewQuery, rows: PageRows): Drawing {
  return new Drawings().of(query, resolveView(query, now), rows, now);
}

test("the period before has the same length and ends where the shown one begins, bucket against bucket", () => {
  const drawing = draw(asking({ compare: true }), costPage(twoMonths));
  const { before } = drawing;
  assert.ok(before);
  assert.deepEqual(before.resolved.days, { from: today - 59, to: today - 29 });
  assert.equal(before.breakdown.starts.length, drawing.breakdown.starts.length);
  for (const bucket of [0, 13, 29]) {
    const value: Decimal | undefined = before.breakdown.bucketTotals[bucket];
    assert.equal(value && formatUsd(usd(value)), dollars(twoMonths.filter((row) => row.day === today - 59 + bucket)));
  }
  assert.equal(drawing.breakdown.total && formatUsd(usd(drawing.breakdown.total)), dollars(twoMonths.filter((row) => row.day > today - 30)));
  assert.deepEqual(before.missing, []);
});

test("it goes by the same filters and group-by, and says which of its days are not known", () => {
  const query = asking({ compare: true, groupBy: "line_item", filters: { project_id: ["proj_voice"] } });
  const { before, missing } = draw(query, costPage(twoMonths, [today - 40]));
  const value = before?.breakdown.total;
  assert.equal(value && formatUsd(usd(value)), dollars(twoMonths.filter((row) => row.day <= today - 30 && row.day !== today - 40 && row.project === "proj_voice")));
  assert.deepEqual(before?.missing, [today - 40]);
  assert.deepEqual(missing, []);
});

test("there is none unless it was asked for and something of it came", () => {
  assert.equal(draw(asking({}), costPage(twoMonths)).before, null);
  assert.equal(draw(asking({ compare: true }), costPage()).before, null);
});

test("before some hours of a day are the hours before them", () => {
  const range = { from: "2026-11-22", to: "2026-11-22", minutes: [120, 360] } as const;
  const { before } = draw(asking({ source: "completions", metric: "num_model_requests", groupBy: "model", range, width: "1h", compare: true }), completionsPage("1h", { from: today - 1, to: today + 1 }));
  assert.deepEqual([before?.resolved.from, before?.resolved.to, before?.resolved.days], [dayStart(today) - 7_200, dayStart(today) + 7_200, { from: today - 1, to: today + 1 }]);
  assert.deepEqual(before?.breakdown.starts.map((start) => (start - dayStart(today) + daySeconds) / 3_600), [22, 23, 24, 25]);
});
