import assert from "node:assert/strict";
import { test } from "node:test";
import { daysOf } from "../../src/domain/buckets.ts";
import { dashboard, freshPages } from "./freshPages.ts";
import { dollars } from "./independentTotals.ts";
import { asking, pageState } from "./pageStates.ts";
import { costPage, costRows, emptyPage, now, today } from "./sampleRows.ts";

freshPages();

const chart = () => dashboard.page.getByRole("img", { name: /^Stacked bar chart/ });
const text = () => dashboard.page.locator("main").innerText();

test("before the host is heard, the page has its shape and says that it loads", async () => {
  await dashboard.page.getByRole("heading", { name: "Costs by project" }).waitFor();
  await dashboard.page.getByText("Loading…").waitFor();
  assert.equal(await dashboard.page.locator("[data-tile=total] .number").count(), 0);
});

test("without a key there is an invitation with two ways on", async () => {
  await dashboard.show(pageState({ access: { kind: "none" } }));
  await dashboard.page.getByRole("button", { name: "Explore Sample Organization" }).click();
  assert.deepEqual(await dashboard.lastSent(), { type: "act", body: "useSampleOrganization" });
  await dashboard.page.getByRole("button", { name: "Set Admin Key" }).click();
  assert.deepEqual(await dashboard.lastSent(), { type: "act", body: "setAdminKey" });
  assert.equal(await dashboard.page.getByRole("combobox").count(), 0);
});

test("a setting that stops everything is said above the invitation, with what helps", async () => {
  const problem = { text: "The API address is not https.", action: "openSettings" } as const;
  await dashboard.show(pageState({ access: { kind: "none" }, status: { problem } }));
  await dashboard.page.getByRole("status").getByText(problem.text).waitFor();
  await dashboard.page.getByRole("button", { name: "Open Settings" }).click();
  assert.deepEqual(await dashboard.lastSent(), { type: "act", body: "openSettings" });
});

test("an answer shows as of when in local time and UTC, and when today resets", async () => {
  await dashboard.show(pageState(), costPage());
  const meta = await dashboard.page.locator(".meta").innerText();
  assert.match(meta, /As of 14:02 \(13:02 UTC\)/);
  assert.match(meta, /today resets at 01:00 local time/);
  assert.match(meta, /api\.openai\.com/);
  assert.match(meta, /24 Oct – 22 Nov 2026/);
  assert.equal(await dashboard.page.getByText("Sample data").count(), 0);
});

test("numbers that could not be renewed are called stale beside their time", async () => {
  await dashboard.show(pageState(), costPage());
  assert.equal(await dashboard.page.locator(".as-of").innerText(), "As of 14:02 (13:02 UTC)");
  await dashboard.show(pageState({ status: { problem: { text: "The API did not answer.", action: "refresh" } } }));
  assert.match(await dashboard.page.locator(".as-of").innerText(), /^As of 14:02 \(13:02 UTC\)\s*stale$/);
  await dashboard.show(pageState({ query: asking({ source: "images", metric: "images", groupBy: "size" }) }), emptyPage("images", "1d"));
  assert.equal(await dashboard.page.getByRole("heading", { level: 1 }).innerText(), "Images by image size");
});

test("a tile's caption and its bar are of one colour", async () => {
  for (const [monthlyUsd, level] of [["3000", "over"], ["4000", "warning"]] as const) {
    await dashboard.show(pageState({ query: asking({ range: "monthToDate" }), budget: { dailyUsd: null, monthlyUsd } }), costPage(costRows({ from: today - 21, to: today + 1 })));
    const bar = dashboard.page.locator(`[data-tile=budget] [data-level=${level}] .meter-fill`);
    const fill = await bar.evaluate((element) => getComputedStyle(element).fill);
    assert.equal(await dashboard.page.locator("[data-tile=budget] .tile-caption").evaluate((element) => getComputedStyle(element, "::before").backgroundColor), fill);
  }
});

test("sample data is marked as such, whatever else is shown", async () => {
  const badge = dashboard.page.getByText("Sample data", { exact: true });
  await dashboard.show(pageState({ access: { kind: "sample" } }), costPage());
  assert.ok(await badge.isVisible());
  await dashboard.show(pageState({ access: { kind: "sample" }, query: asking({ source: "images", metric: "images" }) }), emptyPage("images", "1d"));
  assert.ok(await badge.isVisible());
  await dashboard.choose("Source", "Embeddings");
  assert.ok(await badge.isVisible());
});

test("numbers of one account are not shown as another's while its own are being read", async () => {
  await dashboard.show(pageState(), costPage());
  assert.equal(await dashboard.page.locator("canvas").count(), 1);
  await dashboard.show(pageState({ account: 2 }));
  assert.equal(await dashboard.page.locator("canvas").count(), 0);
  assert.equal(await dashboard.page.locator(".skeleton").count(), 1);
  await dashboard.show(pageState({ account: 2 }), costPage());
  assert.equal(await dashboard.page.locator("canvas").count(), 1);
});

test("days that the API answered with nothing are no usage, and zero is not a dash", async () => {
  await dashboard.show(pageState(), { ...emptyPage("costs", "1d") });
  await dashboard.page.getByText("No usage in this range").waitFor();
  assert.equal(await dashboard.tile("total"), "$0.00");
  assert.equal(await chart().count(), 0);
  await dashboard.page.getByRole("button", { name: "Show Last 12 Months" }).click();
  const sent = await dashboard.lastSent();
  assert.equal(sent?.type === "setView" && sent.body.range, "last12Months");
});

test("a day that was not answered is a dash, not a zero", async () => {
  await dashboard.show(pageState(), costPage(costRows(), [today]));
  assert.equal(await dashboard.tile("today"), "—");
  assert.notEqual(await dashboard.tile("total"), "—");
});

test("filters that leave nothing say so, and can be cleared", async () => {
  await dashboard.show(pageState({ query: asking({ filters: { project_id: ["proj_nowhere"] } }) }), costPage());
  await dashboard.page.getByText("No usage matches these filters").waitFor();
  await dashboard.page.getByRole("button", { name: "Clear Filters", exact: true }).click();
  await chart().waitFor();
  assert.equal(await dashboard.tile("total"), dollars(costRows()));
});

test("a failure with nothing to show stands where the chart would, with what helps", async () => {
  const problem = { text: "The key was rejected by api.openai.com.", action: "setAdminKey" } as const;
  await dashboard.show(pageState({ status: { asOf: null, problem } }), { ...emptyPage("costs", "1d"), segments: [], missing: [today] });
  const message = dashboard.page.getByRole("status").filter({ hasText: problem.text });
  await message.getByText("Nothing could be loaded").waitFor();
  await message.getByRole("button", { name: "Set Admin Key" }).click();
  assert.deepEqual(await dashboard.lastSent(), { type: "act", body: "setAdminKey" });
  assert.doesNotMatch(await text(), /\$0\.00/);
  assert.match(await dashboard.page.locator(".meta").innerText(), /Not loaded yet/);
});

test("nothing interrupts who listens, and what is wrong comes into places that were there before", async () => {
  const problem = { text: "The key was rejected by api.openai.com.", action: "setAdminKey" } as const;
  const places = async () => dashboard.page.evaluate(() => [".problem", ".instead"].map((name) => document.querySelector(name)));
  const marked = async (): Promise<number> => dashboard.page.locator("[role=status][data-before]").filter({ hasText: problem.text }).count();
  await dashboard.show(pageState(), costPage());
  assert.ok((await places()).every((place) => place !== null));
  await dashboard.page.evaluate(() => { for (const place of document.querySelectorAll("[role=status]")) place.setAttribute("data-before", ""); });
  const top = async () => (await dashboard.page.locator(".controls").boundingBox())?.y;
  const atFirst = await top();
  await dashboard.show(pageState({ status: { problem } }), costPage());
  assert.equal(await marked(), 1);
  assert.equal(await top(), atFirst, "the choices stay where they are");
  await dashboard.show(pageState({ status: { asOf: null, problem } }), { ...emptyPage("costs", "1d"), segments: [], missing: [today] });
  assert.equal(await marked(), 1);
  assert.equal(await dashboard.page.locator("[role=alert], [aria-live=assertive]").count(), 0);
});

test("a failure over good numbers leaves them, marked with their age", async () => {
  const problem = { text: "api.openai.com could not be reached.", action: "refresh" } as const;
  await dashboard.show(pageState({ status: { asOf: now - 104_000, problem } }), costPage());
  await dashboard.page.getByRole("status").getByText(problem.text).waitFor();
  assert.equal(await dashboard.tile("total"), dollars(costRows()));
  assert.match(await dashboard.page.locator(".meta").innerText(), /As of 21 Nov/);
  await dashboard.page.getByRole("button", { name: "Try Again" }).click();
  assert.deepEqual(await dashboard.lastSent(), { type: "refresh", body: null });
});

test("missing days are named beside the total and below it", async () => {
  await dashboard.show(pageState(), costPage(costRows(), [today - 20, today - 19, today - 18]));
  assert.match(await dashboard.page.locator("[data-tile=total]").innerText(), /without 3 of 30 days/);
  await dashboard.page.getByText(/Missing: 3 of 30 days \(2 Nov, 3 Nov, 4 Nov\)/).waitFor();
  await dashboard.page.getByText("Not loaded: a gap, not a zero").waitFor();
});

test("a day that was fetched at noon is told as known in part, days later too", async () => {
  await dashboard.show(pageState({ now: now + 4 * 86_400, query: asking({ range: { from: "2026-11-16", to: "2026-11-22" } }) }), costPage());
  assert.match(await dashboard.page.locator("[data-tile=total]").innerText(), /without all or part of 1 of 7 days/);
  assert.match(await dashboard.page.locator("[data-tile=average]").innerText(), /over 6 complete days/);
  await dashboard.page.getByRole("list", { name: "Notes" }).getByText("Fetched before it was over: 22 Nov. Totals are without the rest of that.").waitFor();
  await dashboard.page.getByText("May still be restated", { exact: true }).waitFor();
  await dashboard.page.getByRole("button", { name: "Show 7 buckets" }).click();
  await dashboard.settled();
  assert.equal(await dashboard.page.locator(".matrix .mark").getByText("may still change").count(), 3);
});

test("days that OpenAI no longer keeps are gaps that nothing will fill, beside those that are still to come in", async () => {
  const lost = [today - 29, today - 28, today - 27];
  const state = { keptFrom: today - 26, status: { loading: true } };
  await dashboard.show(pageState(state), costPage(costRows(), lost));
  assert.match(await dashboard.page.locator("[data-tile=total]").innerText(), /without 3 of 30 days/);
  const notes = dashboard.page.getByRole("list", { name: "Notes" });
  await notes.getByText("No longer kept by OpenAI: 3 of 30 days (24 Oct, 25 Oct, 26 Oct). Totals are without them; the chart shows gaps.").waitFor();
  await dashboard.page.getByText("No longer kept by OpenAI: a gap, not a zero").waitFor();
  assert.doesNotMatch(await text(), /Still loading|Missing|Not loaded|nothing reported/);
  await dashboard.page.getByRole("button", { name: "Show 30 buckets" }).click();
  await dashboard.settled();
  assert.equal(await dashboard.page.locator(".matrix .mark").getByText("no longer kept by OpenAI").count(), 3);
  await dashboard.show(pageState(state), costPage(costRows(), [...lost, today - 20]));
  assert.match(await dashboard.page.locator("[data-tile=total]").innerText(), /without 4 of 30 days/);
  await notes.getByText("Still loading: 1 of 30 days (2 Nov)").waitFor();
});

test("a range that lies wholly before what OpenAI keeps says so, and offers the nearest days that have something", async () => {
  const range = { from: "2025-09-01", to: "2025-09-30" };
  const days = { from: today - 447, to: today - 417 };
  const state = { query: asking({ range }), keptFrom: today - 364, status: { asOf: null } };
  const rows = { ...emptyPage("costs", "1d", days), segments: [], missing: daysOf(days) };
  await dashboard.show(pageState(state), rows);
  await dashboard.page.getByRole("button", { name: "Show Last 12 Months" }).waitFor();
  await dashboard.show(pageState({ ...state, nearest: { from: today - 364, to: today - 334 } }), rows);
  await dashboard.page.getByRole("status").getByText("No longer kept by OpenAI").waitFor();
  await dashboard.page.getByText("OpenAI keeps data from 2025-11-23 (UTC) on.", { exact: false }).waitFor();
  assert.doesNotMatch(await text(), /Not loaded yet|has been fetched/);
  await dashboard.page.getByRole("button", { name: "Show 23 Nov – 22 Dec" }).click();
  assert.deepEqual((await dashboard.lastView()).range, { from: "2025-11-23", to: "2025-12-22" });
});

test("while days still come in, they are loading and not missing", async () => {
  await dashboard.show(pageState({ status: { loading: true } }), costPage(costRows(), [today - 20]));
  await dashboard.page.getByText(/Still loading: 1 of 30 days/).waitFor();
  await dashboard.page.getByText("Loading…").waitFor();
});

test("what the API refuses is said in its place, and cannot be chosen", async () => {
  const reason = "OpenAI does not give costs by User for this organization.";
  await dashboard.show(pageState({ refused: { user_id: reason } }), costPage());
  await dashboard.choice("Group by").click();
  const refused = dashboard.page.getByRole("option", { name: "User · not given to this organization" });
  assert.equal(await refused.getAttribute("aria-disabled"), "true");
  assert.equal(await refused.getAttribute("title"), reason);
  await dashboard.page.keyboard.press("Escape");
  await dashboard.show(pageState({ query: asking({ groupBy: "user_id" }), refused: { user_id: reason } }));
  await dashboard.page.getByRole("status").getByText(reason).waitFor();
  assert.equal(await dashboard.chosen("Group by"), "User · not given to this organization");
  await dashboard.page.getByRole("button", { name: "Show Total Only" }).click();
  await dashboard.settled();
  await chart().waitFor();
});

test("costs come by the day only, and the choice says so", async () => {
  await dashboard.show(pageState(), costPage());
  assert.match(await dashboard.chosen("Bucket"), /Auto \(1 day only\)/);
  await dashboard.choice("Bucket").click();
  const hour = dashboard.page.getByRole("option", { name: "1 hour · costs come by the day" });
  assert.equal(await hour.getAttribute("aria-disabled"), "true");
});

test("the last 24 hours by the day say that they are yesterday and today", async () => {
  const meta = () => dashboard.page.locator(".meta").innerText();
  const hours = { source: "completions", metric: "total_tokens", groupBy: "model", range: "last24Hours" } as const;
  await dashboard.show(pageState({ query: asking({ range: "last24Hours" }) }), costPage());
  assert.match(await meta(), /21 Nov – 22 Nov 2026\s+Costs come by the day: yesterday and today, whole/);
  await dashboard.show(pageState({ query: asking({ ...hours, width: "1d" }) }));
  assert.match(await meta(), /By the day: yesterday and today, whole/);
  await dashboard.show(pageState({ query: asking(hours) }));
  assert.doesNotMatch(await meta(), /by the day/i);
  await dashboard.show(pageState({ query: asking({ range: "last7Days" }) }));
  assert.doesNotMatch(await meta(), /by the day/i);
});

test("sources without usage are dimmed and say so, and can still be chosen", async () => {
  await dashboard.show(pageState(), costPage());
  await dashboard.choose("Source", "Audio speeches · no usage");
  const sent = await dashboard.lastSent();
  assert.equal(sent?.type === "setView" && sent.body.source, "audio_speeches");
});

test("what a state notes stands below the numbers", async () => {
  await dashboard.show(pageState({ notes: ["Restated since they were first shown: 20 Nov: +$1.20."] }), costPage());
  await dashboard.page.getByRole("list", { name: "Notes" }).getByText("20 Nov: +$1.20").waitFor();
});
