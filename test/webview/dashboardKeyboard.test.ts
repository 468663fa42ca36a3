import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { isoDay } from "../../src/domain/buckets.ts";
import { dashboard, freshPages } from "./freshPages.ts";
import { asking, pageState } from "./pageStates.ts";
import { completionsPage, costPage, costRows, today } from "./sampleRows.ts";

freshPages();
beforeEach(async () => {
  await dashboard.show(pageState(), costPage(costRows(), [today - 20]));
});

/** Name and role of what has the focus, as the accessibility tree has them. */
async function focused(): Promise<string> {
  return dashboard.page.evaluate(() => {
    let element = document.activeElement;
    const name = element?.getAttribute("aria-label") ?? element?.textContent.replace(/\s+/g, " ").trim() ?? "";
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return name;
  });
}

async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await dashboard.page.keyboard.press(key);
    await dashboard.settled();
  }
}

/** Tab until something of that name has the focus. */
async function tabTo(name: RegExp): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    if (name.test(await focused())) return;
    await press("Tab");
  }
  assert.fail(`Tab never came to ${String(name)}`);
}

test("Tab goes through the page in reading order, once around, and leaves nothing out", async () => {
  const order: string[] = [];
  for (let count = 0; count < 36; count += 1) {
    await press("Tab");
    order.push(await focused());
  }
  const expected = [/^Refresh/, /^Views/, /^Export/, /^Copy as cURL/, /^Raw Rows/, /^Source/, /^Metric/, /^Group by/, /^Range/, /^Bucket/, /^Compare with the period before/, /^Project/, /^Line item/, /^More filters/, /^Chart$/, /^Stacked bar chart/, ...Array.from({ length: 9 }, () => /^Filter by /), /^Show 30 buckets/, /^Find in table/, /^Columns/, /^Copy$/, /^Project/, /^Cost/, /^Share/, /^Checkout assistant/];
  expected.forEach((name, index) => {
    assert.match(order[index] ?? "", name);
  });
});

test("each stop on the way shows where the focus is", async () => {
  for (let count = 0; count < 33; count += 1) {
    await press("Tab");
    const visible = await dashboard.page.evaluate(() => {
      let element: Element | null = document.activeElement;
      const chain: Element[] = [];
      while (element) {
        chain.push(element);
        element = element.shadowRoot?.activeElement ?? null;
      }
      const host = chain[0];
      const inner = host?.shadowRoot?.querySelector(".control");
      const ring = (each: Element | undefined | null): boolean => {
        if (!each) return false;
        const { outlineStyle, outlineWidth, borderColor } = getComputedStyle(each);
        const focus = getComputedStyle(document.body).getPropertyValue("--vscode-focusBorder").trim();
        const probe = document.createElement("i");
        probe.style.color = focus;
        document.body.append(probe);
        const wanted = getComputedStyle(probe).color;
        probe.remove();
        return (outlineStyle !== "none" && outlineWidth !== "0px") || borderColor === wanted;
      };
      return [...chain, inner].some(ring);
    });
    assert.ok(visible, `no focus ring on ${await focused()}`);
  }
});

test("a choice is made with the keys alone", async () => {
  await tabTo(/^Group by$/);
  await press("Enter", "ArrowDown", "Enter");
  assert.equal(await dashboard.chosen("Group by"), "Line item");
  await dashboard.page.getByRole("heading", { name: "Costs by line item" }).waitFor();
  assert.match(await focused(), /^Group by/);
});

test("news that come while a list is open leave the keys where they are in it", async () => {
  await tabTo(/^Source$/);
  await press("Enter", "ArrowDown", "ArrowDown");
  await dashboard.show(pageState({ unused: [], status: { loading: true, fetching: "Fetching the rest of the year: 7 %" } }));
  await press("Enter");
  assert.equal((await dashboard.lastView()).source, "embeddings");
  assert.equal(await dashboard.chosen("Source"), "Embeddings");
});

test("a question that comes from elsewhere while a list is open stands once it has closed", async () => {
  await tabTo(/^Group by$/);
  await press("Enter");
  await dashboard.show(pageState({ query: asking({ groupBy: "line_item" }) }), costPage());
  await press("Escape");
  assert.equal(await dashboard.chosen("Group by"), "Line item");
  assert.ok((await dashboard.sent()).every(({ type }) => type !== "setView"), "nothing was chosen");
});

test("a filter is searched, chosen and taken off with the keys alone", async () => {
  await tabTo(/^Line item$/);
  await press("Enter");
  assert.match(await focused(), /^Search line items/);
  await dashboard.page.keyboard.type("cached");
  await dashboard.settled();
  assert.equal(await dashboard.page.getByRole("option", { name: /cached/ }).count(), 5);
  await press("ArrowDown", "ArrowDown", "Space");
  assert.equal(await dashboard.page.getByRole("option", { selected: true }).count(), 1);
  await press("ArrowUp", "Enter");
  assert.equal(await dashboard.page.getByRole("option", { selected: true }).count(), 2);
  await press("Escape");
  assert.match(await focused(), /^Line item/);
  const chips = dashboard.page.getByRole("list", { name: "Active filters" }).getByRole("listitem");
  assert.equal(await chips.count(), 2);
  await tabTo(/^Remove filter/);
  await press("Enter");
  assert.equal(await chips.count(), 1);
  await tabTo(/^Clear filters/);
  await press("Enter");
  assert.equal(await chips.count(), 0);
});

test("what takes itself away leaves the focus beside it", async () => {
  const minutes = [60, 600] as const;
  const query = asking({ source: "completions", metric: "input_tokens", groupBy: "model", width: "1h", range: { from: isoDay(today - 1), to: isoDay(today), minutes }, filters: { project_id: ["proj_checkout", "proj_voice"] } });
  const rows = completionsPage("1h", { from: today - 2, to: today + 1 });
  await dashboard.show(pageState({ query }), rows);
  const button = (name: string | RegExp) => dashboard.page.getByRole("button", { name });
  await button(/^Remove filter/).last().focus();
  await press("Enter");
  assert.match(await focused(), /^Remove filter/);
  await press("Enter");
  assert.match(await focused(), /^Project/);
  await dashboard.show(pageState({ query: { ...query, metric: "output_tokens" } }), rows);
  await button("Clear filters").focus();
  await press("Enter");
  assert.match(await focused(), /^Project/);
  await button("Whole days").focus();
  await press("Enter");
  assert.equal(await dashboard.page.getByLabel("From (UTC)").evaluate((element) => element === document.activeElement), true);
});

test("a letter typed in the list goes on with the search", async () => {
  await tabTo(/^Project$/);
  await press("Enter", "ArrowDown");
  await dashboard.page.keyboard.type("vo");
  await dashboard.settled();
  assert.equal(await dashboard.page.getByRole("option").filter({ visible: true }).count(), 1);
});

test("the export menu opens, moves and closes with the keys, and gives the focus back", async () => {
  await tabTo(/^Export/);
  await press("Enter");
  assert.match(await focused(), /^Table as CSV/);
  await press("ArrowDown");
  assert.match(await focused(), /^Table as JSON/);
  await press("Escape");
  assert.match(await focused(), /^Export/);
  await press("Enter", "ArrowDown", "Enter");
  const sent = await dashboard.lastSent();
  assert.equal(sent?.type === "saveExport" && sent.body.format, "json");
});

test("on the chart the arrow keys go bucket by bucket, over gaps that say so", async () => {
  await tabTo(/^Stacked bar chart/);
  const said = () => dashboard.page.locator("[data-readout]").innerText();
  await press("Home");
  assert.match(await said(), /^Sat 24 Oct UTC: \$/);
  await press("ArrowLeft");
  assert.match(await said(), /^Sat 24 Oct/);
  for (let count = 0; count < 9; count += 1) await press("ArrowRight");
  assert.match(await said(), /^Mon 2 Nov UTC, not loaded: —/);
  await press("Escape");
  assert.equal(await said(), "");
});

test("the table is sorted and the buckets are opened with the keys", async () => {
  await tabTo(/^Show 30 buckets/);
  await press("Enter");
  assert.match(await focused(), /^Hide 30 buckets/);
  await tabTo(/^Buckets, scrollable/);
  await tabTo(/^Cost$/);
  await press("Space");
  assert.equal(await dashboard.page.getByRole("columnheader", { name: "Cost" }).getAttribute("aria-sort"), "ascending");
});

test("a zoom by the keys keeps the focus on the chart while other buckets load", async () => {
  const hours = asking({ source: "completions", metric: "total_tokens", groupBy: "model", range: "last7Days" });
  await dashboard.show(pageState({ query: hours }), completionsPage("1d", { from: today - 6, to: today + 1 }));
  const canvas = dashboard.page.locator("canvas");
  const holds = async (): Promise<boolean> => canvas.evaluate((element) => element === document.activeElement);
  await canvas.focus();
  await press("Home", "Enter");
  await press("Shift+ArrowRight", "Enter");
  const last = await dashboard.lastSent();
  const query = last?.type === "setView" ? last.body : assert.fail();
  assert.equal(await canvas.count(), 0); // hours of these days are on their way
  await dashboard.show(pageState({ query, status: { loading: true } }));
  await dashboard.show(pageState({ query }), completionsPage("1h", { from: today - 6, to: today - 4 }));
  assert.equal(await holds(), true);
  await dashboard.page.getByRole("button", { name: "Refresh" }).focus();
  await dashboard.show(pageState({ query: hours }), completionsPage("1d", { from: today - 6, to: today + 1 }));
  assert.equal(await holds(), false); // what the user went to keeps it
});
