import assert from "node:assert/strict";
import { test } from "node:test";
import { dashboard, freshPages } from "./freshPages.ts";
import { dollars, dollarsBy } from "./independentTotals.ts";
import { manyKeys } from "./manyKeys.ts";
import { asking, pageState } from "./pageStates.ts";
import { breakdown, column, find, row, sums } from "./readTable.ts";
import { costPage, costRows, projects, today, type CostRow } from "./sampleRows.ts";

freshPages();

const rows = costRows();
const status = () => dashboard.page.locator(".table-status");

async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) await dashboard.page.keyboard.press(key);
  await dashboard.settled();
}

/** What has the focus: its text, and the row it stands in. */
async function focused(): Promise<string> {
  return dashboard.page.evaluate(() => {
    const cell = document.activeElement?.closest("th,td");
    const name = cell?.parentElement?.querySelector(".subject-name")?.textContent ?? "";
    return cell?.matches("th") ? name : `${name}: ${cell?.textContent.trim() ?? "nothing"}`;
  });
}

test("rows are found by name or id as one types, and what is shown is added up beside the whole", async () => {
  await dashboard.show(pageState(), costPage());
  await find("SEARCH");
  assert.deepEqual(await column("Project"), ["Semantic search"]);
  assert.equal(await status().innerText(), "1 of 9 projects");
  assert.equal(await status().getAttribute("role"), "status");
  await find("proj_v"); // an id
  assert.deepEqual(await column("Project"), ["Voice agents"]);
  await find("at");
  const names = await column("Project");
  assert.ok(names.length > 1 && names.length < 9);
  const name = new Map<string | null, string>([...projects, [null, "(unattributed)"]]);
  const own = rows.filter((each) => names.includes(name.get(each.project) ?? ""));
  assert.equal((await sums("Shown"))["Cost"], dollars(own));
  assert.equal((await sums("Total"))["Cost"], dollars(rows));
  await find("no such project");
  await dashboard.page.getByText("Nothing here is called “no such project”").waitFor();
  assert.equal(await status().innerText(), "0 of 9 projects");
  await dashboard.page.getByRole("button", { name: "Show all", exact: true }).click();
  await dashboard.settled();
  assert.equal((await column("Project")).length, 9);
  assert.equal(await breakdown().locator("tfoot tr").count(), 1);
});

test("accents and capitals do not matter in what is searched for", async () => {
  const names = [{ dimension: "project_id", id: "proj_docs", name: "Übersetzung für Café", archived: false }] as const;
  await dashboard.show(pageState(), costPage(rows, [], names));
  for (const text of ["ubersetzung fur cafe", "ÜBERSETZUNG", "café"]) {
    await find(text);
    assert.deepEqual(await column("Project"), ["Übersetzung für Café"], text);
  }
});

test("a name opens what is behind it, and the search does not follow", async () => {
  await dashboard.show(pageState(), costPage());
  await find("voice");
  await dashboard.page.getByRole("button", { name: "Voice agents", exact: true }).click();
  await dashboard.settled();
  const sent = await dashboard.lastSent();
  assert.deepEqual(sent, { type: "setView", body: asking({ groupBy: "line_item", filters: { project_id: ["proj_voice"] } }) });
  const own = rows.filter((each) => each.project === "proj_voice");
  assert.deepEqual(await column("Line item"), dollarsBy(own, (each) => each.item).map(([item]) => item));
  assert.equal((await sums("Total"))["Cost"], dollars(own));
});

test("a click anywhere on a row opens it, but not the end of marking a text", async () => {
  await dashboard.show(pageState(), costPage());
  const amount = row("Voice agents").locator("td").first();
  assert.equal(await amount.evaluate((element) => getComputedStyle(element).cursor), "pointer");
  const sent = (await dashboard.sent()).length;
  const box = await amount.boundingBox();
  assert.ok(box);
  await dashboard.page.mouse.move(box.x + box.width - 70, box.y + 14);
  await dashboard.page.mouse.down();
  await dashboard.page.mouse.move(box.x + box.width - 12, box.y + 14, { steps: 4 });
  await dashboard.page.mouse.up();
  assert.notEqual(await dashboard.page.evaluate(() => document.getSelection()?.toString()), "");
  assert.equal((await dashboard.sent()).length, sent);
  await row("Semantic search").locator("td").first().click();
  await dashboard.settled();
  assert.deepEqual((await dashboard.lastView()).filters, { project_id: ["proj_search"] });
});

test("what has nothing behind it is no button", async () => {
  await dashboard.show(pageState({ query: asking({ groupBy: "none" }) }), costPage());
  assert.equal(await breakdown().locator("tbody").getByRole("button").count(), 0);
  assert.equal(await dashboard.page.getByRole("textbox", { name: "Find in table" }).count(), 0);
});

test("the keys go from row to row and from cell to cell; Enter opens, and the keys stay in the table", async () => {
  await dashboard.show(pageState(), costPage());
  const names = await column("Project");
  const costs = await column("Cost");
  assert.equal(await breakdown().locator("tbody [tabindex='0']").count(), 1);
  await breakdown().locator("tbody [tabindex='0']").focus();
  await press("ArrowDown", "ArrowDown");
  assert.equal(await focused(), names[2]);
  await press("ArrowRight");
  assert.equal(await focused(), `${names[2] ?? ""}: ${costs[2] ?? ""}`);
  await press("End");
  assert.equal(await focused(), `${names[8] ?? ""}: ${costs[8] ?? ""}`);
  await press("Home", "ArrowLeft", "ArrowUp");
  assert.equal(await focused(), names[0]);
  await press("PageDown", "PageUp");
  assert.equal(await focused(), names[0]);
  await press("Enter");
  assert.equal(await focused(), (await column("Line item"))[0]);
});

test("Enter opens the row from any of its cells", async () => {
  await dashboard.show(pageState(), costPage());
  const names = await column("Project");
  await breakdown().locator("tbody [tabindex='0']").focus();
  await press("ArrowDown", "ArrowRight", "ArrowRight", "Enter");
  const project = rows.find((row) => names[1] === "Semantic search" && row.project === "proj_search");
  assert.deepEqual((await dashboard.lastView()).filters, { project_id: [project?.project] });
});

test("the focus stays with its subject while rows come anew in another order", async () => {
  await dashboard.show(pageState(), costPage());
  await dashboard.page.getByRole("button", { name: "Evals", exact: true }).focus();
  const more: CostRow[] = [...rows, { day: today, project: "proj_evals", item: "gpt-5.2, input", amount: "5000" }];
  await dashboard.show(pageState({ now: pageState().now + 60 }), costPage(more));
  assert.equal((await column("Project"))[0], "Evals");
  assert.equal(await focused(), "Evals");
  await dashboard.show(pageState({ now: pageState().now + 120 }), costPage(rows.filter((each) => each.project !== "proj_evals")));
  assert.equal(await focused(), (await column("Project"))[0]); // gone: what came into its place
});

test("a hundred thousand rows: few of them are in the page, and the keys reach them all", async () => {
  await dashboard.show(pageState({ query: asking({ groupBy: "api_key_id" }) }), manyKeys(100_000));
  const table = dashboard.page.getByRole("table", { name: "Cost by API key" });
  assert.equal(await table.getAttribute("aria-rowcount"), "100002");
  assert.ok((await table.getByRole("row").count()) < 80);
  await dashboard.page.getByRole("button", { name: "key_0", exact: true }).focus();
  await press("End");
  assert.equal(await focused(), "key_99999");
  assert.ok(await row("key_99998").isVisible()); // its neighbours came with it
  await press("PageUp", "ArrowUp");
  assert.equal(await focused(), "key_99978");
  await dashboard.page.locator(".table-scroll").evaluate((element) => { element.scrollTop = 28 * 50_000; });
  await dashboard.settled();
  assert.ok(await dashboard.page.getByRole("button", { name: "key_50005", exact: true }).isVisible());
  assert.equal(await focused(), "key_99978"); // not in sight, and not lost
  await press("ArrowUp");
  assert.equal(await focused(), "key_99977");
  assert.ok(await row("key_99976").isVisible());
  await find("key_4242");
  assert.equal(await status().innerText(), "11 of 100,000 API keys");
  assert.equal((await column("API key"))[0], "key_4242");
});

test("names sort with numbers in them by size, however many they are", async () => {
  await dashboard.show(pageState({ query: asking({ groupBy: "api_key_id" }) }), manyKeys(5_000));
  await dashboard.page.getByRole("columnheader", { name: "API key" }).getByRole("button").click();
  await dashboard.settled();
  assert.deepEqual((await column("API key")).slice(0, 12), Array.from({ length: 12 }, (_, index) => `key_${String(index)}`));
  await dashboard.page.getByRole("columnheader", { name: "API key" }).getByRole("button").click();
  await dashboard.settled();
  assert.deepEqual((await column("API key")).slice(0, 2), ["key_4999", "key_4998"]);
});

test("rows in sight are drawn first, those far from it a frame later", async () => {
  await dashboard.show(pageState({ query: asking({ groupBy: "api_key_id" }) }), manyKeys(150));
  const table = breakdown();
  /** First and last name as the first frame shows them, with the other order asked for, and as the next one does. */
  const order = (): Promise<string[][]> => table.evaluate(async (element) => {
    const names = [...element.querySelectorAll(".subject-name")];
    const ends = (): string[] => [names.at(0), names.at(-1)].map((name) => name?.textContent ?? "");
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    element.querySelector<HTMLElement>("th[aria-sort$=cending] .sort")?.click();
    await frame();
    const first = ends();
    await frame();
    return [first, ends()];
  });
  assert.deepEqual(await order(), [["key_149", "key_149"], ["key_149", "key_0"]]);
  await dashboard.page.locator(".subject-name").last().scrollIntoViewIfNeeded();
  assert.deepEqual(await order(), [["key_149", "key_149"], ["key_0", "key_149"]]);
  await dashboard.settled();
  assert.deepEqual((await column("API key")).slice(0, 3), ["key_0", "key_1", "key_2"]);
});

test("a filter searches a hundred thousand values, and its keys reach the last of them", async () => {
  await dashboard.show(pageState({ query: asking({ groupBy: "api_key_id" }) }), manyKeys(100_000));
  await dashboard.filter("API key").click();
  const options = dashboard.page.getByRole("option").filter({ visible: true });
  await options.first().waitFor();
  assert.ok((await options.count()) < 80);
  await press("ArrowDown", "End");
  assert.equal(await dashboard.page.locator("[role=option]:focus").getAttribute("title"), "key_99999");
  await press("Home", "PageDown", "ArrowUp");
  assert.equal(await dashboard.page.locator("[role=option]:focus").getAttribute("aria-posinset"), "10");
  await dashboard.page.keyboard.type("77777");
  await dashboard.settled();
  await dashboard.page.getByText("1 of 100,000 API keys").waitFor();
  await press("Enter"); // it is the only one
  const sent = await dashboard.lastSent();
  assert.deepEqual(sent?.type === "setView" && sent.body.filters, { api_key_id: ["key_77777"] });
});

test("a long table that was scrolled and comes anew begins at its top, with rows in sight", async () => {
  const query = asking({ groupBy: "api_key_id" });
  await dashboard.show(pageState({ query }), manyKeys(9_000));
  const scroll = dashboard.page.locator(".breakdown-panel .table-scroll");
  await scroll.evaluate((element) => { element.scrollTop = 28 * 7_000; });
  await dashboard.settled();
  assert.ok(await dashboard.page.getByRole("button", { name: "key_7005", exact: true }).isVisible());
  const longer = asking({ groupBy: "api_key_id", range: "last90Days" });
  const loading = { ...manyKeys(1), segments: [], missing: [] };
  await dashboard.show(pageState({ query: longer, status: { loading: true } }), loading);
  assert.equal(await scroll.count(), 0);
  await dashboard.show(pageState({ query: longer }), manyKeys(9_000));
  assert.equal(await scroll.evaluate((element) => element.scrollTop), 0);
  assert.ok(await dashboard.page.getByRole("button", { name: "key_0", exact: true }).isVisible());
});

test("buckets that were scrolled, hidden and shown again begin at the first", async () => {
  await dashboard.show(pageState({ query: asking({ range: "last12Months" }) }), costPage());
  await dashboard.page.getByRole("button", { name: "Show 365 buckets" }).click();
  const scroll = dashboard.page.getByRole("region", { name: "Buckets, scrollable" });
  await scroll.evaluate((element) => { element.scrollTop = 28 * 300; });
  await dashboard.settled();
  await dashboard.page.getByRole("button", { name: "Hide 365 buckets" }).click();
  await dashboard.page.getByRole("button", { name: "Show 365 buckets" }).click();
  await dashboard.settled();
  assert.ok((await scroll.locator("tbody tr:not(.spacer)").first().getAttribute("aria-rowindex")) === "2");
});
