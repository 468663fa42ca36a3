import assert from "node:assert/strict";
import { test } from "node:test";
import type { ViewQuery } from "../../src/domain/viewQuery.ts";
import { dashboard, dashboards, freshPages } from "./freshPages.ts";
import { dollars } from "./independentTotals.ts";
import { asking, pageState } from "./pageStates.ts";
import { completionsPage, costPage, costRows, last30Days, today } from "./sampleRows.ts";

freshPages();

const isLoading = async (): Promise<boolean> => (await dashboard.page.locator(".skeleton").count()) === 1;
const title = () => dashboard.page.getByRole("heading", { level: 1 }).innerText();
const lastView = (): Promise<ViewQuery> => dashboard.lastView();

test("the page tells that it is ready, and on a first visit that it has no view", async () => {
  assert.deepEqual(await dashboard.sent(), [{ type: "ready", body: { view: null } }]);
  await dashboard.settled();
  assert.equal(await dashboard.kept(), undefined, "and it is a first visit still, where it is hidden before it is told one");
  await dashboard.show(pageState());
  assert.notEqual(await dashboard.kept(), undefined);
});

test("a page that is told what it was opened for while it loads shows that, and asks for nothing", async () => {
  await dashboard.page.addInitScript((body) => {
    window.addEventListener("load", () => { window.postMessage({ type: "state", body }, "*"); });
  }, pageState({ query: asking({ groupBy: "line_item" }) }));
  await dashboard.page.reload();
  await dashboard.page.getByRole("heading", { name: "Costs by line item" }).waitFor();
  assert.equal(await isLoading(), true);
  await new Promise((resolve) => setTimeout(resolve, 200)); // by then a page that was told nothing has asked
  assert.deepEqual(await dashboard.sent(), []);
});

test("what was arranged comes back after the page was away, colours included", async () => {
  await dashboard.show(pageState(), costPage());
  await dashboard.choose("Range", "Last 7 days");
  await dashboard.page.getByRole("columnheader", { name: "Project" }).getByRole("button").click();
  await dashboard.settled();
  await dashboard.page.getByRole("button", { name: "Show 7 buckets" }).click();
  await dashboard.settled();
  const kept = await dashboard.kept();
  const colors = await dashboard.page.locator(".legend .swatch").evaluateAll((found) => found.map((each) => each.getAttribute("class")));
  const again = await dashboards.open({ kept });
  assert.deepEqual(await again.sent(), [{ type: "ready", body: { view: asking({ range: "last7Days" }) } }]);
  assert.equal(await again.chosen("Range"), "Last 7 days");
  await again.show(pageState({ query: asking({ range: "last7Days" }) }), costPage());
  assert.equal(await again.page.getByRole("columnheader", { name: "Project" }).getAttribute("aria-sort"), "ascending");
  assert.equal(await again.page.getByRole("button", { name: "Hide 7 buckets" }).count(), 1);
  assert.deepEqual(await again.page.locator(".legend .swatch").evaluateAll((found) => found.map((each) => each.getAttribute("class"))), colors);
  assert.deepEqual(again.faults, []);
  await again.close();
});

test("kept state of another shape is a first visit", async () => {
  for (const kept of [{ version: 99 }, "text", { version: 1, view: { source: "gone" }, sort: { by: "color" }, colors: [] }]) {
    const again = await dashboards.open({ kept });
    assert.deepEqual(await again.sent(), [{ type: "ready", body: { view: null } }]);
    assert.deepEqual(again.faults, []);
    await again.close();
  }
});

test("each choice sends the whole question, and what the rows can answer is drawn without the host", async () => {
  await dashboard.show(pageState(), costPage());
  await dashboard.choose("Group by", "Line item");
  assert.deepEqual(await lastView(), asking({ groupBy: "line_item" }));
  assert.equal(await title(), "Costs by line item");
  assert.equal(await isLoading(), false);
  await dashboard.choose("Group by", "Nothing (total only)");
  assert.equal(await dashboard.tile("total"), dollars(costRows()));
});

test("what the rows cannot answer loads calmly, in the same layout, until rows for it come", async () => {
  await dashboard.show(pageState(), costPage());
  const top = async (selector: string) => (await dashboard.page.locator(selector).first().boundingBox())?.y;
  const before = [await top(".summary"), await top(".chart"), await top(".buckets")];
  await dashboard.choose("Source", "Completions");
  assert.equal(await isLoading(), true);
  assert.equal(await dashboard.page.getByRole("table").count(), 0);
  assert.deepEqual([await top(".summary"), await top(".chart"), await top(".buckets")], before);
  const query = await lastView();
  assert.equal(query.source, "completions");
  await dashboard.show(pageState({ query, status: { loading: true } }), completionsPage("1d", last30Days));
  assert.equal(await isLoading(), false);
  assert.match(await dashboard.tile("total"), /tokens$/);
});

test("rows of another source, view or width are never drawn as the answer", async () => {
  const query = asking({ source: "completions", metric: "input_tokens", groupBy: "model" });
  await dashboard.show(pageState({ query }), costPage());
  assert.equal(await isLoading(), true);
  await dashboard.show(pageState({ query }), { ...completionsPage("1h", { from: today - 1, to: today + 1 }) });
  assert.equal(await isLoading(), true);
});

test("a longer range than the rows were sent for waits for new rows", async () => {
  await dashboard.show(pageState(), costPage());
  await dashboard.choose("Range", "Last 90 days");
  assert.equal(await isLoading(), true);
  assert.equal(await dashboard.page.locator("[data-tile=total] .number").count(), 0);
});

test("an echo of an older choice does not throw a newer one back", async () => {
  await dashboard.show(pageState(), costPage());
  await dashboard.choose("Group by", "Line item");
  await dashboard.choose("Range", "Last 7 days");
  await dashboard.show(pageState()); // a state from before both
  assert.equal(await dashboard.chosen("Range"), "Last 7 days");
  await dashboard.show(pageState({ query: asking({ groupBy: "line_item" }) })); // late echo of the first choice
  assert.equal(await dashboard.chosen("Range"), "Last 7 days");
  await dashboard.show(pageState({ query: asking({ groupBy: "line_item", range: "last7Days" }) }), costPage());
  assert.equal(await title(), "Costs by line item");
});

test("a question from the host points the page there", async () => {
  await dashboard.show(pageState(), costPage());
  await dashboard.show(pageState({ query: asking({ groupBy: "line_item", filters: { project_id: ["proj_voice"] } }) }), costPage());
  assert.equal(await title(), "Costs by line item");
  await dashboard.page.getByRole("list", { name: "Active filters" }).getByText("Project: Voice agents").waitFor();
  assert.equal((await dashboard.sent()).length, 1); // nothing but ready: the host knows
});

test("a group-by that cannot stand beside a filter wins, and what it cost is said", async () => {
  await dashboard.show(pageState({ query: asking({ filters: { line_item: ["gpt-5.2, input"], project_id: ["proj_voice"] } }) }), costPage());
  await dashboard.choose("Group by", "API key");
  assert.deepEqual(await lastView(), asking({ groupBy: "api_key_id", filters: { project_id: ["proj_voice"] } }));
  await dashboard.page.getByText(/The filter on line item was removed/).waitFor();
});

test("what the page did on its own is said above the choices, in a place that was there before, and takes no room otherwise", async () => {
  await dashboard.show(pageState({ query: asking({ filters: { line_item: ["gpt-5.2, input"] } }) }), costPage());
  const place = await dashboard.page.locator(".notice").elementHandle();
  assert.ok(place);
  assert.equal(await place.getAttribute("role"), "status");
  const controls = dashboard.page.getByRole("group", { name: "What is shown" });
  const top = async (): Promise<number> => (await controls.boundingBox())?.y ?? assert.fail();
  const atFirst = await top();
  const header = await dashboard.page.locator(".header").boundingBox();
  assert.ok(header && atFirst - header.y - header.height < 17, "one gap between the header and the choices");
  await dashboard.choose("Group by", "API key");
  assert.match(await place.innerText(), /^The filter on line item was removed/);
  const said = await place.boundingBox();
  assert.ok(said && said.y >= header.y + header.height && said.y + said.height <= (await top()));
  assert.equal(await dashboard.page.getByText(/^The filter on line item/).count(), 1);
  await dashboard.choose("Group by", "Project");
  assert.equal(await place.innerText(), "");
  assert.equal(await top(), atFirst);
});

test("another source takes along what it knows", async () => {
  await dashboard.show(pageState({ query: asking({ groupBy: "line_item", filters: { project_id: ["proj_voice"] } }) }), costPage());
  await dashboard.choose("Source", "Embeddings");
  assert.deepEqual(await lastView(), asking({ source: "embeddings", metric: "input_tokens", groupBy: "model", filters: { project_id: ["proj_voice"] } }));
});

test("a custom range starts from the one shown; dates that make none are asked of nobody", async () => {
  await dashboard.show(pageState(), costPage());
  await dashboard.choose("Range", "Custom…");
  const from = dashboard.page.getByLabel("From (UTC)");
  assert.equal(await from.inputValue(), "2026-10-24");
  await from.fill("2026-11-10");
  await dashboard.settled();
  assert.deepEqual((await lastView()).range, { from: "2026-11-10", to: "2026-11-22" });
  assert.equal(await dashboard.tile("total"), dollars(costRows().filter((row) => row.day >= today - 12)));
  const sent = (await dashboard.sent()).length;
  await from.fill("2026-11-30");
  await dashboard.settled();
  await dashboard.page.getByRole("status").getByText("The first date is after the last.").waitFor();
  await from.fill("");
  await dashboard.settled();
  await dashboard.page.getByRole("status").getByText("Both dates are needed.").waitFor();
  assert.equal((await dashboard.sent()).length, sent);
});

test("days that are still to come are asked of nobody, and never answered with others", async () => {
  await dashboard.show(pageState({ query: asking({ range: { from: "2026-10-24", to: "2026-11-22" } }) }), costPage());
  const [from, to] = [dashboard.page.getByLabel("From (UTC)"), dashboard.page.getByLabel("To (UTC)")];
  const fault = dashboard.page.getByRole("status").getByText("These days are still to come: today is 2026-11-22 (UTC).");
  assert.deepEqual([await from.getAttribute("max"), await to.getAttribute("max")], ["2026-11-22", "2026-11-22"]);
  await to.fill("2026-12-10");
  await dashboard.settled();
  const sent = (await dashboard.sent()).length;
  await from.fill("2026-12-01");
  await fault.waitFor();
  assert.equal(await from.getAttribute("aria-invalid"), "true");
  assert.equal((await dashboard.sent()).length, sent);
  // A view that was saved elsewhere may ask for them all the same.
  await dashboard.show(pageState({ query: asking({ range: { from: "2026-12-01", to: "2026-12-10" } }) }), costPage());
  await fault.waitFor();
  assert.match(await dashboard.page.locator(".meta").innerText(), /^22 Nov 2026/);
  assert.equal(await dashboard.tile("total"), dollars(costRows().filter((row) => row.day === today)));
});

for (const leave of ["Enter", "blur"] as const) {
  test(`a date that is typed is asked for once, when it is finished (${leave})`, async () => {
    await dashboard.show(pageState({ query: asking({ range: { from: "2026-10-24", to: "2026-11-22" } }) }), costPage());
    const from = dashboard.page.getByLabel("From (UTC)");
    const sent = (await dashboard.sent()).length;
    await from.focus();
    for (const digit of "11112026") {
      await dashboard.page.keyboard.press(digit);
      await dashboard.show(pageState({ query: asking({ range: { from: "2026-10-24", to: "2026-11-22" } }) })); // is drawn meanwhile
      assert.equal(await dashboard.page.locator("#date-fault").innerText(), "");
      assert.equal((await dashboard.sent()).length, sent);
    }
    assert.equal(await from.inputValue(), "2026-11-11");
    if (leave === "Enter") await dashboard.page.keyboard.press("Enter");
    else await from.blur();
    await dashboard.settled();
    assert.equal((await dashboard.sent()).length, sent + 1);
    assert.deepEqual((await lastView()).range, { from: "2026-11-11", to: "2026-11-22" });
    await from.blur();
    await dashboard.settled();
    assert.equal((await dashboard.sent()).length, sent + 1);
  });
}

test("a typed date that makes no range is said when it is finished, until it is typed over", async () => {
  await dashboard.show(pageState({ query: asking({ range: { from: "2026-10-24", to: "2026-11-22" } }) }), costPage());
  const from = dashboard.page.getByLabel("From (UTC)");
  const fault = dashboard.page.locator("#date-fault");
  await from.focus();
  await dashboard.page.keyboard.type("11111999");
  await dashboard.page.keyboard.press("Enter");
  await fault.getByText("At most 400 days can be shown.").waitFor();
  await dashboard.page.keyboard.type("2026");
  await dashboard.settled();
  assert.equal(await fault.innerText(), "");
  await from.blur();
  assert.deepEqual((await lastView()).range, { from: "2026-11-11", to: "2026-11-22" });
});

test("a day from the calendar is asked for at once, also after something was typed", async () => {
  const range = { from: "2026-10-24", to: "2026-11-22" };
  await dashboard.show(pageState({ query: asking({ range }) }), costPage());
  const from = dashboard.page.getByLabel("From (UTC)");
  for (const [day, open] of [["2026-11-09", () => from.click()], ["2026-11-10", () => dashboard.page.keyboard.press("F4")]] as const) {
    await from.focus();
    await dashboard.page.keyboard.press("1");
    await open();
    await from.fill(day); // as the calendar does: a change without a key
    await dashboard.settled();
    assert.deepEqual((await lastView()).range, { ...range, from: day });
  }
});

test("dates that made no range give way to another range that is shown", async () => {
  const from = dashboard.page.getByLabel("From (UTC)");
  const faulty = async (): Promise<void> => {
    await from.fill("2026-11-30");
    await dashboard.settled();
    await dashboard.page.getByRole("status").getByText("The first date is after the last.").waitFor();
  };
  const custom = { from: "2026-10-24", to: "2026-11-22" };
  await dashboard.show(pageState({ query: asking({ range: custom }) }), costPage());
  await faulty();
  await dashboard.show(pageState({ query: asking({ range: { ...custom } }), now: pageState().now + 5 }));
  assert.equal(await from.inputValue(), "2026-11-30"); // of the same range still
  await dashboard.show(pageState({ query: asking({ range: { from: "2026-11-02", to: "2026-11-08" } }) }), costPage());
  assert.equal(await from.inputValue(), "2026-11-02");
  assert.equal(await dashboard.page.locator("#date-fault").innerText(), "");
  await dashboard.show(pageState({ query: asking({ range: custom }) }), costPage());
  await faulty();
  await dashboard.choose("Range", "Last 30 days");
  await dashboard.choose("Range", "Custom…"); // the very range that the dates were typed over
  assert.equal(await from.inputValue(), custom.from);
});

test("refresh and cURL are messages", async () => {
  await dashboard.show(pageState(), costPage());
  await dashboard.page.getByRole("button", { name: "Refresh" }).click();
  assert.deepEqual(await dashboard.lastSent(), { type: "refresh", body: null });
  await dashboard.page.getByRole("button", { name: "Copy as cURL" }).click();
  assert.deepEqual(await dashboard.lastSent(), { type: "copyAsCurl", body: null });
});

test("messages that are not of the table are ignored", async () => {
  await dashboard.show(pageState(), costPage());
  for (const message of [null, 1, "state", { type: "state" }, { type: "clear", body: {} }, { type: "constructor", body: {} }, { body: {} }])
    await dashboard.page.evaluate((sent) => {
      window.postMessage(sent, "*");
    }, message);
  await dashboard.settled();
  assert.equal(await dashboard.tile("total"), dollars(costRows()));
});

test("a colour stays with its subject when others come and go", async () => {
  const colorOf = (name: string) => dashboard.page.locator(".legend-item", { hasText: name }).locator(".swatch").getAttribute("class");
  await dashboard.show(pageState(), costPage());
  const before = await colorOf("Voice agents");
  await dashboard.show(pageState({ query: asking({ filters: { project_id: ["proj_voice", "proj_evals"] } }) }), costPage());
  assert.equal(await colorOf("Voice agents"), before);
});
