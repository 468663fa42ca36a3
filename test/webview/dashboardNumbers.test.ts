import assert from "node:assert/strict";
import { test } from "node:test";
import { round, toText } from "../../src/domain/decimal.ts";
import { SegmentBuilder } from "../../src/domain/segment.ts";
import { dashboard, dashboards, freshPages } from "./freshPages.ts";
import { dollars, dollarsBy, sum } from "./independentTotals.ts";
import { asking, pageState } from "./pageStates.ts";
import { allFetched, completionsPage, costPage, costRows, now, projects, today, type CostRow } from "./sampleRows.ts";

freshPages();

const rows = costRows();
const projectName = new Map<string | null, string>([...projects, [null, "(unattributed)"]]);

/** Rows of the table named `name`, cell by cell. */
async function table(name: RegExp): Promise<string[][]> {
  const lines = dashboard.page.getByRole("table", { name }).locator("tbody tr:not(.spacer)");
  return lines.evaluateAll((found) =>
    found.map((line) => [...line.querySelectorAll("th,td")].map((cell) => (cell.querySelector(".subject-name,.share-text") ?? cell).textContent.replace(/\s+/g, " ").trim())),
  );
}

test("the total, today and the daily mean are what the rows add up to", async () => {
  await dashboard.show(pageState(), costPage());
  assert.equal(await dashboard.tile("total"), dollars(rows));
  assert.equal(await dashboard.tile("today"), dollars(rows.filter((row) => row.day === today)));
  const complete = rows.filter((row) => row.day < today);
  const mean = Number(toText(round(sum(complete), 6))) / 29;
  assert.equal(await dashboard.tile("average"), `$${mean.toFixed(2)}`);
  assert.equal(await dashboard.tile("groups"), "8");
});

test("the table has one row for each project, with its exact sum at hand", async () => {
  await dashboard.show(pageState(), costPage());
  const expected = dollarsBy(rows, (row) => projectName.get(row.project) ?? "");
  const shown = await table(/^Cost by Project/);
  assert.deepEqual(shown.map(([name, cost]) => [name, cost]), expected);
  const exact = await dashboard.page.getByRole("row", { name: /Checkout assistant/ }).locator(".amount").getAttribute("title");
  assert.equal(exact, `Exactly ${toText(sum(rows.filter((row) => row.project === "proj_checkout")))} USD`.replace(/(\d)(\d{3}\.)/, "$1,$2"));
  const shares = shown.map(([, , share]) => Number(share?.replace("%", "")));
  assert.ok(Math.abs(shares.reduce((total, share) => total + share, 0) - 100) < 0.5);
  await dashboard.page.getByRole("row", { name: /Prototype 2024/ }).getByText("archived").waitFor();
});

test("every number on the chart stands in the bucket table, and each bucket's parts add up", async () => {
  await dashboard.show(pageState({ query: asking({ groupBy: "line_item" }) }), costPage());
  await dashboard.page.getByRole("button", { name: "Show 30 buckets" }).click();
  await dashboard.settled();
  const shown = await table(/by bucket/);
  assert.equal(shown.length, 30);
  for (const [index, [label, total, ...parts]] of shown.entries()) {
    const day = rows.filter((row) => row.day === today - 29 + index);
    assert.equal(total, dollars(day), label);
    const items = dollarsBy(rows, (row) => row.item).map(([item]) => dollars(day.filter((row) => row.item === item)));
    assert.deepEqual(parts.slice(0, 10), items.slice(0, 10), label);
    assert.equal(parts.length, 11);
  }
  const top = new Set(dollarsBy(rows, (row) => row.item).slice(0, 10).map(([item]) => item));
  assert.equal(shown[4]?.at(-1), dollars(rows.filter((row) => row.day === today - 25 && !top.has(row.item))));
  await dashboard.page.getByRole("button", { name: "Hide 30 buckets" }).click();
});

test("the keys read the chart bucket by bucket with the same numbers", async () => {
  await dashboard.show(pageState(), costPage());
  const chart = dashboard.page.getByRole("img", { name: /^Stacked bar chart/ });
  assert.match((await chart.getAttribute("aria-label")) ?? "", new RegExp(`Total \\${dollars(rows)}`));
  await chart.focus();
  const readout = dashboard.page.locator("[data-readout]");
  for (const [key, day] of [["End", today], ["ArrowLeft", today - 1], ["ArrowLeft", today - 2], ["Home", today - 29], ["ArrowRight", today - 28]] as const) {
    await dashboard.page.keyboard.press(key);
    await dashboard.settled();
    const own = rows.filter((row) => row.day === day);
    const said = await readout.innerText();
    assert.ok(said.includes(`: ${dollars(own)}.`), `${key}: ${said}`);
    assert.ok(said.includes(`Checkout assistant ${dollars(own.filter((row) => row.project === "proj_checkout"))}`), said);
    assert.equal(said.includes("may still change"), day >= today - 2, said);
  }
});

test("the bars on the canvas are as high as the bucket totals", async () => {
  await dashboard.show(pageState(), costPage(costRows(), [today - 12]));
  const heights = await dashboard.page.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
    const context = canvas.getContext("2d");
    const { data, width, height } = context?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: new Uint8ClampedArray(), width: 0, height: 0 };
    // A bar's pixels are opaque and far from grey; the grid and the dots are neither.
    const isBar = (x: number, y: number): boolean => {
      const [r = 0, g = 0, b = 0, a = 0] = data.slice((y * width + x) * 4, (y * width + x) * 4 + 4);
      return a > 200 && Math.max(r, g, b) - Math.min(r, g, b) > 40;
    };
    return Array.from({ length: width }, (_, x) => Array.from({ length: height }, (_, y) => y).filter((y) => isBar(x, y))).map((found) => (found.at(-1) ?? 0) - (found[0] ?? 0));
  });
  // Runs of columns that hold a bar, each run one bucket.
  const bars: number[] = [];
  let inside = false;
  for (const height of heights) {
    if (height > 0 && !inside) bars.push(height);
    else if (height > 0) bars.push(Math.max(bars.pop() ?? 0, height));
    inside = height > 0;
  }
  const totals = Array.from({ length: 30 }, (_, index) => today - 29 + index)
    .filter((day) => day !== today - 12 && day < today - 2)
    .map((day) => Number(dollars(rows.filter((row) => row.day === day)).slice(1)));
  assert.equal(bars.length, 29); // the missing day has none
  const most = Math.max(...totals);
  const highest = Math.max(...bars);
  totals.forEach((total, index) => {
    const drawn = (bars[index] ?? 0) / highest;
    assert.ok(Math.abs(drawn - total / most) < 0.05, `bar ${String(index)}: ${String(drawn)} for ${String(total / most)}`);
  });
});

test("a filter, a group-by and a shorter range are answered from the rows at hand, exactly", async () => {
  await dashboard.show(pageState(), costPage());
  await dashboard.choose("Group by", "Line item");
  assert.deepEqual((await table(/^Cost by Line item/)).map(([name, cost]) => [name, cost]), dollarsBy(rows, (row) => row.item));
  await dashboard.filter("Project").click();
  await dashboard.page.getByRole("option", { name: /Voice agents/ }).click();
  await dashboard.page.getByRole("option", { name: /unattributed/ }).click();
  await dashboard.page.keyboard.press("Escape");
  await dashboard.choose("Range", "Last 7 days");
  const kept = rows.filter((row) => row.day > today - 7 && (row.project === "proj_voice" || row.project === null));
  assert.equal(await dashboard.tile("total"), dollars(kept));
  assert.deepEqual((await table(/^Cost by Line item/)).map(([name, cost]) => [name, cost]), dollarsBy(kept, (row) => row.item));
  await dashboard.page.getByRole("button", { name: "Clear filters" }).click();
  await dashboard.settled();
  assert.equal(await dashboard.tile("total"), dollars(rows.filter((row) => row.day > today - 7)));
});

test("the month to date has a run rate, called an estimate, and its share of the budget", async () => {
  const month = costRows({ from: today - 21, to: today + 1 });
  const budget = { dailyUsd: null, monthlyUsd: "3000" };
  await dashboard.show(pageState({ query: asking({ range: "monthToDate" }), budget }), costPage(month));
  const spent = Number(toText(round(sum(month), 6)));
  assert.equal(await dashboard.tile("budget"), `${((spent / 3000) * 100).toFixed(1)}%`);
  const passed = now - Date.UTC(2026, 10, 1) / 1000;
  const rate = (spent * 30 * 86_400) / passed;
  const shown = Number((await dashboard.tile("runRate")).replace(/[$,]/g, ""));
  assert.ok(Math.abs(shown - rate) <= 0.01, `${String(shown)} for ${String(rate)}`);
  await dashboard.page.getByText("Run rate (estimate)").waitFor();
  await dashboard.show(pageState({ query: asking({ range: "monthToDate", filters: { project_id: ["proj_voice"] } }), budget }), costPage(month));
  assert.equal(await dashboard.page.locator("[data-tile=budget]").count(), 0); // a part has no share in the whole's budget
  await dashboard.show(pageState({ query: asking({ range: "monthToDate", filters: { project_id: [] } }), budget }), costPage(month));
  assert.equal(await dashboard.page.locator("[data-tile=budget]").count(), 0); // nor has nothing
});

test("tokens by the hour: hours of the last day, in tokens and then in requests", async () => {
  const days = { from: today - 1, to: today + 1 };
  const query = asking({ source: "completions", metric: "total_tokens", groupBy: "model", range: "last24Hours" });
  const page = completionsPage("1h", days);
  await dashboard.show(pageState({ query }), page);
  const from = Math.floor(now / 3600) * 3600 + 3600 - 86_400;
  const total = (fields: readonly string[]): number =>
    page.segments.reduce((all, segment) => {
      for (let row = 0; row < segment.rows; row += 1)
        if (segment.day * 86_400 + (segment.at[row] ?? 0) * 60 >= from) for (const field of fields) all += segment.counts[field]?.[row] ?? 0;
      return all;
    }, 0);
  assert.equal(await dashboard.tile("total"), `${total(["input_tokens", "output_tokens"]).toLocaleString("en-US")} tokens`);
  await dashboard.choose("Metric", "Requests");
  assert.equal(await dashboard.tile("total"), `${total(["num_model_requests"]).toLocaleString("en-US")} requests`);
  await dashboard.page.getByRole("button", { name: "Show 24 buckets" }).waitFor();
  await dashboard.choose("Metric", "Text output tokens"); // a field that no row reports
  assert.equal(await dashboard.tile("total"), "—");
});

test("a level such as bytes stored is its newest value, not a sum of days", async () => {
  const segments = [today - 1, today].map((day) => {
    const builder = new SegmentBuilder("vector_stores", ["project_id"], "1d", day);
    builder.addBucket(0);
    builder.addRow({ at: 0, dimensions: [1], counts: [(day - today + 3) * 2 ** 30] });
    return builder.finish();
  });
  const query = asking({ source: "vector_stores", metric: "usage_bytes", range: "last7Days" });
  const page = { source: "vector_stores", view: "project_id", width: "1d", segments, fetchedAt: allFetched(segments), missing: [], texts: ["proj_docs"], names: [] } as const;
  await dashboard.show(pageState({ query }), page);
  assert.equal(await dashboard.tile("total"), "3.00 GiB");
  assert.equal(await dashboard.page.locator("[data-tile=average]").count(), 0);
});

test("columns sort both ways, and say so", async () => {
  await dashboard.show(pageState(), costPage());
  const header = (name: string) => dashboard.page.getByRole("columnheader", { name });
  const names = async (): Promise<string[]> => (await table(/^Cost by Project/)).map(([name]) => name ?? "");
  assert.equal(await header("Cost").getAttribute("aria-sort"), "descending");
  const largestFirst = await names();
  await header("Cost").getByRole("button").click();
  await dashboard.settled();
  assert.equal(await header("Cost").getAttribute("aria-sort"), "ascending");
  assert.deepEqual(await names(), largestFirst.toReversed());
  await header("Project").getByRole("button").click();
  await dashboard.settled();
  assert.equal(await header("Cost").getAttribute("aria-sort"), "none");
  assert.deepEqual(await names(), largestFirst.toSorted((a, b) => new Intl.Collator("en-GB", { sensitivity: "base" }).compare(a, b)));
});

test("numbers are written as the reader's language writes them, on every surface of the page", async () => {
  const german = await dashboards.open({ locale: "de" });
  try {
    const many = Array.from({ length: 1_200 }, (_, index): CostRow => ({ day: today, project: `proj_${String(index)}`, item: "gpt", amount: "1" }));
    await german.show(pageState(), costPage(many));
    await german.page.getByRole("button", { name: "Show one by one: Other (1.190)" }).waitFor();
    await german.show(pageState(), costPage());
    const spaced = (text: string): string => text.replace(/\u00a0/g, " ");
    const total = Number(dollars(rows).replace(/[$,]/g, "")).toLocaleString("de", { minimumFractionDigits: 2 });
    assert.equal(spaced(await german.tile("total")), `${total} $`);
    const page = spaced(await german.page.locator("#app").innerText());
    assert.match(page, /\d,\d %/);
    assert.doesNotMatch(page, /\$\d|\d\.\d %|\d\.\d\d \$|\d%/);
    assert.match(spaced((await german.page.getByRole("img", { name: /^Stacked bar chart/ }).getAttribute("aria-label")) ?? ""), new RegExp(`Total ${total.replaceAll(".", "\\.")} \\$`));
  } finally {
    await german.close();
  }
});
