import assert from "node:assert/strict";
import { test } from "node:test";
import { toNumber } from "../../src/domain/decimal.ts";
import { SegmentBuilder } from "../../src/domain/segment.ts";
import { chartKinds } from "../../webview/state/look.ts";
import { bucketBox, canvas, press, tableCells } from "./chartHand.ts";
import { dashboard, dashboards, freshPages } from "./freshPages.ts";
import { dollars, sum } from "./independentTotals.ts";
import { asking, pageState } from "./pageStates.ts";
import { allFetched, completionsPage, costPage, costRows, today, type CostRow } from "./sampleRows.ts";

freshPages();

const rows = costRows();
const openBuckets = async (): Promise<void> => {
  await dashboard.page.getByRole("button", { name: /^Show \d+ buckets/ }).click();
  await dashboard.settled();
};
const ofDay = (day: number, from: readonly CostRow[] = rows): readonly CostRow[] => from.filter((row) => row.day === day);

test("the kind is a labelled choice that is kept, and moves nothing", async () => {
  await dashboard.show(pageState(), costPage());
  const tops = async (): Promise<unknown> => Promise.all([".chart", ".buckets", ".breakdown"].map((each) => dashboard.page.locator(each).boundingBox()));
  const before = await tops();
  for (const [kind, label] of [["lines", /^Line chart/], ["share", /^Chart of shares/], ["cumulative", /^Cumulative chart/], ["bars", /^Stacked bar chart/], ["lines", /^Line chart/]] as const) {
    await dashboard.choose("Chart", chartKinds[kind]);
    await dashboard.page.getByRole("img", { name: label }).waitFor();
    assert.deepEqual(await tops(), before, kind);
  }
  const again = await dashboards.open({ kept: await dashboard.kept() });
  await again.show(pageState(), costPage());
  assert.equal(await again.chosen("Chart"), "Lines");
  await again.close();
});

test("with the keys alone, too", async () => {
  await dashboard.show(pageState(), costPage());
  await dashboard.choice("Chart").focus();
  await press("Enter", "ArrowDown", "Enter");
  await dashboard.page.getByRole("img", { name: /^Line chart/ }).waitFor();
});

test("what has no meaning is shown, not offered, and says why; the choice waits for when it has", async () => {
  await dashboard.show(pageState(), costPage());
  const refused = async (name: string): Promise<string | null> => dashboard.page.getByRole("option", { name, exact: true }).getAttribute("aria-disabled");
  await dashboard.choice("Chart").click();
  assert.equal(await refused("Hour by weekday · needs buckets of 1 hour"), "true");
  await press("Escape");
  const hours = asking({ source: "completions", metric: "total_tokens", groupBy: "model", range: "last24Hours" });
  await dashboard.show(pageState({ query: hours }), completionsPage("1h", { from: today - 1, to: today + 1 }));
  await dashboard.choose("Chart", "Hour by weekday");
  await dashboard.show(pageState(), costPage());
  assert.equal(await dashboard.chosen("Chart"), "Stacked bars");
  await dashboard.show(pageState({ query: hours }), completionsPage("1h", { from: today - 1, to: today + 1 }));
  assert.equal(await dashboard.chosen("Chart"), "Hour by weekday");
  await dashboard.page.getByRole("grid", { name: /^Hours of the week/ }).waitFor();
});

test("a level is not added up", async () => {
  const segments = [today - 1, today].map((day) => {
    const builder = new SegmentBuilder("vector_stores", ["project_id"], "1d", day);
    builder.addBucket(0);
    builder.addRow({ at: 0, dimensions: [1], counts: [2 ** 30] });
    return builder.finish();
  });
  const page = { source: "vector_stores", view: "project_id", width: "1d", segments, fetchedAt: allFetched(segments), missing: [], texts: ["proj_docs"], names: [] } as const;
  await dashboard.show(pageState({ query: asking({ source: "vector_stores", metric: "usage_bytes", range: "last7Days" }) }), page);
  await dashboard.choice("Chart").click();
  assert.equal(await dashboard.page.getByRole("option", { name: "Cumulative · a level is not added up" }).getAttribute("aria-disabled"), "true");
});

test("shares: each bucket's parts are what the rows say, and come to all of it", async () => {
  await dashboard.show(pageState(), costPage());
  await dashboard.choose("Chart", "Share of total");
  await openBuckets();
  const [head = [], ...lines] = await tableCells(/by bucket/);
  const voice = head.indexOf("Voice agents");
  lines.slice(0, 30).forEach((cells, index) => {
    const own = ofDay(today - 29 + index);
    const share = toNumber(sum(own.filter((row) => row.project === "proj_voice"))) / toNumber(sum(own));
    assert.equal(cells[voice], `${(share * 100).toFixed(1)}%`);
    assert.equal(cells[1], dollars(own));
    const all = cells.slice(2).reduce((total, cell) => total + Number(cell.replace("%", "")), 0);
    assert.ok(Math.abs(all - 100) < 0.6, cells.join(" "));
  });
});

test("cumulative: running sums, exact, over a gap that is one; the sum says what it is without", async () => {
  const gap = today - 12;
  await dashboard.show(pageState(), costPage(costRows(), [gap]));
  await dashboard.choose("Chart", "Cumulative");
  await dashboard.page.getByText("Not loaded: the sum is without 1 bucket").waitFor();
  await openBuckets();
  const [head = [], ...lines] = await tableCells(/by bucket/);
  const voice = head.indexOf("Voice agents");
  lines.slice(0, 30).forEach((cells, index) => {
    const day = today - 29 + index;
    const upTo = rows.filter((row) => row.day <= day && row.day !== gap);
    assert.equal(cells[1], day === gap ? "—" : dollars(upTo), cells[0]);
    assert.equal(cells[voice], day === gap ? "—" : dollars(upTo.filter((row) => row.project === "proj_voice")), cells[0]);
  });
});

test("the month to date runs up to its budget, with room for the days that are left", async () => {
  const month = costRows({ from: today - 21, to: today + 1 });
  const budget = { dailyUsd: null, monthlyUsd: "9000" };
  await dashboard.show(pageState({ query: asking({ range: "monthToDate" }), budget }), costPage(month));
  const line = dashboard.page.getByText("Monthly budget $9,000.00");
  assert.equal(await line.count(), 0);
  const first = await bucketBox(0, 22);
  await dashboard.choose("Chart", "Cumulative");
  await line.waitFor();
  assert.match((await canvas().getAttribute("aria-label")) ?? "", /Monthly budget \$9,000\.00/);
  const narrower = await bucketBox(0, 22);
  assert.ok(Math.abs(narrower.width / first.width - 22 / 30) < 0.03, `${String(narrower.width)} of ${String(first.width)}`);
  await dashboard.show(pageState({ query: asking({ range: "monthToDate", filters: { project_id: ["proj_voice"] } }), budget }), costPage(month));
  assert.equal(await line.count(), 0); // a part is not held against the whole's budget
  await dashboard.show(pageState({ query: asking({ range: "lastMonth" }), budget }), costPage(costRows({ from: today - 60, to: today + 1 })));
  await line.waitFor();
});

test("lines have a gap where nothing is known", async () => {
  await dashboard.show(pageState(), costPage(costRows(), [today - 12, today - 11]));
  await dashboard.choose("Chart", "Lines");
  // Four of the nine lines are dashed, as drawn: their colours are not all that tells them apart.
  assert.equal(await dashboard.page.getByRole("list", { name: "Legend" }).locator("line[stroke-dasharray='6 3']").count(), 4);
  const { x, width } = await bucketBox(17, 30);
  const box = await canvas().boundingBox();
  const left = Math.round(x - (box?.x ?? 0));
  // Of each column of the canvas, whether a line goes through it: its pixels are opaque and far from grey.
  const colored = await canvas().evaluate((element: HTMLCanvasElement) => {
    const { data, width: wide } = element.getContext("2d")?.getImageData(0, 0, element.width, element.height) ?? { data: new Uint8ClampedArray(), width: 1 };
    const columns = Array.from({ length: wide }, () => false);
    for (let at = 0; at < data.length; at += 4) {
      const [r = 0, g = 0, b = 0, a = 0] = data.subarray(at, at + 4);
      if (a > 200 && Math.max(r, g, b) - Math.min(r, g, b) > 40) columns[(at / 4) % wide] = true;
    }
    return columns;
  });
  const step = Math.round(width);
  assert.ok(!colored.slice(left, left + 2 * step - 2).includes(true), "a line goes through the gap");
  assert.ok(!colored.slice(left - 2 * step, left - step).includes(false), "there is no line before the gap");
});

test("the period before stands behind, in legend, tooltip, read-out and table", async () => {
  const twoMonths = costRows({ from: today - 59, to: today + 1 });
  await dashboard.show(pageState({ query: asking({ compare: true }) }), costPage(twoMonths));
  await dashboard.page.getByText("Period before (24 Sep – 23 Oct 2026)").waitFor();
  await canvas().focus();
  await press("Home", "ArrowRight");
  const then = dollars(ofDay(today - 58, twoMonths));
  const nowThere = dollars(ofDay(today - 28, twoMonths));
  const said = await dashboard.page.locator("[data-readout]").innerText();
  assert.ok(said.startsWith(`Sun 25 Oct UTC: ${nowThere}. Period before, Fri 25 Sep: ${then}.`), said);
  const tip = (await dashboard.page.getByRole("tooltip").innerText()).replace(/\s+/g, " ");
  assert.ok(tip.includes(`Period before, Fri 25 Sep ${then}`), tip);
  await openBuckets();
  const [head = [], , second = []] = await tableCells(/by bucket/);
  assert.deepEqual([head[2], second[1], second[2]], ["Period before", nowThere, then]);
  await dashboard.show(pageState({ query: asking({ compare: true }) }), costPage(twoMonths, [today - 40]));
  await dashboard.page.getByText("Period before (24 Sep – 23 Oct 2026), without 1 day not loaded").waitFor();
  await dashboard.show(pageState({ query: asking({ compare: true }) }), costPage());
  await dashboard.page.getByText("Period before: not loaded yet").waitFor();
});

test("behind lines the period before is drawn, each in its line's colour, and over shares the edges of its own", async () => {
  const twoMonths = costRows({ from: today - 59, to: today + 1 }).map((row) => (row.project === "proj_voice" && row.day <= today - 30 ? { ...row, amount: "90" } : row));
  await dashboard.show(pageState({ query: asking({ compare: true }) }), costPage(twoMonths));
  await dashboard.choose("Chart", "Lines");
  // Of some colour in the upper third, where only the line of what has fallen can be.
  const pixels = await canvas().evaluate((element: HTMLCanvasElement) => {
    const { data } = element.getContext("2d")?.getImageData(0, 0, element.width, Math.floor(element.height / 3)) ?? { data: new Uint8ClampedArray() };
    let colored = 0;
    for (let at = 0; at < data.length; at += 4) if ((data[at + 3] ?? 0) > 60 && Math.max(...data.subarray(at, at + 3)) - Math.min(...data.subarray(at, at + 3)) > 40) colored += 1;
    return colored;
  });
  assert.ok(pixels > 100, `${String(pixels)} pixels`);
  await dashboard.page.getByText("Period before (24 Sep – 23 Oct 2026)", { exact: true }).waitFor();
  await dashboard.choose("Chart", "Share of total");
  await openBuckets();
  const [, first = []] = await tableCells(/by bucket/);
  const then = ofDay(today - 59, twoMonths);
  const [checkout, all] = [toNumber(sum(then.filter(({ project }) => project === "proj_checkout"))), toNumber(sum(then))];
  assert.match(first[3] ?? "", new RegExp(`% was ${((100 * checkout) / all).toFixed(1)}%$`));
  const stopped = twoMonths.filter((row) => row.project !== "proj_voice" || row.day <= today - 30);
  await dashboard.show(pageState({ query: asking({ compare: true }) }), costPage(stopped));
  await dashboard.page.getByText("Period before (24 Sep – 23 Oct 2026); not drawn: 1 that has stopped", { exact: true }).waitFor();
  await dashboard.show(pageState({ query: asking({ compare: true }) }), costPage(twoMonths));
  const picture = (): Promise<string> => canvas().evaluate((element: HTMLCanvasElement) => element.toDataURL());
  const compared = await picture();
  await dashboard.page.getByText("Period before (24 Sep – 23 Oct 2026)", { exact: true }).waitFor();
  await dashboard.show(pageState(), costPage(twoMonths));
  assert.notEqual(await picture(), compared);
});

test("a year's bars are drawn, each peak with them and no gap between them, where they are narrower than pixels", async () => {
  const days = { from: today - 364, to: today + 1 };
  const spike = today - 200;
  const year = Array.from({ length: 365 }, (_, index): CostRow => ({ day: days.from + index, project: "proj_voice", item: "gpt", amount: days.from + index === spike ? "50" : "1" }));
  await dashboard.page.setViewportSize({ width: 320, height: 900 });
  await dashboard.show(pageState({ query: asking({ range: "last12Months" }) }), costPage(year));
  const { highest, columns } = await canvas().evaluate((element: HTMLCanvasElement) => {
    const { data, width } = element.getContext("2d")?.getImageData(0, 0, element.width, element.height) ?? { data: new Uint8ClampedArray(), width: 1 };
    const colored: number[] = [];
    for (let at = 0; at < data.length; at += 4) {
      const [r = 0, g = 0, b = 0, a = 0] = data.subarray(at, at + 4);
      if (a > 200 && Math.max(r, g, b) - Math.min(r, g, b) > 40) colored.push(at / 4);
    }
    return { highest: Math.floor((colored[0] ?? data.length) / width) / element.height, columns: [...new Set(colored.map((at) => at % width))].sort((one, other) => one - other) };
  });
  assert.ok(highest < 0.2, `the spike reaches ${String(highest)} from the top`);
  assert.ok(columns.length > 200, String(columns.length));
  assert.deepEqual(columns.filter((column, at) => at > 0 && column !== (columns[at - 1] ?? 0) + 1), []);
});

test("February beside the longer January: the days without a counterpart stand below, so that the column adds up", async () => {
  const day = (month: number): number => Date.UTC(2026, month, 1) / 86_400_000;
  const rowsOf = (from: number, to: number): readonly CostRow[] => costRows({ from, to });
  const march = day(2) * 86_400 + 40_000;
  await dashboard.show(pageState({ now: march, query: asking({ range: "lastMonth", compare: true }) }), costPage(rowsOf(day(0), day(2) + 1)));
  await openBuckets();
  const table = dashboard.page.locator("table.matrix");
  const texts = async (name: string): Promise<readonly string[]> =>
    (await table.getByRole("row").filter({ has: dashboard.page.getByRole("rowheader", { name }) }).first().locator("th,td").allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());
  assert.equal(await table.locator("tbody tr").count(), 28);
  assert.deepEqual((await texts("29 Jan")).slice(0, 3), ["29 Jan – 31 Jan period before only", "", dollars(rowsOf(day(0) + 28, day(1)))]);
  assert.deepEqual((await texts("Total")).slice(0, 3), ["Total", dollars(rowsOf(day(1), day(2))), dollars(rowsOf(day(0), day(1)))]);
});
