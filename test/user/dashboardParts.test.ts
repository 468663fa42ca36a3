import assert from "node:assert/strict";
import test from "node:test";
import type { Frame } from "playwright-core";
import { asking, today } from "../harness/askingDashboard.ts";
import { chooseOnDashboard, dashboardTotals } from "../harness/dashboard.ts";
import { eventually } from "../harness/eventually.ts";
import { dollars, scaled, sumOf, type CostRow } from "../harness/expectedCosts.ts";
import { pasted } from "../harness/pasted.ts";
import { shoot } from "../harness/shoot.ts";
import type { LoopbackServer } from "../server/loopbackServer.ts";

/** What the bars are made of, and how a question is narrowed and taken elsewhere: in a real VS Code, against the server's own rows. */
const line = (text: string): string => text.replace(/\s+/g, " ").trim();
const button = async (frame: () => Promise<Frame>, name: string | RegExp) => (await frame()).getByRole("button", { name });

test("Other opens; the keys read all of a day; kinds, buckets and prices agree; a grouping that is refused says why", async () => {
  await asking("parts", async ({ workbench, server, frame, month }) => {
    await chooseOnDashboard(workbench, "Group by", "Line item");
    await (await button(frame, /^Show one by one: Other \(\d+\)/)).click();
    const yesterday = month.filter(({ day }) => day === today - 1);
    await (await frame()).locator("canvas").focus();
    for (const key of ["End", "ArrowLeft"]) await workbench.page.keyboard.press(key);
    await eventually("the tooltip has all of yesterday", async () => {
      const parts = (await (await frame()).getByRole("tooltip").locator(".tip-parts > p").allInnerTexts()).map(line);
      assert.ok(parts.length > 30, parts.join("; "));
      const items = new Map(yesterday.map(({ lineItem }) => [`${lineItem ?? "(unattributed)"} ${costOf(yesterday, lineItem)}`, lineItem]));
      const rest = yesterday.filter(({ lineItem }) => !parts.some((part) => items.get(part) === lineItem));
      const told = parts.filter((part) => !items.has(part));
      assert.deepEqual(told.map((part) => part.replace(/\(\d+\)/, "(n)")), rest.length > 0 ? [`Other (n) ${dollars(sumOf(rest))}`] : []);
    });
    await shoot(workbench.page, "parts", "tooltip");

    await (await button(frame, "Show 30 buckets")).click();
    const cells = (await frame()).locator("table.matrix tbody tr").nth(28).getByRole("cell");
    assert.equal(line(await cells.first().innerText()), dollars(sumOf(yesterday)));
    for (const [kind, name] of [["Lines", /^Line chart/], ["Share of total", /^Chart of shares/]] as const) {
      await chooseOnDashboard(workbench, "Chart", kind);
      await (await frame()).getByRole("img", { name }).waitFor();
    }
    const [item = "", , price = ""] = await dearestRow(frame);
    const own = month.filter((row) => row.lineItem === item);
    assert.equal(price.split(" / ")[0], `$${(Number(sumOf(own)) / Number(quantity(server, item))).toPrecision(6).replace(/0+$/, "")}`);

    await (await frame()).getByRole("combobox", { name: "Group by", exact: true }).click();
    const refused = (await frame()).getByRole("option", { name: "User · not given to this organization", exact: true });
    assert.equal(await refused.getAttribute("aria-disabled"), "true");
    await shoot(workbench.page, "parts", "refused");
  }, { prepare: (server) => { server.behave({ does: "rejectGroupBy", field: "user_id" }, { endpoint: "costs" }); } });
});

test("a project is found as one types, and its query taken along; rare filters narrow by what the API says", async () => {
  await asking("narrowed", async ({ workbench, server, frame, month, project }) => {
    const { keyboard } = workbench.page;
    const name = (await (await frame()).locator("table.breakdown tbody").getByRole("button").first().innerText()).trim();
    await (await button(frame, "Project")).first().click();
    await (await frame()).getByRole("textbox", { name: "Search projects" }).fill(name.slice(0, 6).toUpperCase());
    await (await frame()).getByRole("option", { name: new RegExp(`^${name}`) }).click();
    await keyboard.press("Escape");
    const cost = sumOf(month.filter((row) => row.project === project));
    await dashboardTotals(workbench, dollars(cost));
    await (await button(frame, "Copy as cURL")).click();
    const curl = await pasted(workbench);
    assert.ok(curl.includes("$OPENAI_ADMIN_KEY") && !curl.includes(server.adminKey), curl);
    assert.equal(dollars(asked(server, curl)), dollars(cost));

    await workbench.runCommand("OpenAI Spend: Open Dashboard");
    await (await button(frame, /^Remove filter Project/)).click();
    await dashboardTotals(workbench, dollars(sumOf(month)));
    await chooseOnDashboard(workbench, "Source", "Completions");
    await (await button(frame, /^More filters/)).click();
    await (await frame()).getByRole("dialog", { name: "More filters" }).getByRole("button", { name: "Batch" }).click();
    await (await frame()).getByRole("option", { name: /^Batch/ }).click();
    await keyboard.press("Escape");
    await keyboard.press("Escape");
    await eventually("the tokens of batches", async () => {
      const total = await (await frame()).locator("[data-tile=total] .tile-value").innerText({ timeout: 3_000 });
      assert.equal(line(total), `${batchTokens(server).toLocaleString("en-US")} tokens`);
    });
    await shoot(workbench.page, "parts", "batch");
  });
});

function costOf(rows: readonly CostRow[], item: string | null): string {
  return dollars(sumOf(rows.filter((row) => row.lineItem === item)));
}

/** Name, quantity and effective price of the table's first row. */
async function dearestRow(frame: () => Promise<Frame>): Promise<readonly string[]> {
  const table = (await frame()).locator("table.breakdown");
  const texts = async (cells: string): Promise<readonly string[]> => (await table.locator(cells).allInnerTexts()).map(line);
  const headings = await texts("thead th");
  const row = await texts("tbody tr:first-child :is(th, td)");
  return ["Line item", "Quantity", "Effective price"].map((heading) => row[headings.indexOf(heading)] ?? "");
}

interface Row {
  readonly line_item?: string | null;
  readonly quantity?: number | null;
  readonly amount?: { readonly value: number | string } | null;
  readonly input_tokens?: number;
  readonly output_tokens?: number;
}

/** As the wire would carry them. */
function rowsOf(server: LoopbackServer, query: string): readonly Row[] {
  const { status, body } = server.answer(query);
  assert.equal(status, 200, JSON.stringify(body));
  const page = JSON.parse(JSON.stringify(body)) as { readonly data: readonly { readonly results: readonly Row[] }[] };
  return page.data.flatMap(({ results }) => results);
}

const month = `start_time=${String((today - 29) * 86_400)}&end_time=${String((today + 1) * 86_400)}&limit=31`;

function quantity(server: LoopbackServer, item: string): bigint {
  return rowsOf(server, `costs?${month}&group_by=line_item`).reduce((all, row) => all + (row.line_item === item ? scaled(row.quantity ?? 0) : 0n), 0n);
}

function batchTokens(server: LoopbackServer): number {
  return rowsOf(server, `usage/completions?${month}&batch=true`).reduce((all, row) => all + (row.input_tokens ?? 0) + (row.output_tokens ?? 0), 0);
}

/** What the requests of a cURL text bring together. */
function asked(server: LoopbackServer, curl: string): bigint {
  const urls = [...curl.matchAll(/https?:\/\/[^'"\s]+\/organization\/([^'"\s]+)/g)].map(([, query = ""]) => query);
  assert.ok(urls.length > 0, curl);
  return urls.flatMap((query) => rowsOf(server, query)).reduce((sum, { amount }) => sum + (amount ? scaled(amount.value) : 0n), 0n);
}
