import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { toText } from "../../src/domain/decimal.ts";
import { billedPage } from "./billedRows.ts";
import { dashboard, freshPages } from "./freshPages.ts";
import { sum } from "./independentTotals.ts";
import { asking, pageState } from "./pageStates.ts";
import { column, find, toggleColumn } from "./readTable.ts";
import { costPage, costRows, projects } from "./sampleRows.ts";

freshPages();
beforeEach(() => dashboard.page.context().grantPermissions(["clipboard-read", "clipboard-write"]));

const rows = costRows();
const exact = (project: string): string => toText(sum(rows.filter((each) => each.project === project)));

async function clipboard(): Promise<string> {
  await dashboard.settled();
  return dashboard.page.evaluate(() => navigator.clipboard.readText());
}

async function copy(item: RegExp): Promise<void> {
  await dashboard.page.getByRole("button", { name: "Copy", exact: true }).click();
  await dashboard.page.getByRole("menuitem", { name: item }).click();
  await dashboard.settled();
}

test("Ctrl+C on a name copies the row, every digit of it, and says so", async () => {
  await dashboard.show(pageState(), costPage());
  await dashboard.page.getByRole("button", { name: "Voice agents", exact: true }).focus();
  await dashboard.page.keyboard.press("Control+C");
  const [name, cost, share, ...rest] = (await clipboard()).replace(/\n$/, "").split("\t");
  assert.deepEqual([name, cost, rest], ["Voice agents", exact("proj_voice"), []]);
  assert.ok(Math.abs(Number(share) - Number(cost) / Number(toText(sum(rows)))) < 1e-12);
  await dashboard.page.getByRole("status").getByText("Copied the row of Voice agents.").waitFor();
});

test("Ctrl+C on a cell copies the cell; the menu does the same", async () => {
  await dashboard.show(pageState(), costPage());
  await dashboard.page.getByRole("button", { name: "Evals", exact: true }).focus();
  await dashboard.page.keyboard.press("ArrowRight");
  await dashboard.page.keyboard.press("Control+C");
  assert.equal(await clipboard(), exact("proj_evals"));
  await copy(/^Copy row/);
  assert.ok((await clipboard()).startsWith(`Evals\t${exact("proj_evals")}\t`));
  await copy(/^Copy cell/);
  assert.equal(await clipboard(), exact("proj_evals"));
});

test("what was copied stays said while states come", async () => {
  await dashboard.show(pageState(), costPage());
  await dashboard.page.getByRole("button", { name: "Voice agents", exact: true }).focus();
  await dashboard.page.keyboard.press("Control+C");
  const said = dashboard.page.getByRole("status").getByText("Copied the row of Voice agents.");
  await said.waitFor();
  await dashboard.show(pageState({ now: pageState().now + 61 }));
  assert.equal(await said.count(), 1);
});

test("before a row was gone to there is none to copy", async () => {
  await dashboard.show(pageState(), costPage());
  await dashboard.page.getByRole("button", { name: "Copy", exact: true }).click();
  assert.equal(await dashboard.page.getByRole("menuitem", { name: /^Copy row/ }).isDisabled(), true);
  assert.equal(await dashboard.page.getByRole("menuitem", { name: /^Copy cell/ }).isDisabled(), true);
});

test("the table is copied as it is shown: its columns below their headings, its rows in their order", async () => {
  await dashboard.show(pageState(), costPage());
  await toggleColumn("Share", "Trend");
  await find("o");
  await copy(/^Copy table/);
  const [head, ...lines] = (await clipboard()).trimEnd().split("\n").map((line) => line.split("\t"));
  assert.deepEqual(head, ["Project", "Cost (USD)"]);
  assert.deepEqual(lines.map(([name]) => name), await column("Project"));
  const ids = new Map<string, string>(projects.map(([id, name]) => [name, id]));
  for (const [name = "", cost] of lines) if (ids.has(name)) assert.equal(cost, exact(ids.get(name) ?? ""));
  await dashboard.page.getByText(`Copied ${String(lines.length)} rows.`).waitFor();
});

test("quantities are copied with their unit, which a price alone brings, too", async () => {
  await dashboard.show(pageState({ query: asking({ groupBy: "line_item" }) }), billedPage());
  await toggleColumn("Share", "Trend");
  await dashboard.page.getByRole("button", { name: "gpt-4o-transcribe, audio", exact: true }).focus();
  await dashboard.page.keyboard.press("Control+C");
  assert.equal(await clipboard(), "gpt-4o-transcribe, audio\t1.5\t7200\tduration_seconds\t0.00020833333333333333333\n");
  await toggleColumn("Quantity");
  await copy(/^Copy table/);
  assert.equal((await clipboard()).split("\n")[0], "Line item\tCost (USD)\tEffective price (USD per unit)\tQuantity unit");
});

test("a name that looks like a formula is text where it is pasted", async () => {
  const names = [{ dimension: "project_id", id: "proj_docs", name: '=HYPERLINK("http://x")', archived: false }] as const;
  await dashboard.show(pageState({ query: asking({}) }), costPage(rows, [], names));
  await dashboard.page.getByRole("button", { name: '=HYPERLINK("http://x")', exact: true }).focus();
  await dashboard.page.keyboard.press("Control+C");
  assert.ok((await clipboard()).startsWith(`"'=HYPERLINK(""http://x"")"\t${exact("proj_docs")}\t`));
});

test("text that is selected is copied as text, and a clipboard that refuses is told of", async () => {
  await dashboard.show(pageState(), costPage());
  await dashboard.page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  });
  await dashboard.page.getByRole("button", { name: "Evals", exact: true }).focus();
  await dashboard.page.evaluate(() => {
    const cell = document.querySelector("table.breakdown tbody td");
    if (cell) document.getSelection()?.selectAllChildren(cell);
  });
  await dashboard.page.keyboard.press("Control+C");
  await dashboard.settled();
  assert.equal(await dashboard.page.getByText("Nothing was copied").count(), 0);
  await dashboard.page.evaluate(() => document.getSelection()?.removeAllRanges());
  await dashboard.page.getByRole("button", { name: "Evals", exact: true }).focus();
  await dashboard.page.keyboard.press("Control+C");
  await dashboard.page.getByRole("status").getByText(/^Nothing was copied: this window may not write to the clipboard/).waitFor();
});

test("the menu copies the row that the keys went to last", async () => {
  await dashboard.show(pageState(), costPage());
  await dashboard.page.getByRole("button", { name: "Voice agents", exact: true }).focus();
  await dashboard.page.keyboard.press("ArrowDown");
  await dashboard.settled();
  const next = (await column("Project"))[(await column("Project")).indexOf("Voice agents") + 1] ?? assert.fail();
  await dashboard.page.getByRole("button", { name: "Copy", exact: true }).click();
  const item = dashboard.page.getByRole("menuitem", { name: /^Copy row/ });
  assert.equal((await item.innerText()).replace(/\s+/g, " "), `Copy row ${next}`);
  await item.click();
  assert.ok((await clipboard()).startsWith(`${next}\t`));
});
