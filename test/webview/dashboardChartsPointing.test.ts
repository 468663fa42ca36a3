import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { canvas, drag, hover, press, readout, tooltip } from "./chartHand.ts";
import { dashboard, freshPages } from "./freshPages.ts";
import { dollars, dollarsBy } from "./independentTotals.ts";
import { asking, pageState } from "./pageStates.ts";
import { completionsPage, costPage, costRows, today, type CostRow } from "./sampleRows.ts";

freshPages();

const rows = costRows();
const filterBy = (name: string) => dashboard.page.getByRole("button", { name: `Filter by ${name}`, exact: true });

beforeEach(async () => {
  await dashboard.show(pageState(), costPage());
});

const asked = async (): Promise<number> => (await dashboard.sent()).filter(({ type }) => type === "setView").length;

test("the pointer brings up a bucket's full breakdown, and takes it away", async () => {
  await hover(11, 30, 0.05);
  const own = rows.filter((row) => row.day === today - 18);
  const text = (await tooltip().innerText()).replace(/\s+/g, " ");
  assert.ok(text.startsWith("Wed 4 Nov UTC Checkout assistant"), text);
  const names = new Map([["proj_checkout", "Checkout assistant"], ["proj_search", "Semantic search"], ["proj_old", "Prototype 2024"]]);
  for (const [project, name] of names) assert.ok(text.includes(`${name} ${dollars(own.filter((row) => row.project === project))}`), text);
  assert.ok(text.endsWith(`Total ${dollars(own)}`), text);
  const inside = await tooltip().evaluate((element) => {
    const { left, right } = element.getBoundingClientRect();
    return left >= 0 && right <= document.documentElement.clientWidth;
  });
  assert.ok(inside);
  await dashboard.page.mouse.move(5, 5);
  await dashboard.settled();
  assert.equal(await tooltip().count(), 0);
});

test("a click on a part of a bar filters by it and asks what is behind it", async () => {
  await hover(11, 30, 0.05); // the lowest part is the largest project
  await dashboard.page.mouse.down();
  await dashboard.page.mouse.up();
  await dashboard.settled();
  assert.deepEqual(await dashboard.lastView(), asking({ filters: { project_id: ["proj_checkout"] }, groupBy: "line_item" }));
  assert.equal(await dashboard.tile("total"), dollars(rows.filter((row) => row.project === "proj_checkout")));
  const top = dollarsBy(rows.filter((row) => row.project === "proj_checkout"), (row) => row.item)[0]?.[0] ?? "";
  await filterBy(top).waitFor();
});

test("a click beside the bars filters by nothing", async () => {
  await hover(0, 30, 0.98);
  await dashboard.page.mouse.down();
  await dashboard.page.mouse.up();
  assert.equal(await asked(), 0);
});

test("a legend entry filters, the one without a name too", async () => {
  await filterBy("(unattributed)").click();
  await dashboard.settled();
  assert.deepEqual((await dashboard.lastView()).filters, { project_id: [null] });
  assert.equal(await dashboard.tile("total"), dollars(rows.filter((row) => row.project === null)));
});

test("by the keys: up and down pick a part of a bucket, Enter filters by it", async () => {
  await canvas().focus();
  await press("End", "ArrowLeft", "ArrowUp", "ArrowUp");
  const day = rows.filter((row) => row.day === today - 1);
  const search = dollars(day.filter((row) => row.project === "proj_search"));
  assert.equal(await readout(), `Semantic search: ${search}, of ${dollars(day)}, Sat 21 Nov UTC`);
  assert.equal(await tooltip().locator("[data-picked]").innerText(), `Semantic search\n${search}`);
  await press("Enter");
  assert.deepEqual((await dashboard.lastView()).filters, { project_id: ["proj_search"] });
});

test("where nothing is grouped there is nothing to filter by", async () => {
  await dashboard.show(pageState({ query: asking({ groupBy: "none" }) }), costPage());
  assert.equal(await dashboard.page.getByRole("button", { name: /^Filter by/ }).count(), 0);
  await canvas().focus();
  await press("End", "ArrowUp", "Enter");
  assert.equal(await asked(), 0);
});

test("Other opens into its groups, each by name in the neutral colour, and closes again", async () => {
  await dashboard.choose("Group by", "Line item");
  const legend = dashboard.page.getByRole("list", { name: "Legend" });
  const entries = () => legend.getByRole("listitem").locator(".legend-name").allInnerTexts();
  assert.equal((await entries()).length, 11);
  await dashboard.page.getByRole("button", { name: "Show one by one: Other (10)" }).click();
  await dashboard.settled();
  const items = dollarsBy(rows, (row) => row.item).map(([name]) => name);
  assert.deepEqual((await entries()).map((name) => name.replace(/^Filter by\s/, "")), items);
  const colors = await legend.locator(".swatch").evaluateAll((found) => found.map((each) => each.getAttribute("class")));
  assert.equal(new Set(colors.slice(0, 10)).size, 10);
  assert.deepEqual([...new Set(colors.slice(10))], ["swatch series-other"]);
  await hover(11, 30, 0.05);
  const day = rows.filter((row) => row.day === today - 18);
  const text = (await tooltip().innerText()).replace(/\s+/g, " ");
  for (const [item, cost] of dollarsBy(day, (row) => row.item)) assert.ok(text.includes(`${item} ${cost}`), text);
  await dashboard.page.getByRole("button", { name: "Show 10 others together" }).click();
  await dashboard.settled();
  assert.equal((await entries()).length, 11);
});

test("of very many others forty are shown, and the rest stays together; the total stays what it is", async () => {
  const many = Array.from({ length: 70 }, (_, index): CostRow => ({ day: today - 3, project: `proj_${String(index)}`, item: "gpt", amount: `${String(100 - index)}.25` }));
  await dashboard.show(pageState(), costPage(many, [], []));
  await dashboard.page.getByRole("button", { name: "Show one by one: Other (60)" }).click();
  await dashboard.settled();
  assert.equal(await dashboard.page.getByRole("button", { name: /^Filter by/ }).count(), 50);
  await dashboard.page.getByText("Other (20)", { exact: true }).first().waitFor();
  assert.equal(await dashboard.page.getByRole("button", { name: /^Show one by one/ }).count(), 0);
  assert.equal(await dashboard.tile("total"), dollars(many));
});

test("a drag zooms into its days, Zoom out leads back", async () => {
  await drag(11, 17, 30);
  assert.deepEqual(await dashboard.lastView(), asking({ range: { from: "2026-11-04", to: "2026-11-10" } }));
  assert.equal(await dashboard.tile("total"), dollars(rows.filter((row) => row.day >= today - 18 && row.day <= today - 12)));
  await dashboard.page.getByRole("button", { name: "Zoom out" }).click();
  await dashboard.settled();
  assert.deepEqual(await dashboard.lastView(), asking({}));
  assert.equal(await dashboard.page.getByRole("button", { name: "Zoom out" }).count(), 0);
});

test("what was chosen after zooming in stays when one zooms out, with its own way back", async () => {
  await drag(11, 17, 30);
  await dashboard.choose("Group by", "Line item");
  await dashboard.page.getByRole("button", { name: "Zoom out" }).click();
  await dashboard.settled();
  assert.deepEqual(await dashboard.lastView(), asking({ groupBy: "line_item" }));
  assert.equal(await dashboard.page.getByRole("button", { name: "Zoom out" }).count(), 0);
  const way = dashboard.page.getByRole("navigation", { name: "Way back" }).getByRole("listitem");
  assert.equal((await way.allInnerTexts()).length, 2);
  await way.first().getByRole("button").click();
  await dashboard.settled();
  assert.deepEqual(await dashboard.lastView(), asking({}));
});

test("a drag over all there is asks for nothing", async () => {
  await drag(0, 29, 30);
  assert.equal(await asked(), 0);
  assert.equal(await dashboard.page.locator(".chart-selection").isVisible(), false);
});

test("a filter that was drilled into is nothing to zoom out of", async () => {
  await filterBy("Evals").click();
  await dashboard.settled();
  assert.equal(await dashboard.page.getByRole("button", { name: "Zoom out" }).count(), 0);
});

test("the selection is seen and told while it is made; Escape takes it back; a press without a drag is none", async () => {
  await drag(20, 22, 30, "hold");
  const kept = rows.filter((row) => row.day >= today - 9 && row.day <= today - 7);
  const band = await dashboard.page.locator(".chart-selection").boundingBox();
  const one = (await canvas().boundingBox())?.width ?? 0;
  assert.ok(band && band.width > one / 15 && band.width < one / 8);
  assert.equal(await tooltip().innerText(), `3 buckets selected, Fri 13 Nov to Sun 15 Nov: ${dollars(kept)}`);
  await press("Escape");
  await dashboard.page.mouse.up();
  assert.equal(await dashboard.page.locator(".chart-selection").isVisible(), false);
  assert.equal(await asked(), 0);
});

test("by the keys: Shift with an arrow selects, Escape lets go, Enter zooms", async () => {
  await canvas().focus();
  await press("End", "ArrowLeft", "ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft");
  const kept = rows.filter((row) => row.day >= today - 4 && row.day <= today - 2);
  assert.equal(await readout(), `3 buckets selected, Wed 18 Nov to Fri 20 Nov: ${dollars(kept)}`);
  await press("Escape");
  assert.match(await readout(), /^Wed 18 Nov UTC: /);
  await press("Shift+ArrowRight", "Enter");
  assert.deepEqual((await dashboard.lastView()).range, { from: "2026-11-18", to: "2026-11-19" });
});

const week = { from: today - 6, to: today + 1 };
const byHour = asking({ source: "completions", metric: "total_tokens", groupBy: "model", range: "last7Days", width: "1h" });

test("hours zoom into a part of the day, by the minute", async () => {
  await dashboard.show(pageState({ query: byHour }), completionsPage("1h", week));
  await canvas().focus();
  await press("Home", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "Enter");
  assert.deepEqual(await dashboard.lastView(), { ...byHour, width: "auto", range: { from: "2026-11-16", to: "2026-11-16", minutes: [120, 240] } });
});

test("a zoom never leads to wider buckets than were looked at", async () => {
  await dashboard.show(pageState({ query: byHour }), completionsPage("1h", week));
  await canvas().focus();
  await press("Home", ...Array.from({ length: 71 }, () => "Shift+ArrowRight"), "Enter");
  assert.deepEqual(await dashboard.lastView(), { ...byHour, range: { from: "2026-11-16", to: "2026-11-18" } });
});

test("a day or two zoom into their hours", async () => {
  const byDay = { ...byHour, width: "auto" } as const;
  await dashboard.show(pageState({ query: byDay }), completionsPage("1d", week));
  await drag(2, 3, 7);
  assert.deepEqual(await dashboard.lastView(), { ...byDay, range: { from: "2026-11-18", to: "2026-11-19" } });
  assert.match(await dashboard.chosen("Bucket"), /^Auto \(1 hour\)/);
});

const tipBox = async (): Promise<DOMRect> => tooltip().evaluate((element) => element.getBoundingClientRect().toJSON() as DOMRect);

test("at 320 pixels the tooltip stays within the page", async () => {
  await dashboard.page.setViewportSize({ width: 320, height: 900 });
  await dashboard.settled();
  for (const bucket of [0, 14, 29]) {
    await hover(bucket, 30, 0.05);
    const { left, right } = await tipBox();
    assert.ok(left >= 0 && right <= 320, `${String(left)} to ${String(right)}`);
  }
});

for (const [width, height] of [[320, 900], [1400, 700]] as const) {
  test(`of fifty parts the tooltip tells each, in sight, to hand and keys: ${String(width)} × ${String(height)}`, async () => {
    await dashboard.page.setViewportSize({ width, height });
    const many = Array.from({ length: 70 }, (_, index): CostRow => ({ day: today - 3, project: `proj_${String(index)}`, item: "gpt", amount: `${String(100 - index)}.25` }));
    await dashboard.show(pageState(), costPage(many, [], []));
    await dashboard.page.getByRole("button", { name: "Show one by one: Other (60)" }).click();
    await dashboard.settled();
    const told = [...many.slice(0, 50).map((row) => `${row.project ?? ""} ${dollars([row])}`), `Other (20) ${dollars(many.slice(50))}`];
    const parts = async () => (await tooltip().locator(".tip-parts > p").allInnerTexts()).map((text) => text.replace(/\s+/g, " "));
    await hover(26, 30, 0.05);
    assert.deepEqual(await parts(), told);
    const box = await tipBox();
    assert.ok(box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height, JSON.stringify(box));
    await dashboard.page.mouse.move(5, 5);
    await canvas().focus();
    await press("End", "ArrowLeft", "ArrowLeft", "ArrowLeft");
    assert.deepEqual(await parts(), told);
    assert.equal(await readout(), `Thu 19 Nov UTC: ${dollars(many)}. ${told.join(", ")}`);
  });
}

test("a state that comes meanwhile takes nothing from the hand: drag, selection by the keys, tooltip", async () => {
  const later = async (seconds: number) => dashboard.show(pageState({ now: pageState().now + seconds }));
  await hover(11, 30, 0.05);
  const told = await tooltip().innerText();
  await later(7);
  assert.equal(await tooltip().innerText(), told);
  await dashboard.page.mouse.move(5, 5);
  await canvas().focus();
  await press("End", "ArrowLeft", "Shift+ArrowLeft");
  const read = await readout();
  assert.match(read, /^2 buckets selected/);
  await later(67); // into the next minute
  assert.equal(await readout(), read);
  await press("Escape", "Escape");
  await drag(11, 17, 30, "hold");
  await later(140);
  await dashboard.show(pageState({ now: pageState().now + 200 }), costPage()); // numbers anew
  assert.equal(await dashboard.page.locator(".chart-selection").isVisible(), true);
  await dashboard.page.mouse.up();
  await dashboard.settled();
  assert.deepEqual((await dashboard.lastView()).range, { from: "2026-11-04", to: "2026-11-10" });
});
