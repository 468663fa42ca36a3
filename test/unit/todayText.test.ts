import assert from "node:assert/strict";
import { test } from "node:test";
import { toText } from "../../src/domain/decimal.ts";
import { glanceOf } from "../../src/model/figures.ts";
import { localReset, localTime } from "../../src/model/statusText.ts";
import { todayText, type TodayText } from "../../src/model/todayText.ts";
import { dollars } from "./modelSupport/exactSum.ts";
import { modelOnSample, realAccount, sampleAccount, type SampleStand } from "./modelSupport/modelOnSample.ts";

function spent({ model }: SampleStand): { readonly today: string; readonly month: string } {
  const { today, month } = glanceOf(model);
  assert.ok(today.kind === "amount" && month.kind === "amount");
  return { today: toText(today.usd), month: toText(month.usd) };
}

test("the status bar shows today, the month, or both", async () => {
  const stand = await modelOnSample();
  const { today, month } = spent(stand);
  assert.equal(todayText(stand.model).text, `$(graph) ${dollars(today)}`);
  stand.settings["statusBar.show"] = "month";
  assert.equal(todayText(stand.model).text, `$(graph) ${dollars(month)} this month`);
  stand.settings["statusBar.show"] = "both";
  assert.equal(todayText(stand.model).text, `$(graph) ${dollars(today)} · ${dollars(month)} this month`);
});

test("the label says what the number is, that the day is UTC, and when it resets", async () => {
  const stand = await modelOnSample();
  const { today, month } = spent(stand);
  const reset = localReset(stand.model.now());
  assert.equal(todayText(stand.model).label, `OpenAI Spend: ${dollars(today)} today; ${dollars(month)} this month; today is the UTC day and resets at ${reset} local time`);
});

test("the sample is marked as sample, by icon, in words and in the label", async () => {
  const { model } = await modelOnSample(sampleAccount);
  const { text, label } = todayText(model);
  assert.match(text, /^\$\(beaker\) \$[\d,.]+ \(sample\)$/);
  assert.match(label, /sample organization, not real data/);
});

const shares = [
  ["far below", 0.5, "under"],
  ["just below 75 %", 0.7499999, "under"],
  ["at exactly 75 %", 0.75, "warning"],
  ["at 99 %", 0.99, "warning"],
  ["at exactly 100 %", 1, "over"],
  ["past 100 %", 3, "over"],
] as const;

for (const budget of ["budget.dailyUsd", "budget.monthlyUsd"] as const)
  for (const [what, share, level] of shares)
    test(`${budget}: spending ${what} of it is ${level}`, async () => {
      const stand = await modelOnSample();
      // Rows of one round amount, so that a share of the budget is exact.
      stand.change = (answer) => withAmounts(answer, share);
      stand.clock.advance(60_000);
      await stand.model.refresh();
      const { today, month } = spent(stand);
      stand.settings[budget] = Number(budget === "budget.dailyUsd" ? today : month) / share;
      assert.equal(todayText(stand.model).level satisfies TodayText["level"], level);
    });

/** One row a day, of the share in ten-millionths of ten dollars. */
function withAmounts(answer: { readonly status: number; readonly body: object }, share: number): { readonly status: number; readonly body: object } {
  const body = JSON.parse(JSON.stringify(answer.body)) as { data: { results?: { object: string; amount?: object }[] }[] };
  for (const bucket of body.data) if (bucket.results?.[0]?.object === "organization.costs.result") bucket.results = [{ ...bucket.results[0], amount: { value: share * 1_000, currency: "usd" } }];
  return { status: answer.status, body };
}

test("the worse of both budgets gives the colour, and no budget gives none", async () => {
  const stand = await modelOnSample();
  const { today, month } = spent(stand);
  assert.equal(todayText(stand.model).level, "under");
  stand.settings["budget.dailyUsd"] = Number(today) * 10;
  stand.settings["budget.monthlyUsd"] = Number(month) / 2;
  assert.equal(todayText(stand.model).level, "over");
  stand.settings["budget.dailyUsd"] = Number(today) / 2;
  stand.settings["budget.monthlyUsd"] = Number(month) * 10;
  assert.equal(todayText(stand.model).level, "over");
  stand.settings["statusBar.show"] = "month";
  assert.match(todayText(stand.model).text, / this month 10\.0%$/);
});

test("before the first answer there is no number, no dash and no zero", async () => {
  const stand = await modelOnSample();
  stand.model.setAccount(realAccount);
  const { text, label, level } = todayText(stand.model);
  assert.deepEqual({ text, label, level }, { text: "$(loading~spin) OpenAI Spend", label: "OpenAI Spend: today's cost is being fetched", level: "under" });
  await stand.model.refresh();
});

test("what is not zero never reads as $0.00", async () => {
  const stand = await modelOnSample();
  stand.change = (answer) => withAmounts(answer, 1e-9);
  stand.clock.advance(60_000);
  await stand.model.refresh();
  assert.equal(todayText(stand.model).text, "$(graph) <$0.01");
});

test("credits are a negative number, in the text as in the label", async () => {
  const stand = await modelOnSample();
  stand.change = (answer) => withAmounts(answer, -0.0012);
  stand.clock.advance(60_000);
  await stand.model.refresh();
  assert.equal(todayText(stand.model).text, "$(graph) −$1.20");
  stand.settings["budget.dailyUsd"] = 1;
  assert.equal(todayText(stand.model).level, "under");
});

test("the reset is midnight UTC as the clock on the wall shows it, wherever that is", () => {
  const before = process.env["TZ"];
  const november = Date.UTC(2026, 10, 22, 19, 40) / 1000;
  const july = Date.UTC(2026, 6, 1, 0, 0) / 1000;
  const places = [
    ["UTC", "00:00", "00:00"],
    ["Europe/Berlin", "01:00", "02:00"],
    ["America/Los_Angeles", "16:00", "17:00"],
    ["Asia/Kolkata", "05:30", "05:30"],
    ["Asia/Kathmandu", "05:45", "05:45"],
    ["Pacific/Kiritimati", "14:00", "14:00"],
    ["Pacific/Chatham", "13:45", "12:45"],
    ["America/St_Johns", "20:30", "21:30"],
  ] as const;
  try {
    for (const [zone, winter, summer] of places) {
      process.env["TZ"] = zone;
      assert.equal(localReset(november), winter, zone);
      assert.equal(localReset(july), summer, zone);
    }
    process.env["TZ"] = "America/Los_Angeles";
    assert.equal(localTime(november, november + 3_600), "11:40");
    assert.equal(localTime(november, november + 86_400), "2026-11-22 11:40");
    // The day on which the clocks change in the United States: midnight UTC is still before the change.
    assert.equal(localReset(Date.UTC(2026, 10, 1, 3) / 1000), "16:00");
  } finally {
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  }
});
