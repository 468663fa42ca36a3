import assert from "node:assert/strict";
import test from "node:test";
import { asking, today } from "../harness/askingDashboard.ts";
import { chooseOnDashboard, dashboardTotals } from "../harness/dashboard.ts";
import { eventually } from "../harness/eventually.ts";
import { costRows, dollars, exactDollars, sumOf, type CostRow } from "../harness/expectedCosts.ts";
import { countText, tokenRows, tokensOf, type TokenRow } from "../harness/expectedTokens.ts";
import { pasted } from "../harness/pasted.ts";
import { shoot } from "../harness/shoot.ts";

/** What did we spend, on what, who, and what changed: asked in a real VS Code, and compared with the server's own rows. */

test("sources, metrics and hours of the week: each total is the server's own", async () => {
  await asking("sources", async ({ workbench, server, frame }) => {
    await chooseOnDashboard(workbench, "Source", "Completions");
    await dashboardTotals(workbench, `${countText(tokensOf(tokenRows(server, today - 29, today + 1)))} tokens`);
    await chooseOnDashboard(workbench, "Range", "Last 7 days");
    await chooseOnDashboard(workbench, "Bucket", "1 hour");
    await dashboardTotals(workbench, `${countText(tokensOf(tokenRows(server, today - 6, today + 1)))} tokens`);
    await chooseOnDashboard(workbench, "Range", "Last 30 days");
    await chooseOnDashboard(workbench, "Chart", "Hour by weekday");
    const hours = tokenRows(server, today - 29, today + 1, "1h");
    await dashboardTotals(workbench, `${countText(tokensOf(hours))} tokens`);
    const cells = (await frame()).getByRole("grid", { name: /^Hours of the week: Tokens/ }).getByRole("gridcell");
    await cells.last().waitFor();
    const told = await cells.evaluateAll((all) => all.map((cell) => cell.getAttribute("aria-label")?.replace(/^.* UTC: /, "") ?? ""));
    assert.deepEqual(told, weekOf(hours));
    await shoot(workbench.page, "answers", "hours");
    await chooseOnDashboard(workbench, "Bucket", "Auto (1 day)");
    await chooseOnDashboard(workbench, "Source", "Costs");
    await chooseOnDashboard(workbench, "Chart", "Cumulative");
    const chart = (await frame()).getByRole("img", { name: /^Cumulative chart/ });
    await chart.waitFor();
    // Its library is a script of its own, which VS Code must let the page fetch.
    await eventually("the chart is drawn", async () => {
      assert.ok(await chart.evaluate((own: HTMLCanvasElement) => own.getContext("2d")?.getImageData(0, 0, own.width, own.height).data.some((value) => value > 0)));
    });
  });
});

test("a row opens into what is behind it, days are zoomed into with the keys, and there is a way back from both", async () => {
  await asking("closer", async ({ workbench, frame, month, project }) => {
    const { keyboard } = workbench.page;
    await (await frame()).locator("table.breakdown tbody").getByRole("button").first().click();
    await dashboardTotals(workbench, dollars(sumOf(month.filter((row) => row.project === project))));
    await (await frame()).getByRole("heading", { name: "Costs by line item" }).waitFor();
    assert.equal(await (await frame()).getByRole("list", { name: "Active filters" }).getByRole("listitem").count(), 1);
    await shoot(workbench.page, "answers", "project");
    await keyboard.press("Alt+ArrowLeft");
    await dashboardTotals(workbench, dollars(sumOf(month)));

    await (await frame()).locator("canvas").focus();
    for (const key of ["End", "ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft", "Enter"]) await keyboard.press(key);
    await dashboardTotals(workbench, dollars(sumOf(month.filter(({ day }) => day >= today - 3 && day < today))));
    await (await frame()).getByRole("navigation", { name: "Way back" }).getByRole("button", { name: "Back" }).click();
    await dashboardTotals(workbench, dollars(sumOf(month)));
  });
});

test("what changed against the period before, and the table found in, sorted and copied", async () => {
  await asking("changed", async ({ workbench, server, frame, month, project }) => {
    const before = costRows(server, today - 59, today - 29);
    await (await frame()).getByRole("button", { name: "Compare with the period before" }).click();
    const total = (rows: readonly CostRow[]): bigint => sumOf(rows.filter((row) => row.project === project));
    const change = total(month) - total(before);
    const row = async (): Promise<readonly string[]> => (await (await frame()).locator("table.breakdown tbody tr").first().locator("th,td").allInnerTexts()).map((text) => text.trim());
    await eventually("the dearest project says what it changed by", async () => {
      const cells = await row();
      assert.ok(cells.includes(`${change < 0n ? "−" : "+"}${dollars(change < 0n ? -change : change)}`), cells.join(" | "));
    });
    await shoot(workbench.page, "answers", "compared");

    const [name = ""] = (await row())[0]?.split("\n") ?? [];
    await (await frame()).getByRole("textbox", { name: "Find in table" }).fill(name);
    await eventually("one row is left", async () => {
      assert.equal(await (await frame()).locator("table.breakdown tbody tr").count(), 1);
    });
    await (await frame()).locator("table.breakdown tbody tr td").first().focus(); // a click would open the row
    await workbench.page.keyboard.press("ControlOrMeta+C");
    await (await frame()).getByText(/^Copied/).waitFor();
    assert.ok((await pasted(workbench)).includes(exactDollars(total(month))), "the cell, with every digit");
  });
});

/** What the heat map's cells say, weekday by weekday from Monday on: the mean of the hours that are over, to the nearest token. */
function weekOf(rows: readonly TokenRow[]): readonly string[] {
  const over = rows.filter(({ start }) => start + 3600 <= today * 86_400 + 43_200);
  return Array.from({ length: 168 }, (_, at) => {
    // The first day of Unix time was a Thursday.
    const own = over.filter(({ start }) => (Math.floor(start / 3600) + 72) % 168 === at);
    const [sum, count] = [tokensOf(own), BigInt(own.length)];
    return `${countText((2n * sum + count) / (2n * count))} tokens an hour, mean of ${String(count)} hours`;
  });
}
