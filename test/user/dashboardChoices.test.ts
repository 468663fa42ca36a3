import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import type { Locator } from "playwright-core";
import { asking, today, type Asking } from "../harness/askingDashboard.ts";
import { choosePresets, costs, dragToZoom, followTooltipLinks, monthStart, quiet, typeCustomDates } from "../harness/choosingTime.ts";
import { chooseInMenu, chooseOnDashboard, dashboardTotals } from "../harness/dashboard.ts";
import { clickLowestPart, drawnIn, themeColor } from "../harness/dashboardHand.ts";
import { eventually } from "../harness/eventually.ts";
import { costRows, dollars, exactDollars, scaled, sumOf } from "../harness/expectedCosts.ts";
import { savedFile } from "../harness/savedFile.ts";
import { shoot } from "../harness/shoot.ts";
import { partsOf, type JsonObject } from "../server/bodies.ts";
import type { LoopbackServer } from "../server/loopbackServer.ts";

/** What is added to yesterday once it is restated: 10^-40 dollars. */
const late = scaled("1.2");
const budget = "12345.67";

/** A part of a bar, and an entry of the legend: each filters, and the chip takes the filter off. */
async function clickToFilter(own: Asking): Promise<void> {
  const { workbench, server, frame, month } = own;
  const filtersBy = async (name: string): Promise<void> => {
    const id = idOf(server, name);
    await dashboardTotals(workbench, dollars(sumOf(month.filter((row) => row.project === id))));
    await (await frame()).getByRole("button", { name: `Remove filter Project: ${name}`, exact: true }).click();
    await costs(own, today - 29, today + 1);
    await chooseOnDashboard(workbench, "Group by", "Project");
  };
  await filtersBy(await clickLowestPart(workbench, 20, 30));
  const entry = (await frame()).getByRole("list", { name: "Legend" }).getByRole("button", { name: /^Filter by / }).nth(2);
  const name = (await entry.innerText()).replace("Filter by", "").trim();
  await entry.click();
  await filtersBy(name);
}

function idOf(server: LoopbackServer, project: string): string {
  const { data } = server.answer("projects?limit=100&include_archived=true").body as { readonly data: readonly { readonly id: string; readonly name: string }[] };
  return data.find(({ name }) => name === project)?.id ?? assert.fail(`there is no project ${project}`);
}

/** The table with columns of the user's choice, as it stands, in a file with every digit. */
async function chooseColumns({ workbench, frame, month }: Asking, workspace: string): Promise<void> {
  const headings = async (): Promise<readonly string[]> => (await (await frame()).locator("table.breakdown").getByRole("columnheader").allInnerTexts()).map((text) => text.trim());
  const usual = await headings();
  await (await frame()).getByRole("button", { name: "Columns" }).click();
  await (await frame()).getByRole("checkbox", { name: "Share", exact: true }).click();
  await workbench.page.keyboard.press("Escape");
  await eventually("the table is without its shares", async () => { assert.deepEqual(await headings(), usual.filter((heading) => heading !== "Share")); });
  await chooseInMenu(workbench, "Export", "Table as JSON");
  const file = JSON.parse(await savedFile(workbench, workspace, /openai-spend-costs-table-.*\.json$/)) as { readonly query: Readonly<Record<string, string>>; readonly rows: readonly Readonly<Record<string, string | null>>[] };
  const projects = [...new Set(month.map(({ project }) => project))];
  const exact = new Map(projects.map((project) => [project, exactDollars(sumOf(month.filter((row) => row.project === project)))]));
  assert.deepEqual(new Map(file.rows.map((row) => [row["id"] ?? null, row["total"]])), exact);
  assert.ok(file.rows.every((row) => !("share" in row)));
  assert.equal(file.query["total"], exactDollars(sumOf(month)));
  assert.match(file.query["as_of"] ?? "", /^\d{4}-\d\d-\d\dT/);
}

async function setBudget(own: Asking): Promise<void> {
  const { workbench, server, frame } = own;
  await chooseOnDashboard(workbench, "Range", "Month to date");
  await chooseOnDashboard(workbench, "Chart", "Cumulative");
  const chart = async (): Promise<Locator> => (await frame()).getByRole("img", { name: /^Cumulative chart: / });
  assert.doesNotMatch((await (await chart()).getAttribute("aria-label")) ?? "", /budget/);
  await workbench.runCommand("OpenAI Spend: Open Settings");
  const settings = workbench.page.locator(".settings-editor");
  const monthly = settings.locator("[data-key='openaiSpend.budget.monthlyUsd']");
  await monthly.locator("input").fill(budget);
  // VS Code writes it a moment later, and marks it as changed.
  await monthly.and(settings.locator(".is-configured")).waitFor();
  // The settings stand before the dashboard. The first Escape may only leave the field.
  await eventually("the settings are closed", async () => {
    if (await settings.isVisible()) await workbench.page.keyboard.press("Escape");
    await settings.waitFor({ state: "hidden", timeout: 1000 });
  });
  await eventually("the chart tells the budget", async () => {
    assert.match((await (await chart()).getAttribute("aria-label", { timeout: 3000 })) ?? "", /Monthly budget \$12,345\.67\./);
  });
  await (await frame()).getByText("Monthly budget $12,345.67", { exact: true }).waitFor();
  await eventually("the line is drawn", async () => {
    assert.ok((await drawnIn(await frame(), await themeColor(await frame(), "--spend-warning"))) > 100);
  });
  await (await chart()).press("End");
  const soFar = (await frame()).getByRole("tooltip").locator(".tip-whole .tip-value");
  assert.equal(await soFar.innerText(), `${dollars(sumOf(costRows(server, monthStart(), today + 1)))} so far`);
  await shoot(workbench.page, "choices", "budget");
}

test("whatever is chosen, each total is the server's own: time, filters, columns, a budget, and a day that is restated", async () => {
  const workspace = await mkdtemp(path.join(tmpdir(), "openai-spend-choices-"));
  let restates = false;
  const edit = (body: JsonObject): unknown => {
    for (const bucket of partsOf(body, "bucket")) {
      const day = Number(bucket["start_time"]) / 86_400;
      const [row] = partsOf({ data: [bucket] }, "row");
      if (day >= quiet.from && day < quiet.to) bucket["results"] = [];
      else if (restates && day === today - 1) bucket["results"] = [...partsOf({ data: [bucket] }, "row"), { ...row, amount: { value: 1.2, currency: "usd" } }];
    }
    return body;
  };
  const prepare = (server: LoopbackServer): void => { server.behave({ does: "edit", edit }, { endpoint: "costs" }); };
  try {
    await asking("choices", async (own) => {
      await followTooltipLinks(own);
      await choosePresets(own);
      await typeCustomDates(own);
      await dragToZoom(own);
      await clickToFilter(own);
      await chooseColumns(own, workspace);
      await setBudget(own);

      const { workbench, frame, month } = own;
      await chooseOnDashboard(workbench, "Range", "Last 30 days");
      await costs(own, today - 29, today + 1);
      restates = true;
      await (await frame()).getByRole("button", { name: "Refresh" }).click();
      await dashboardTotals(workbench, dollars(sumOf(month) + late));
      const day = new Date((today - 1) * 86_400_000).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
      await (await frame()).getByRole("list", { name: "Notes" }).getByText(`Restated since they were first shown: ${day}: +$1.20.`, { exact: true }).waitFor();
    }, { workspace, prepare });
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
});
