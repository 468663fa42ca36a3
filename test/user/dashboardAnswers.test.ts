import assert from "node:assert/strict";
import test from "node:test";
import type { Frame } from "playwright-core";
import { asking, today } from "../harness/askingDashboard.ts";
import { chooseOnDashboard, dashboardTotals } from "../harness/dashboard.ts";
import { eventually } from "../harness/eventually.ts";
import { costRows, dollars, exactDollars, sumOf, type CostRow } from "../harness/expectedCosts.ts";
import { pasted } from "../harness/pasted.ts";
import { shoot } from "../harness/shoot.ts";
import type { LoopbackServer } from "../server/loopbackServer.ts";

/** What did we spend, on what, who, and what changed: asked in a real VS Code, and compared with the server's own rows. */

/** Input and output tokens of whole days, as the server says them. */
function tokens(server: LoopbackServer, from: number, to: number): bigint {
  const { body } = server.answer(`usage/completions?start_time=${String(from * 86_400)}&end_time=${String(to * 86_400)}&limit=31`);
  const { data } = JSON.parse(JSON.stringify(body)) as { readonly data: readonly { readonly results: readonly { readonly input_tokens: number; readonly output_tokens: number }[] }[] };
  return data.flatMap(({ results }) => results).reduce((sum, row) => sum + BigInt(row.input_tokens) + BigInt(row.output_tokens), 0n);
}

const grouped = (value: bigint): string => value.toString().replace(/\B(?=(\d{3})+$)/g, ",");

test("sources, metrics and hours of the week: each total is the server's own", async () => {
  await asking("sources", async ({ workbench, server, frame }) => {
    await chooseOnDashboard(workbench, "Source", "Completions");
    await totalIs(frame, `${grouped(tokens(server, today - 29, today + 1))} tokens`);
    await chooseOnDashboard(workbench, "Range", "Last 7 days");
    await chooseOnDashboard(workbench, "Bucket", "1 hour");
    await totalIs(frame, `${grouped(tokens(server, today - 6, today + 1))} tokens`);
    await chooseOnDashboard(workbench, "Chart", "Hour by weekday");
    await (await frame()).getByRole("grid", { name: /^Hours of the week: Tokens/ }).waitFor();
    await shoot(workbench.page, "answers", "hours");
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
      assert.ok(cells.includes(`${change < 0n ? "-" : "+"}${dollars(change < 0n ? -change : change)}`), cells.join(" | "));
    });
    await shoot(workbench.page, "answers", "compared");

    const [name = ""] = (await row())[0]?.split("\n") ?? [];
    await (await frame()).getByRole("textbox", { name: "Find in table" }).fill(name);
    await eventually("one row is left", async () => {
      assert.equal(await (await frame()).locator("table.breakdown tbody tr").count(), 1);
    });
    await (await frame()).locator("table.breakdown tbody tr td").first().click();
    await workbench.page.keyboard.press("ControlOrMeta+C");
    await (await frame()).getByText(/^Copied/).waitFor();
    assert.ok((await pasted(workbench)).includes(exactDollars(total(month))), "the cell, with every digit");
  });
});

async function totalIs(frame: () => Promise<Frame>, total: string): Promise<void> {
  await eventually(`the total is ${total}`, async () => {
    const tile = (await frame()).getByRole("region", { name: "Summary" }).locator("[data-tile=total] .tile-value");
    assert.equal((await tile.innerText({ timeout: 3_000 })).replace(/\s+/g, " ").trim(), total);
  });
}
