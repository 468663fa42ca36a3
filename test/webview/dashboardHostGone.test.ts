import assert from "node:assert/strict";
import { test } from "node:test";
import { patience, quiet } from "../../webview/hostWatch.ts";
import { dashboard, freshPages } from "./freshPages.ts";
import { dollars } from "./independentTotals.ts";
import { asking, pageState } from "./pageStates.ts";
import { costPage, costRows } from "./sampleRows.ts";

freshPages({ setClock: true });

const said = async (): Promise<string> => {
  await dashboard.settled();
  return (await dashboard.page.locator(".trouble").getByRole("status").first().innerText()).trim();
};
const pass = (time: number): Promise<void> => dashboard.page.clock.fastForward(time);
const ask = { type: "stillThere", body: null } as const;

test("after a minute of silence the host is asked; while it answers, nothing is said", async () => {
  await dashboard.show(pageState(), costPage());
  for (let minute = 1; minute <= 3; minute += 1) {
    await pass(quiet);
    assert.equal((await dashboard.sent()).filter(({ type }) => type === ask.type).length, minute);
    assert.deepEqual(await dashboard.lastSent(), ask);
    await pass(patience - 1_000);
    await dashboard.show(pageState());
    await pass(patience);
    assert.equal(await said(), "");
  }
});

test("a host that does not answer is said to have gone, with the time of the numbers, until it is heard again", async () => {
  await dashboard.show(pageState(), costPage());
  await pass(quiet);
  assert.equal(await said(), "");
  await pass(patience);
  assert.equal(await said(), "The extension is not answering. The numbers shown are from 14:02 (13:02 UTC). Close this tab and open the dashboard again, or reload the window.");
  assert.equal(await dashboard.tile("total"), dollars(costRows()), "the numbers stay");
  // It may have been too busy to answer: it is asked again, and what it says then counts.
  await pass(quiet);
  assert.equal((await dashboard.sent()).filter(({ type }) => type === ask.type).length, 2);
  assert.match(await said(), /not answering/);
  await dashboard.show(pageState());
  assert.equal(await said(), "");
});

test("a click that a host which has gone would leave unanswered is told of after ten seconds", async () => {
  const clicks: Readonly<Record<string, () => Promise<void>>> = {
    Refresh: () => dashboard.page.getByRole("button", { name: "Refresh" }).click(),
    "another question": () => dashboard.choose("Source", "Completions"),
    cURL: () => dashboard.page.getByRole("button", { name: "Copy as cURL" }).click(),
  };
  for (const [name, click] of Object.entries(clicks)) {
    await dashboard.show(pageState(), costPage());
    await click();
    await pass(patience / 2);
    await click();
    assert.equal(await said(), "", name);
    await pass(patience / 2);
    assert.match(await said(), /^The extension is not answering/, name);
  }
});

test("a page that nobody ever answers says so, and speaks of no numbers", async () => {
  await pass(patience);
  assert.equal(await said(), "The extension is not answering. Close this tab and open the dashboard again, or reload the window.");
});

test("without a key, too, it is said", async () => {
  await dashboard.show(pageState({ access: { kind: "none" }, query: asking({}), status: { asOf: null } }));
  await dashboard.page.getByRole("button", { name: "Set Admin Key" }).click();
  assert.deepEqual((await dashboard.sent()).slice(-2), [ask, { type: "act", body: "setAdminKey" }]);
  await pass(patience);
  assert.match(await said(), /^The extension is not answering/);
});
