import type { Locator } from "playwright-core";
import { dashboard } from "./freshPages.ts";

/** The breakdown table. */
export function breakdown(): Locator {
  return dashboard.page.locator("table.breakdown");
}

/** Headings from left to right. */
export async function headings(): Promise<readonly string[]> {
  return (await dashboard.page.locator("table.breakdown").getByRole("columnheader").allInnerTexts()).map((text) => text.trim());
}

/** The text of a column's cells, from the first row in sight on, by its heading. */
export async function column(heading: string): Promise<readonly string[]> {
  const at = (await headings()).indexOf(heading);
  return breakdown().locator("tbody tr:not(.spacer)").evaluateAll((rows, index) => rows.map((row) => (row.children[index]?.querySelector(".subject-name,.share-text") ?? row.children[index])?.textContent.trim() ?? ""), at);
}

/** A row below the columns, by its name: its cells by their headings. */
export async function sums(name: "Total" | "Shown"): Promise<Readonly<Record<string, string>>> {
  const cells = await breakdown().locator("tfoot tr").filter({ has: dashboard.page.getByRole("rowheader", { name, exact: true }) }).locator("th,td").allInnerTexts();
  const names = await headings();
  return Object.fromEntries(names.map((heading, index) => [heading, cells[index]?.trim() ?? ""]));
}

export function row(name: string | RegExp): Locator {
  return breakdown().locator("tbody").getByRole("row").filter({ has: dashboard.page.getByRole("rowheader", { name }) });
}

/** The cell of a row below a heading. */
export async function cell(name: string | RegExp, heading: string): Promise<Locator> {
  return row(name).locator("th,td").nth((await headings()).indexOf(heading));
}

export async function toggleColumn(...names: readonly string[]): Promise<void> {
  await dashboard.page.getByRole("button", { name: "Columns" }).click();
  for (const name of names) await dashboard.page.getByRole("checkbox", { name, exact: true }).click();
  await dashboard.page.keyboard.press("Escape");
  await dashboard.settled();
}

export async function find(text: string): Promise<void> {
  await dashboard.page.getByRole("textbox", { name: "Find in table" }).fill(text);
  await dashboard.settled();
}
