import assert from "node:assert/strict";
import { test } from "node:test";
import { add, parseDecimal, round, subtract, toText, zero, type Decimal } from "../../src/domain/decimal.ts";
import { formatUsdChange, usd } from "../../src/domain/money.ts";
import { writeDigits } from "../../src/domain/numberFormat.ts";
import { billedPage, billedRows } from "./billedRows.ts";
import { dashboard, dashboards, freshPages } from "./freshPages.ts";
import { dollars, sum } from "./independentTotals.ts";
import { asking, pageState } from "./pageStates.ts";
import { cell, column, headings, row, sums, toggleColumn } from "./readTable.ts";
import { completionsPage, costPage, costRows, last30Days, projects, today } from "./sampleRows.ts";

freshPages();

const twoMonths = costRows({ from: today - 59, to: today + 1 });
const now = twoMonths.filter((each) => each.day > today - 30);
const before = twoMonths.filter((each) => each.day <= today - 30);
const tokens = { source: "completions", metric: "total_tokens", groupBy: "model" } as const;

/** A number of doubles, exact as long as it is below 2^53. */
function counted(page: ReturnType<typeof completionsPage>, fields: readonly string[], model?: string): number {
  return page.segments.reduce((all, segment) => {
    for (let at = 0; at < segment.rows; at += 1)
      if (model === undefined || page.texts[(segment.dimensions.model?.[at] ?? 0) - 1] === model) for (const field of fields) all += segment.counts[field]?.[at] ?? 0;
    return all;
  }, 0);
}

test("each question comes with the columns that help it, and offers the others", async () => {
  await dashboard.show(pageState(), costPage());
  assert.deepEqual(await headings(), ["Project", "Cost", "Share", "Trend"]);
  await dashboard.show(pageState({ query: asking({ groupBy: "line_item" }) }), costPage());
  assert.deepEqual(await headings(), ["Line item", "Cost", "Share", "Trend", "Quantity", "Effective price"]);
  await dashboard.show(pageState({ query: asking(tokens) }), completionsPage("1d", last30Days));
  assert.deepEqual(await headings(), ["Model", "Tokens", "Share", "Trend", "Requests"]);
  await dashboard.page.getByRole("button", { name: "Columns" }).click();
  const offered = await dashboard.page.getByRole("dialog", { name: "Columns" }).getByRole("checkbox").count();
  assert.equal(offered, 2 + 17 + 1); // share and trend, every metric but the one shown, cached share
});

test("a column is chosen with the keys alone, kept for its source, and the usual ones come back", async () => {
  await dashboard.show(pageState({ query: asking(tokens) }), completionsPage("1d", last30Days));
  await dashboard.page.getByRole("button", { name: "Columns" }).focus();
  for (const key of ["Enter", "Space", "ArrowDown", "ArrowDown", "Space", "Escape"]) {
    await dashboard.page.keyboard.press(key);
    await dashboard.settled();
  }
  assert.deepEqual(await headings(), ["Model", "Tokens", "Trend", "Input tokens", "Requests"]);
  const again = await dashboards.open({ kept: await dashboard.kept() });
  await again.show(pageState({ query: asking(tokens) }), completionsPage("1d", last30Days));
  assert.deepEqual((await again.page.getByRole("columnheader").allInnerTexts()).map((text) => text.trim()), ["Model", "Tokens", "Trend", "Input tokens", "Requests"]);
  await again.close();
  await dashboard.show(pageState(), costPage());
  assert.deepEqual(await headings(), ["Project", "Cost", "Share", "Trend"]);
  await dashboard.show(pageState({ query: asking(tokens) }), completionsPage("1d", last30Days));
  await dashboard.page.getByRole("button", { name: "Columns" }).click();
  await dashboard.page.getByRole("button", { name: "Show the usual columns" }).click();
  await dashboard.settled();
  assert.deepEqual(await headings(), ["Model", "Tokens", "Share", "Trend", "Requests"]);
});

test("what was taken away under one group-by takes away nothing that is usual under another", async () => {
  await dashboard.show(pageState(), billedPage());
  await toggleColumn("Trend");
  assert.deepEqual(await headings(), ["Project", "Cost", "Share"]);
  await dashboard.choose("Group by", "Line item");
  assert.deepEqual(await headings(), ["Line item", "Cost", "Share", "Quantity", "Effective price"]);
  await toggleColumn("Quantity");
  await dashboard.choose("Group by", "Project");
  await toggleColumn("Effective price");
  assert.deepEqual(await headings(), ["Project", "Cost", "Share", "Effective price"]);
  await dashboard.choose("Group by", "Line item");
  assert.deepEqual(await headings(), ["Line item", "Cost", "Share", "Effective price"]);
  await toggleColumn("Trend", "Quantity", "Effective price");
  await dashboard.choose("Group by", "Project");
  assert.deepEqual(await headings(), ["Project", "Cost", "Share", "Trend"]); // the newest choice holds
  await dashboard.page.getByRole("button", { name: "Columns" }).click();
  await dashboard.page.getByRole("button", { name: "Show the usual columns" }).click();
  await dashboard.choose("Group by", "Line item");
  assert.deepEqual(await headings(), ["Line item", "Cost", "Share", "Trend", "Quantity", "Effective price"]);
});

test("other metrics have their own exact numbers and sums, and sort by them", async () => {
  const page = completionsPage("1d", last30Days);
  await dashboard.show(pageState({ query: asking({ ...tokens, metric: "input_tokens" }) }), page);
  await toggleColumn("Output tokens");
  for (const model of ["gpt-5.2", "o4-mini"]) {
    assert.equal(await (await cell(new RegExp(`^${model}$`), "Output tokens")).innerText(), counted(page, ["output_tokens"], model).toLocaleString("en-US"));
    assert.equal(await (await cell(new RegExp(`^${model}$`), "Requests")).innerText(), counted(page, ["num_model_requests"], model).toLocaleString("en-US"));
  }
  assert.equal((await sums("Total"))["Output tokens"], counted(page, ["output_tokens"]).toLocaleString("en-US"));
  await dashboard.page.getByRole("columnheader", { name: "Output tokens" }).getByRole("button").click();
  await dashboard.settled();
  const numbers = (await column("Output tokens")).map((text) => Number(text.replaceAll(",", "")));
  assert.deepEqual(numbers, numbers.toSorted((a, b) => b - a));
  await dashboard.page.getByRole("columnheader", { name: "Output tokens" }).getByRole("button").click();
  await dashboard.settled();
  assert.deepEqual((await column("Output tokens")).map((text) => Number(text.replaceAll(",", ""))), numbers.toReversed());
  await toggleColumn("Output tokens"); // sorted by what is not there any more
  assert.equal(await dashboard.page.getByRole("columnheader", { name: "Input tokens" }).getAttribute("aria-sort"), "descending");
});

test("the cached share is of the input, and of all input below", async () => {
  const page = completionsPage("1d", last30Days);
  const segments = page.segments.map((segment) => ({ ...segment, counts: { ...segment.counts, input_cached_tokens: Float64Array.from(segment.counts["input_tokens"] ?? [], (value, at) => Math.floor(value * (at % 3) * 0.2)) } }));
  const cached = { ...page, segments };
  await dashboard.show(pageState({ query: asking(tokens) }), cached);
  await toggleColumn("Cached share");
  const share = (model?: string): string => `${((counted(cached, ["input_cached_tokens"], model) / counted(cached, ["input_tokens"], model)) * 100).toFixed(1)}%`;
  assert.equal(await (await cell("gpt-5.2-mini", "Cached share")).innerText(), share("gpt-5.2-mini"));
  assert.equal((await sums("Total"))["Cached share"], share());
  assert.equal(await dashboard.tile("cached"), share());
  assert.equal(
    await dashboard.page.locator("[data-tile=cached] .tile-value").getAttribute("title"),
    `${counted(cached, ["input_cached_tokens"]).toLocaleString("en-US")} of ${counted(cached, ["input_tokens"]).toLocaleString("en-US")} input tokens`,
  );
});

test("what was billed for has its quantity and price, where it is counted in one unit", async () => {
  await dashboard.show(pageState({ query: asking({ groupBy: "line_item" }) }), billedPage());
  const own = billedRows.filter((each) => each.item === "gpt-5.2, input");
  const total = (texts: readonly (string | null)[]): Decimal => texts.reduce((all, text) => add(all, parseDecimal(text ?? "0") ?? zero), zero);
  const quantity = toText(total(own.map((each) => each.quantity)));
  assert.equal(await (await cell(/^gpt-5.2, input/, "Quantity")).innerText(), `${writeDigits(quantity)} tokens`);
  const price = await cell(/^gpt-5.2, input/, "Effective price");
  const amount = total(own.map((each) => each.amount));
  assert.equal(await price.innerText(), `$${(Number(toText(amount)) / Number(quantity)).toPrecision(6).replace(/0+$/, "")} / token`);
  assert.match((await price.getAttribute("title")) ?? "", new RegExp(`^${writeDigits(toText(amount).split(".")[0] ?? "")}\\.${toText(amount).split(".")[1] ?? ""} USD ÷ \\(${writeDigits(quantity)} tokens\\) = 0\\.\\d{20,} USD / token$`));
  assert.equal(await (await cell(/^gpt-image-1/, "Effective price")).innerText(), "$0.042 / image");
  for (const [item, heading, reason] of [
    [/^whisper/, "Quantity", "Counted in different units"],
    [/^whisper/, "Effective price", "Counted in different units"],
    [/^web search/, "Effective price", "No unit is reported"],
    [/training/, "Effective price", "Some rows report no quantity"],
  ] as const) {
    const none = await cell(item, heading);
    assert.deepEqual([await none.innerText(), await none.getAttribute("title")], ["—", reason]);
  }
  assert.equal(await (await cell(/training/, "Quantity")).innerText(), "290 tokens");
  assert.deepEqual([(await sums("Total"))["Quantity"], (await sums("Total"))["Effective price"]], ["—", "—"]);
});

test("quantities and prices are counted in words, in whatever unit the API sends them", async () => {
  await dashboard.show(pageState({ query: asking({ groupBy: "line_item" }) }), billedPage());
  for (const [item, quantity, price] of [
    [/cached input/, "1,234.5 × 1,000 tokens", "$0.0101256 / 1,000 tokens"],
    [/transcribe/, "7,200 seconds", "$0.000208333 / second"],
    [/memory/, "15 GiB-hours", "$0.06 / GiB-hour"],
    [/^tts/, "1 character", "$0.000015 / character"],
    [/^evals/, "60 grader runs", "$0.01 / grader run"],
  ] as const)
    assert.deepEqual([await (await cell(item, "Quantity")).innerText(), await (await cell(item, "Effective price")).innerText()], [quantity, price]);
  const cut = await dashboard.page.locator("table.breakdown td.number").evaluateAll((cells) => cells.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.textContent));
  assert.deepEqual(cut, []);
});

test("a price is written as the reader's language writes dollars", async () => {
  const german = await dashboards.open({ locale: "de" });
  try {
    await german.show(pageState({ query: asking({ groupBy: "line_item" }) }), billedPage());
    const image = german.page.locator("table.breakdown tbody").getByRole("row", { name: /^gpt-image-1/ });
    assert.match(await image.innerText(), /0,042\s\$ \/ image/);
  } finally {
    await german.close();
  }
});

test("where all is counted in one unit, quantity and price stand below, too", async () => {
  const rows = billedRows.filter((each) => each.item === "gpt-5.2, output");
  await dashboard.show(pageState({ query: asking({ groupBy: "line_item" }) }), billedPage(rows));
  const { Quantity: quantity, "Effective price": price } = await sums("Total");
  assert.deepEqual([quantity, price], [`${(150_000 * 30).toLocaleString("en-US")} tokens`, "$0.00001 / token"]);
});

test("against the period before each row has what it changed by, in dollars and per cent, exactly", async () => {
  await dashboard.show(pageState({ query: asking({ compare: true }) }), costPage(twoMonths));
  assert.deepEqual(await headings(), ["Project", "Cost", "Change", "Change %", "Share", "Trend"]);
  for (const [id, name] of projects.slice(0, 4)) {
    const [was, is] = [sum(before.filter((each) => each.project === id)), sum(now.filter((each) => each.project === id))];
    assert.equal(await (await cell(name, "Change")).innerText(), formatUsdChange(usd(subtract(is, was))));
    const ratio = Number(toText(subtract(is, was))) / Number(toText(was));
    assert.equal(await (await cell(name, "Change %")).innerText(), `${ratio < 0 ? "−" : "+"}${Math.abs(ratio * 100).toFixed(1)}%`);
    const exact = toText(subtract(is, was)).replace("-", "−");
    assert.ok((await (await cell(name, "Change")).getAttribute("title"))?.startsWith(`Exactly ${exact} USD`), exact);
  }
  assert.equal((await sums("Total"))["Change"], formatUsdChange(usd(subtract(sum(now), sum(before)))));
  await toggleColumn("Before");
  assert.equal((await sums("Total"))["Before"], dollars(before));
  const ratio = Number(toText(round(subtract(sum(now), sum(before)), 12))) / Number(toText(round(sum(before), 12)));
  const caption = dashboard.page.locator("[data-tile=total] .tile-caption");
  assert.equal(await caption.innerText(), `${ratio < 0 ? "−" : "+"}${Math.abs(ratio * 100).toFixed(1)}% on the 30 days before`);
});

test("what was not there before is new, and sorts as the largest growth", async () => {
  const rows = twoMonths.filter((each) => each.project !== "proj_evals" || each.day > today - 30);
  await dashboard.show(pageState({ query: asking({ compare: true }) }), costPage(rows));
  assert.equal(await (await cell("Evals", "Change %")).innerText(), "new");
  assert.equal(await (await cell("Evals", "Change")).innerText(), `+${dollars(now.filter((each) => each.project === "proj_evals"))}`);
  await dashboard.page.getByRole("columnheader", { name: "Change %" }).getByRole("button").click();
  await dashboard.settled();
  assert.equal((await column("Project"))[0], "Evals");
});

test("where either period lacks a day, nothing is compared, and it says why", async () => {
  for (const [missing, reason] of [
    [today - 40, "Incomplete: the period before is without 1 day"],
    [today - 5, "Incomplete: this period is without 1 day"],
  ] as const) {
    await dashboard.show(pageState({ query: asking({ compare: true }) }), costPage(twoMonths, [missing]));
    const change = await cell("Evals", "Change");
    assert.deepEqual([await change.innerText(), await change.getAttribute("title")], ["—", reason]);
    assert.equal((await sums("Total"))["Change %"], "—");
    assert.match(await dashboard.page.locator("[data-tile=total] .tile-caption").innerText(), /incomplete/);
  }
  await dashboard.show(pageState({ query: asking({ compare: true }) }), costPage());
  assert.equal(await (await cell("Evals", "Change")).getAttribute("title"), "The period before is not loaded");
});

test("the trend goes over the buckets from zero up, with gaps where nothing is known, and without the day that is not over", async () => {
  await dashboard.show(pageState(), costPage(costRows(), [today - 12]));
  const path = (await row("Checkout assistant").locator(".spark path").getAttribute("d")) ?? "";
  const own = costRows().filter((each) => each.project === "proj_checkout" && each.day !== today - 12 && each.day !== today);
  assert.equal(path.split("M").length - 1, 2); // one gap, two lines
  const points = path.split(/[ML]/).slice(1).map((point) => Number(point.split(" ")[1]));
  assert.equal(points.length, 28);
  const days = [...new Set(own.map((each) => each.day))].map((day) => Number(toText(sum(own.filter((each) => each.day === day)))));
  const most = Math.max(...days);
  days.forEach((value, index) => { assert.ok(Math.abs((points[index] ?? 0) - (16.5 - (value / most) * 15)) < 0.06, `day ${String(index)}`); });
  assert.equal(await row("Checkout assistant").locator("svg.spark").getAttribute("aria-hidden"), "true");
});
