import assert from "node:assert/strict";
import { eventually } from "./eventually.ts";
import type { Workbench } from "./workbench.ts";

/** Chooses above the chart as a person would: opens the list, clicks the entry. @param label "Range", @param option "Last 12 months" */
export function chooseOnDashboard(workbench: Workbench, label: string, option: string): Promise<void> {
  return eventually(`the dashboard's ${label} is "${option}"`, async () => {
    const frame = await workbench.dashboardFrame();
    const choice = frame.getByRole("combobox", { name: label, exact: true });
    const chosen = async (): Promise<string> => (await choice.locator(".selected-value").innerText()).trim();
    if ((await chosen()) === option) return;
    await choice.click({ timeout: 3000 });
    await frame.getByRole("option", { name: option, exact: true }).click({ timeout: 3000 });
    assert.equal(await chosen(), option);
  });
}

/** One of the buttons above the dashboard, and an entry of the menu it opens. */
export async function chooseInMenu(workbench: Workbench, menu: string, item: string): Promise<void> {
  await eventually(`the menu ${menu} has "${item}"`, async () => {
    const frame = await workbench.dashboardFrame();
    const entry = frame.getByRole("menuitem", { name: item, exact: true });
    if (!(await entry.isVisible())) await frame.getByRole("button", { name: menu, exact: true }).click({ timeout: 3000 });
    await entry.click({ timeout: 3000 });
  });
}

/** Waits until the figure called "Total" is this one. @param total with its unit: "$1.20", "1,234 tokens" */
export function dashboardTotals(workbench: Workbench, total: string): Promise<void> {
  return eventually(`the dashboard's total is ${total}`, async () => {
    const frame = await workbench.dashboardFrame();
    const tile = frame.getByRole("region", { name: "Summary" }).locator(".tile", { has: frame.getByText("Total", { exact: true }) });
    assert.equal((await tile.getByRole("definition").first().innerText({ timeout: 3000 })).replace(/\s+/g, " ").trim(), total);
  });
}

/** All that the dashboard says. */
export async function dashboardText(workbench: Workbench): Promise<string> {
  return (await workbench.dashboardFrame()).locator("body").innerText();
}
