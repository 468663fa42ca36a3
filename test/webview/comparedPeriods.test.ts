import assert from "node:assert/strict";
import { test } from "node:test";
import { daySeconds, dayStart } from "../../src/domain/buckets.ts";
import { toNumber, type Decimal } from "../../src/domain/decimal.ts";
import { formatUsd, usd } from "../../src/domain/money.ts";
import { resolveView, type ViewQuery } from "../../src/domain/viewQuery.ts";
import type { PageRows } from "../../src/shared/protocol.ts";
import { arrange } from "../../webview/view/arrangement.ts";
import { bucketTraits } from "../../webview/view/bucketTraits.ts";
import { ColorSlots } from "../../webview/view/colorSlots.ts";
import { Drawings, type Drawing } from "../../webview/view/drawing.ts";
import { partBefore, plotOf } from "../../webview/view/plot.ts";
import { seriesOf } from "../../webview/view/series.ts";
import { summaryTiles } from "../../webview/view/summaryTiles.ts";
import { defaultLook } from "../../webview/state/look.ts";
import { TableRows } from "../../webview/view/tableRows.ts";
import { dollars, sum } from "./independentTotals.ts";
import { asking } from "./pageStates.ts";
import { completionsPage, costPage, costRows, now, today } from "./sampleRows.ts";

const twoMonths = costRows({ from: today - 59, to: today + 1 });

function draw(query: ViewQuery, rows: PageRows): Drawing {
  return new Drawings().of(query, resolveView(query, now), rows, now, null);
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

test("a group that has stopped stands in the table with all that it has gone down by, and in no chart", () => {
  const stopped = twoMonths.filter((row) => row.project !== "proj_voice" || row.day <= today - 30);
  const drawing = draw(asking({ compare: true }), costPage(stopped));
  assert.ok(drawing.subjects.every(({ value }) => value !== "proj_voice"));
  const look = { ...defaultLook, sort: { by: "change", descending: false } };
  const { by, sort, columns, find } = arrange(drawing, look);
  const [first] = new TableRows().of(drawing, by, sort, find);
  const change = columns.find(({ id }) => id === "change");
  assert.ok(first && change);
  assert.equal(first.value, "proj_voice");
  const was = dollars(stopped.filter((row) => row.project === "proj_voice"));
  assert.equal(change.cell(first).text, `−${was}`);
  const all = new TableRows().of(drawing, by, sort, find);
  assert.deepEqual(change.sum("all").text, change.sum(all).text); // the rows' changes add up to the whole's
});

test("nothing and nothing is no change, and stands between more and less", () => {
  const zeros = twoMonths.map((row) => (row.project === "proj_docs" || row.project === "proj_evals" ? { ...row, amount: "0" } : row));
  const grown = zeros.filter((row) => row.project !== "proj_voice" || row.day > today - 30);
  const { by, sort } = arrange(draw(asking({ compare: true }), costPage(grown)), { ...defaultLook, sort: { by: "change_share", descending: true } });
  const rows = new TableRows().of(draw(asking({ compare: true }), costPage(grown)), by, sort, "").map(({ value }) => value);
  assert.equal(rows[0], "proj_voice"); // new: more than any growth
  const place = (project: string): number => rows.indexOf(project);
  assert.equal(Math.abs(place("proj_docs") - place("proj_evals")), 1);
});

test("a range whose period before is kept nowhere is not compared, whatever the question says", () => {
  const drawing = draw(asking({ compare: true, range: "last12Months" }), costPage(twoMonths));
  assert.deepEqual([drawing.compared, drawing.before], [null, null]);
  assert.ok(arrange(drawing, defaultLook).offered.every(({ id }) => !id.startsWith("change")));
});

test("tiles say how long a part of days is, and speak of today only where all of it so far is shown", () => {
  const part = (minutes: readonly [number, number]) => {
    const query = asking({ source: "completions", metric: "num_model_requests", groupBy: "model", range: { from: "2026-11-21", to: "2026-11-22", minutes }, width: "1h" });
    const tiles = summaryTiles(query, resolveView(query, now), now, { dailyUsd: null, monthlyUsd: null });
    return [tiles[0]?.fill(draw(query, completionsPage("1h", { from: today - 1, to: today + 1 }))).caption, tiles.some(({ id }) => id === "today")];
  };
  assert.deepEqual(part([1_200, 300]), ["9 hours", false]);
  assert.deepEqual(part([0, 1_440]), ["2 UTC days", true]);
});

test("today by the hour against the whole day before is said to be uneven, hours that roll are not", () => {
  const page = completionsPage("1h", { from: today - 2, to: today + 1 });
  const said = (range: "today" | "last24Hours") => {
    const query = asking({ source: "completions", metric: "num_model_requests", groupBy: "model", range, compare: true });
    const drawing = draw(query, page);
    assert.equal(drawing.resolved.width, "1h");
    const figure = summaryTiles(query, drawing.resolved, now, { dailyUsd: null, monthlyUsd: null })[0]?.fill(drawing);
    const { columns } = arrange(drawing, defaultLook);
    const titles = columns.filter(({ id }) => id.startsWith("change")).map((column) => column.sum("all").title);
    assert.equal(titles.length, 2);
    return [figure?.caption, figure?.exact, ...titles].map((text) => /; today is not over$/.test(text ?? ""));
  };
  assert.deepEqual(said("today"), [true, true, true, true]);
  assert.deepEqual(said("last24Hours"), [false, false, false, false]);
});

test("while a day is missing there is no run rate, and the budget's share says what it is without", () => {
  const query = asking({ range: "monthToDate" });
  const month = costRows({ from: today - 21, to: today + 1 });
  const figures = (missing: readonly number[]) => {
    const drawing = draw(query, costPage(month, missing));
    const tiles = summaryTiles(query, drawing.resolved, now, { dailyUsd: null, monthlyUsd: "1000000" });
    return (["runRate", "budget"] as const).map((tile) => tiles.find(({ id }) => id === tile)?.fill(drawing));
  };
  assert.deepEqual(figures([]).map((figure) => [figure?.caption, figure?.warns]), [["by 30 Nov, at this pace", false], ["of $1,000,000.00", false]]);
  const [rate, budget] = figures([today - 4, today - 3, today - 2]);
  assert.deepEqual([rate?.value, rate?.caption, rate?.warns], ["—", "without 3 of 22 days", true]);
  assert.deepEqual([budget?.caption, budget?.warns], ["of $1,000,000.00, without 3 of 22 days", true]);
  assert.notEqual(budget?.value, "—");
  assert.deepEqual(figures([...new Set(month.map(({ day }) => day))]).map((figure) => [figure?.value, figure?.warns]), [["—", true], ["—", true]]);
});

test("whole days against today, which is not over, are said to be uneven", () => {
  const query = asking({ compare: true, range: "today" });
  const drawing = draw(query, costPage(twoMonths));
  const [total] = summaryTiles(query, drawing.resolved, now, { dailyUsd: null, monthlyUsd: null });
  const figure = total?.fill(drawing);
  assert.match(figure?.caption ?? "", /on the day before; today is not over$/);
  assert.equal(figure?.warns, true);
});

test("each line and share has its own of the period before, and Other all that is none of them, also what has stopped", () => {
  const items = twoMonths.map((row, at) => (at % 19 === 0 && row.day <= today - 30 ? { ...row, item: "only before" } : row));
  const drawing = draw(asking({ compare: true, groupBy: "line_item" }), costPage(items, [today - 50]));
  const series = seriesOf(drawing, new ColorSlots({}));
  const plot = plotOf("lines", { drawing, series, traits: bucketTraits(drawing), month: null });
  assert.equal(plot.before, null);
  assert.equal(plot.partsBefore?.values.length, 11);
  const named = new Set(series.map(({ name }) => name));
  for (const bucket of [0, 9, 29]) {
    const there = items.filter((row) => row.day === today - 59 + bucket && row.day !== today - 50);
    for (const [at, { name }] of series.entries()) {
      const own = there.filter(({ item }) => (at < 10 ? item === name : !named.has(item)));
      const drawn = plot.partsBefore.values[at]?.[bucket] ?? 0;
      if (own.length === 0) assert.ok(Number.isNaN(drawn), `${name}, bucket ${String(bucket)}`);
      else assert.ok(Math.abs(drawn - toNumber(sum(own))) < 1e-9, `${name}, bucket ${String(bucket)}: ${String(drawn)}`);
      assert.equal(partBefore(plot, at, bucket), own.length === 0 ? "—" : dollars(own));
    }
  }
  const one = plotOf("lines", { drawing, series: series.slice(0, 1), traits: bucketTraits(drawing), month: null });
  assert.deepEqual([one.before?.length, one.partsBefore], [30, null]);
  const share = plotOf("share", { drawing, series, traits: bucketTraits(drawing), month: null });
  assert.equal(share.before, null);
  const whole = toNumber(sum(items.filter((row) => row.day === today - 59)));
  plot.partsBefore.values.forEach((line, at) => {
    assert.ok(Math.abs((share.partsBefore?.values[at]?.[0] ?? 0) - (line[0] ?? 0) / whole) < 1e-9, String(at));
  });
});

test("shares of the period before are of all there was, also of what has stopped and is no series", () => {
  const stopped = twoMonths.filter((row) => row.project !== "proj_voice" || row.day <= today - 30);
  const drawing = draw(asking({ compare: true }), costPage(stopped));
  const series = seriesOf(drawing, new ColorSlots({}));
  const plot = plotOf("share", { drawing, series, traits: bucketTraits(drawing), month: null });
  const then = stopped.filter((row) => row.day === today - 59);
  for (const [at, { subject }] of series.entries()) {
    const share = toNumber(sum(then.filter(({ project }) => project === subject?.value))) / toNumber(sum(then));
    assert.ok(Math.abs((plot.partsBefore?.values[at]?.[0] ?? 0) - share) < 1e-9, subject?.value ?? "");
    assert.equal(partBefore(plot, at, 0), `${(100 * share).toFixed(1)}%`);
  }
});
