import assert from "node:assert/strict";
import { test } from "node:test";
import { isoDay } from "../../src/domain/buckets.ts";
import type { ViewQuery } from "../../src/domain/viewQuery.ts";
import { dashboard, freshPages } from "./freshPages.ts";
import { dollars } from "./independentTotals.ts";
import { asking, pageState } from "./pageStates.ts";
import { completionsPage, costPage, costRows, emptyPage, last30Days, projects, today } from "./sampleRows.ts";

freshPages();

const compare = () => dashboard.page.getByRole("button", { name: "Compare with the period before" });
const way = () => dashboard.page.getByRole("navigation", { name: "Way back" });
const title = () => dashboard.page.getByRole("heading", { level: 1 }).innerText();
async function lastView(): Promise<ViewQuery> {
  const last = await dashboard.lastSent();
  if (last?.type !== "setView") assert.fail(`the last message is ${JSON.stringify(last)}`);
  return last.body;
}

test("comparing is asked for and taken back, and the answer stays while the period before is on its way", async () => {
  await dashboard.show(pageState(), costPage());
  assert.equal(await compare().getAttribute("aria-pressed"), "false");
  await compare().click();
  await dashboard.settled();
  assert.deepEqual(await lastView(), asking({ compare: true }));
  assert.equal(await compare().getAttribute("aria-pressed"), "true");
  assert.equal(await dashboard.tile("total"), dollars(costRows()));
  await dashboard.show(pageState({ query: asking({ compare: true }), status: { loading: true } }), costPage());
  await dashboard.page.getByText("Still loading: 30 of 30 days of the period before (24 Sep – 23 Oct 2026).").waitFor();
  await compare().click();
  await dashboard.settled();
  assert.deepEqual(await lastView(), asking({}));
});

test("what the period before lacks is said, and is no gap of the answer; once it is there, nothing is", async () => {
  const both = costRows({ from: today - 59, to: today + 1 });
  const query = asking({ compare: true });
  const lacks = dashboard.page.getByText(/of the period before/);
  await dashboard.show(pageState({ query }), costPage(both, [today - 40, today - 41]));
  await dashboard.page.getByText("Missing: 2 of 30 days of the period before (24 Sep – 23 Oct 2026). What is compared with it is without them.").waitFor();
  assert.equal(await dashboard.tile("total"), dollars(both.filter(({ day }) => day >= today - 29)));
  assert.match(await dashboard.page.locator("[data-tile=total]").innerText(), /30 UTC days/);
  await dashboard.show(pageState({ query }), costPage(both));
  assert.equal(await lacks.count(), 0);
});

test("where the period before lies beyond a year, comparing cannot be chosen, and the reason can be read with the keys", async () => {
  await dashboard.show(pageState({ query: asking({ range: "last12Months" }) }), costPage());
  assert.equal(await compare().getAttribute("aria-disabled"), "true");
  const reason = await compare().evaluate((button) => document.querySelector(`#${button.getAttribute("aria-describedby") ?? ""}`)?.textContent);
  assert.match(reason ?? "", /^OpenAI keeps about 12 months\. The period before \(.+\) lies beyond\.$/);
  const sent = (await dashboard.sent()).length;
  const told = dashboard.page.locator("#compare-says");
  const size = async (): Promise<number> => (await told.boundingBox())?.width ?? 0;
  assert.ok((await size()) <= 1);
  await compare().focus();
  assert.ok((await size()) > 100 && (await told.evaluate((element) => getComputedStyle(element).clipPath)) === "none", "the reason is out of sight");
  await dashboard.page.keyboard.press("Enter");
  await dashboard.settled();
  assert.equal((await dashboard.sent()).length, sent);
  assert.equal(await compare().evaluate((button) => button === document.activeElement), true);
});

test("a part of a day says its times, and goes back to whole days", async () => {
  const range = { from: "2026-11-20", to: "2026-11-20" };
  const query = asking({ source: "completions", metric: "total_tokens", groupBy: "model", range: { ...range, minutes: [610, 700] } });
  await dashboard.show(pageState({ query }));
  assert.equal(await dashboard.chosen("Range"), "Custom…");
  assert.equal(await dashboard.page.getByLabel("From (UTC)").inputValue(), "2026-11-20");
  assert.equal(await dashboard.page.getByRole("group", { name: "What is shown" }).getByText("20 Nov 10:10 – 11:40 UTC").count(), 1);
  await dashboard.page.getByRole("button", { name: "Whole days" }).click();
  await dashboard.settled();
  assert.deepEqual(await lastView(), { ...query, range });
  assert.equal(await dashboard.page.getByRole("button", { name: "Whole days" }).count(), 0);
});

test("a part that ends with its day ends at 24:00", async () => {
  const query = asking({ source: "completions", metric: "total_tokens", groupBy: "model", range: { from: "2026-11-20", to: "2026-11-20", minutes: [1_380, 1_440] } });
  await dashboard.show(pageState({ query }));
  await dashboard.page.getByRole("group", { name: "What is shown" }).getByText("20 Nov 23:00 – 24:00 UTC").waitFor();
});

test("a width that the range does not offer becomes the nearest that it does, and the choice shows what is drawn", async () => {
  const days = { from: today - 6, to: today + 1 };
  const query = asking({ source: "completions", metric: "total_tokens", groupBy: "model", range: "last7Days", width: "1m" });
  await dashboard.show(pageState({ query }), completionsPage("1h", days));
  assert.equal(await dashboard.chosen("Bucket"), "1 hour");
  await dashboard.page.getByRole("button", { name: "Show 168 buckets" }).waitFor();
  await dashboard.show(pageState({ query: { ...query, range: "last90Days" } }));
  assert.equal(await dashboard.chosen("Bucket"), "1 day");
  await dashboard.choose("Range", "Today (UTC)");
  assert.equal(await dashboard.chosen("Bucket"), "1 minute"); // what was chosen holds where it can
});

test("an empty range offers the nearest days with usage, and leaves a way back", async () => {
  const query = asking({ source: "images", metric: "images", groupBy: "model" });
  await dashboard.show(pageState({ query, nearest: { from: today - 50, to: today - 43 } }), emptyPage("images", "1d"));
  assert.equal(await way().count(), 0);
  await dashboard.page.getByRole("button", { name: "Show 3 Oct – 9 Oct" }).click();
  await dashboard.settled();
  assert.deepEqual(await lastView(), { ...query, range: { from: isoDay(today - 50), to: isoDay(today - 44) } });
  assert.deepEqual(await way().getByRole("listitem").allInnerTexts(), ["Images by model", "3 Oct – 9 Oct 2026"]);
  assert.equal(await way().locator("[aria-current=step]").innerText(), "3 Oct – 9 Oct 2026");
  await way().getByRole("button", { name: "Images by model" }).click();
  await dashboard.settled();
  assert.deepEqual(await lastView(), query);
  assert.equal(await way().count(), 0);
  assert.equal(await dashboard.page.evaluate(() => document.activeElement?.tagName), "H1");
});

test("Alt and the left arrow go one step back, but not while a text is written", async () => {
  const query = asking({ source: "images", metric: "images", groupBy: "model" });
  await dashboard.show(pageState({ query, nearest: { from: today - 50, to: today - 43 } }), emptyPage("images", "1d"));
  await dashboard.page.getByRole("button", { name: "Show 3 Oct – 9 Oct" }).click();
  await dashboard.settled();
  await dashboard.page.getByLabel("From (UTC)").focus();
  await dashboard.page.keyboard.press("Alt+ArrowLeft");
  await dashboard.settled();
  assert.equal(await way().count(), 1);
  await dashboard.choice("Bucket").focus();
  await dashboard.page.keyboard.press("Alt+ArrowLeft");
  await dashboard.settled();
  assert.deepEqual(await lastView(), query);
  assert.equal(await way().count(), 0);
});

test("a question from elsewhere ends the way back", async () => {
  const query = asking({ source: "images", metric: "images", groupBy: "model" });
  await dashboard.show(pageState({ query, nearest: { from: today - 50, to: today - 43 } }), emptyPage("images", "1d"));
  await dashboard.page.getByRole("button", { name: "Show 3 Oct – 9 Oct" }).click();
  await dashboard.settled();
  const sent = await lastView();
  await dashboard.show(pageState({ query: sent }), emptyPage("images", "1d"));
  assert.equal(await way().count(), 1, "an echo does not");
  await dashboard.show(pageState({ query: asking({ groupBy: "line_item" }) }), costPage());
  assert.equal(await title(), "Costs by line item");
  assert.equal(await way().count(), 0);
});

test("the nearest days of an older question are not offered for a newer one", async () => {
  const query = asking({ source: "completions", metric: "total_tokens", groupBy: "model", filters: {} });
  await dashboard.show(pageState({ query, nearest: { from: today - 50, to: today - 43 } }), { ...emptyPage("completions", "1d"), names: [] });
  await dashboard.choose("Metric", "Input tokens");
  await dashboard.page.getByText("No usage in this range").waitFor();
  assert.equal(await dashboard.page.getByRole("button", { name: /^Show 3 Oct/ }).count(), 0);
  await dashboard.page.getByRole("button", { name: "Show Last 12 Months" }).waitFor();
});

test("while it loads, what is fetched is said politely; the year's progress is said, and not read out", async () => {
  const fetching = "Fetching costs by project and line item, 24 Oct – 22 Nov…";
  await dashboard.show(pageState({ status: { loading: true, fetching } }), costPage(costRows(), [today - 20]));
  await dashboard.page.getByRole("status").getByText(fetching).waitFor();
  await dashboard.show(pageState({ status: { fetching: "Fetching the rest of the year: 45 %" } }), costPage());
  const year = dashboard.page.getByText("Fetching the rest of the year: 45 %");
  assert.ok(await year.isVisible());
  assert.equal(await year.evaluate((element) => element.closest("[role=status]")), null);
  await dashboard.show(pageState(), costPage());
  assert.equal(await dashboard.page.getByText(/^(Fetching|Loading)/).count(), 0);
});

test("rare filters stand behind one button with their number; the usual ones in the bar", async () => {
  const query = asking({ source: "completions", metric: "total_tokens", groupBy: "model" });
  await dashboard.show(pageState({ query }), completionsPage("1d", last30Days));
  const bar = dashboard.page.getByRole("group", { name: "Filters" });
  assert.deepEqual(await bar.locator(":scope > button").allInnerTexts(), ["Project", "Model", "User", "API key", "More filters"]);
  await bar.getByRole("button", { name: "More filters" }).click();
  const more = dashboard.page.getByRole("dialog", { name: "More filters" });
  await more.getByRole("button", { name: "Batch" }).click();
  await dashboard.page.getByRole("option", { name: /^Not batch/ }).click();
  await dashboard.settled();
  assert.deepEqual((await lastView()).filters, { batch: ["false"] });
  assert.ok(await more.isVisible(), "its picker leaves it open");
  assert.match(await bar.getByRole("button", { name: /^More filters/ }).innerText(), /^More filters\s*1$/);
  await dashboard.page.getByRole("button", { name: "Remove filter Batch: Not batch" }).click();
  await dashboard.settled();
  assert.deepEqual((await lastView()).filters, {});
});

test("what is reported apart can be grouped by from there, and then filtered", async () => {
  await dashboard.show(pageState(), costPage());
  await dashboard.page.getByRole("button", { name: "More filters" }).click();
  const more = dashboard.page.getByRole("dialog", { name: "More filters" });
  await more.getByText("Reported apart from this grouping:").waitFor();
  await more.getByRole("button", { name: "Group by API key" }).click();
  await dashboard.settled();
  assert.deepEqual(await lastView(), asking({ groupBy: "api_key_id" }));
  assert.equal(await more.isVisible(), false);
  await dashboard.filter("API key").waitFor();
});

test("each of many values of one filter can be taken away by itself", async () => {
  const asked = [...projects.map(([id]) => id), null].slice(0, 6);
  await dashboard.show(pageState({ query: asking({ filters: { project_id: asked } }) }), costPage());
  const chips = dashboard.page.getByRole("list", { name: "Active filters" });
  assert.equal(await chips.getByRole("button", { name: /^Remove filter/ }).count(), 4);
  await chips.getByRole("button", { name: "Project: 2 more" }).click();
  await dashboard.page.getByRole("button", { name: `Remove filter Project: ${projects[5][1]}` }).click();
  await dashboard.settled();
  assert.deepEqual((await lastView()).filters, { project_id: asked.slice(0, 5) });
});

test("where nothing was loaded, there is nothing to filter by and nothing to export", async () => {
  const problem = { text: "The key was rejected.", action: "setAdminKey" } as const;
  await dashboard.show(pageState({ status: { asOf: null, problem } }), { ...costPage([]), segments: [], missing: [today] });
  assert.ok(await dashboard.filter("Project").isDisabled());
  assert.ok(await dashboard.page.getByRole("button", { name: "Export" }).isDisabled());
});
