import assert from "node:assert/strict";
import { test } from "node:test";
import type { Locator } from "playwright-core";
import { dayStart } from "../../src/domain/buckets.ts";
import { parseDecimal, toText } from "../../src/domain/decimal.ts";
import { dashboard, freshPages } from "./freshPages.ts";
import { asking, pageState } from "./pageStates.ts";
import { completionsPage, costPage, costRows, lineItems, today, type CostRow } from "./sampleRows.ts";

freshPages();

const panel = () => dashboard.page.getByRole("region", { name: "Raw rows" });
const rows = () => panel().getByRole("listitem");
const open = async (): Promise<void> => {
  await dashboard.page.getByRole("button", { name: "Raw Rows" }).click();
  await dashboard.settled();
};
const press = async (button: Locator): Promise<void> => {
  await button.click();
  await dashboard.settled();
};

/** The row as the API's page has it, but for what it was not grouped by, written by hand. */
function wire({ project, item, amount }: CostRow): string {
  const decimal = parseDecimal(amount);
  assert.ok(decimal);
  return `{"object": "organization.costs.result", "amount": {"value": ${toText(decimal)}, "currency": "usd"}, "project_id": ${JSON.stringify(project)}, "line_item": ${JSON.stringify(item)}}`;
}

test("the newest bucket's rows stand in the API's own shape, every digit, under the filters", async () => {
  const filters = { project_id: ["proj_voice", null] };
  await dashboard.show(pageState({ query: asking({ filters }) }), costPage());
  const sent = (await dashboard.sent()).length;
  await open();
  await panel().getByText("Sun 22 Nov UTC · 21 rows").waitFor();
  const expected = costRows().filter(({ day, project }) => day === today && (project === "proj_voice" || project === null));
  assert.deepEqual(await rows().allInnerTexts(), expected.map(wire));
  await panel().getByText(/rebuilt from what is kept.*Fields that were not reported are left out, and so are organization_id and what the rows are not grouped by\..*Only rows that the filters keep\./).waitFor();
  assert.equal((await dashboard.sent()).length, sent, "nothing is asked for");
});

test("one bucket before and after, as far as there are any", async () => {
  await dashboard.show(pageState({ query: asking({ range: "last7Days" }) }), costPage(costRows(), [today - 2]));
  await open();
  const before = panel().getByRole("button", { name: "Bucket before" });
  const after = panel().getByRole("button", { name: "Bucket after" });
  assert.equal(await after.getAttribute("aria-disabled"), "true");
  await press(before);
  await panel().getByText("Sat 21 Nov UTC · 161 rows").waitFor();
  assert.equal(await rows().first().innerText(), wire(costRows().filter(({ day }) => day === today - 1)[0] ?? assert.fail()));
  await press(before);
  await panel().getByText("Fri 20 Nov UTC · 0 rows").waitFor();
  await panel().getByText("This bucket is not loaded.").waitFor();
  for (let count = 0; count < 4; count += 1) await press(before);
  assert.equal(await before.getAttribute("aria-disabled"), "true");
  await press(after);
  await panel().getByText("Tue 17 Nov UTC · 161 rows").waitFor();
});

test("of thousands, two hundred rows stand there at first, and more on demand", async () => {
  const many = Array.from({ length: 450 }, (_, index): CostRow => ({ day: today, project: `proj_${String(index)}`, item: lineItems[0] ?? "", amount: "1" }));
  await dashboard.show(pageState({ query: asking({ range: "today" }) }), costPage(many));
  await open();
  assert.equal(await rows().count(), 200);
  await press(panel().getByRole("button", { name: "Show 200 more" }));
  assert.equal(await rows().count(), 400);
  await press(panel().getByRole("button", { name: "Show 50 more" }));
  assert.equal(await rows().count(), 450);
  assert.equal(await panel().getByRole("button", { name: /^Show/ }).count(), 0);
});

test("rows that were unfolded stay so while states come, and with newer numbers of the same bucket", async () => {
  const many = Array.from({ length: 450 }, (_, index): CostRow => ({ day: today, project: `proj_${String(index)}`, item: lineItems[0] ?? "", amount: "1" }));
  await dashboard.show(pageState({ query: asking({ range: "today" }) }), costPage(many));
  await open();
  await press(panel().getByRole("button", { name: "Show 200 more" }));
  await dashboard.show(pageState({ query: asking({ range: "today" }), now: pageState().now + 61 }));
  assert.equal(await rows().count(), 400);
  await dashboard.show(pageState({ query: asking({ range: "today" }), now: pageState().now + 65 }), costPage(many.slice(1)));
  assert.equal(await rows().count(), 400);
});

test("the bucket is copied as the API's page holds it, rows that are not drawn included", async () => {
  await dashboard.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const many = Array.from({ length: 250 }, (_, index): CostRow => ({ day: today, project: `proj_${String(index)}`, item: "x", amount: "0.12345678901234567890123" }));
  await dashboard.show(pageState({ query: asking({ range: "today" }) }), costPage(many));
  await open();
  await panel().getByRole("button", { name: "Copy as JSON" }).click();
  await panel().getByRole("status").getByText("Copied 250 rows").waitFor();
  const text = await dashboard.page.evaluate(() => navigator.clipboard.readText());
  const bucket = JSON.parse(text) as { object: string; start_time: number; end_time: number; results: readonly { project_id: string }[] };
  assert.deepEqual([bucket.object, bucket.start_time, bucket.end_time], ["bucket", dayStart(today), dayStart(today + 1)]);
  assert.deepEqual(bucket.results.map(({ project_id: id }) => id), many.map(({ project }) => project));
  assert.equal(text.split("0.12345678901234567890123,").length - 1, 250, "every digit");
});

test("hours have their own rows; fields that were not reported are not there", async () => {
  const query = asking({ source: "completions", metric: "total_tokens", groupBy: "model", range: "last24Hours" });
  await dashboard.show(pageState({ query }), completionsPage("1h", { from: today - 1, to: today + 1 }));
  await open();
  await panel().getByText("Sun 22 Nov 13:00 UTC · 40 rows").waitFor();
  const row = JSON.parse(await rows().first().innerText()) as Readonly<Record<string, unknown>>;
  assert.deepEqual([row["object"], row["project_id"], row["batch"], row["user_id"]], ["organization.usage.completions.result", "proj_checkout", false, null]);
  assert.equal(row["input_tokens"], Number(row["num_model_requests"]) * 1_450);
  assert.equal("output_audio_tokens" in row, false);
});

test("it is opened and left with the keys, and gives the focus back", async () => {
  await dashboard.show(pageState(), costPage());
  const button = dashboard.page.getByRole("button", { name: "Raw Rows" });
  await button.focus();
  await dashboard.page.keyboard.press("Enter");
  await dashboard.settled();
  assert.equal(await panel().evaluate((element) => element === document.activeElement), true);
  await dashboard.page.keyboard.press("Tab");
  await dashboard.page.keyboard.press("Enter");
  await dashboard.settled();
  await panel().getByText("Sat 21 Nov UTC · 161 rows").waitFor();
  await dashboard.page.keyboard.press("Escape");
  await dashboard.settled();
  assert.equal(await panel().count(), 0);
  assert.match((await dashboard.page.evaluate(() => document.activeElement?.textContent)) ?? "", /Raw Rows/);
  // The page stays usable beside it.
  await open();
  await dashboard.choose("Group by", "Line item");
  assert.equal(await panel().count(), 1);
  await panel().getByRole("button", { name: "Close raw rows" }).click();
  await dashboard.settled();
  assert.equal(await panel().count(), 0);
});

test("a bucket that the new question does not have gives way to the newest one", async () => {
  await dashboard.show(pageState(), costPage());
  await open();
  for (let count = 0; count < 8; count += 1) await press(panel().getByRole("button", { name: "Bucket before" }));
  await panel().getByText("Sat 14 Nov UTC · 161 rows").waitFor();
  await dashboard.choose("Range", "Last 7 days");
  await panel().getByText("Sun 22 Nov UTC · 161 rows").waitFor();
  await dashboard.choose("Source", "Embeddings");
  await panel().getByText("Nothing is loaded for this question yet.").waitFor();
});

test("any bucket's rows are opened from the bucket table, with the keys too; one that is still to come says so", async () => {
  const query = asking({ source: "completions", metric: "total_tokens", groupBy: "model", range: "today", width: "1h" });
  await dashboard.show(pageState({ query }), completionsPage("1h", { from: today, to: today + 1 }));
  await press(dashboard.page.getByRole("button", { name: /^Show \d+ buckets$/ }));
  const bucket = (name: string): Locator => dashboard.page.getByRole("rowheader").getByRole("button", { name, exact: true });
  assert.equal((await dashboard.page.getByRole("row").filter({ has: bucket("Sun 22 Nov 02:00") }).boundingBox())?.height, 28);
  await press(bucket("Sun 22 Nov 02:00"));
  await panel().getByText(/^Sun 22 Nov 02:00 UTC · \d+ rows$/).waitFor();
  await dashboard.page.keyboard.press("Escape");
  await dashboard.settled();
  await dashboard.page.keyboard.press("ArrowDown");
  await dashboard.page.keyboard.press("Enter");
  await dashboard.settled();
  await panel().getByText(/^Sun 22 Nov 03:00 UTC · \d+ rows$/).waitFor();
  await dashboard.page.keyboard.press("Escape");
  await dashboard.page.getByRole("region", { name: "Buckets, scrollable" }).focus();
  await dashboard.page.keyboard.press("Tab");
  assert.equal(await bucket("Sun 22 Nov 00:00").evaluate((element) => element === document.activeElement), true);
  await dashboard.page.keyboard.press("Tab");
  assert.equal(await dashboard.page.locator(".matrix").evaluate((element) => element.contains(document.activeElement)), false, "one stop");
  await press(bucket("Sun 22 Nov 20:00"));
  await panel().getByText("This bucket is still to come.").waitFor();
});
