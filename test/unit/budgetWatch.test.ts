import assert from "node:assert/strict";
import { test } from "node:test";
import { toNumber } from "../../src/domain/decimal.ts";
import { BudgetWatch, type Crossing, type Claims } from "../../src/model/budgetWatch.ts";
import { glanceOf } from "../../src/model/figures.ts";
import { settled, day } from "./modelSupport/fakeClock.ts";
import { modelOnSample, realAccount, sampleAccount, type SampleStand } from "./modelSupport/modelOnSample.ts";

/** What is claimed is kept over a restart, and for every window. */
class KeptTold implements Claims {
  readonly kept = new Set<string>();
  claim(mark: string): Promise<boolean> {
    const first = !this.kept.has(mark);
    this.kept.add(mark);
    return Promise.resolve(first);
  }
}

interface Watched extends SampleStand {
  readonly crossings: Crossing[];
  readonly watch: BudgetWatch;
}

function watch(stand: SampleStand, told: Claims): Watched {
  const crossings: Crossing[] = [];
  return Object.assign(stand, { crossings, watch: new BudgetWatch(stand.model, told, (crossing) => crossings.push(crossing)) });
}

function spent(stand: SampleStand, of: "today" | "month"): number {
  const figure = glanceOf(stand.model)[of];
  assert.ok(figure.kind === "amount");
  return toNumber(figure.usd);
}

async function repaint({ model }: SampleStand): Promise<void> {
  model.touch();
  await settled();
}

test("a threshold is told once for its period, however often the number is looked at, and across restarts", async () => {
  const told = new KeptTold();
  const stand = watch(await modelOnSample(), told);
  stand.settings["budget.dailyUsd"] = spent(stand, "today") / 0.8;
  for (let times = 0; times < 5; times += 1) await repaint(stand);
  await stand.model.refresh();
  assert.deepEqual(stand.crossings.map(({ step }) => step), [75]);
  assert.match(stand.crossings[0]?.text ?? "", /^Today \(UTC\): \$[\d,.]+ spent, past 75 % of the daily budget of \$[\d,.]+\.$/);
  stand.watch.dispose();
  const again = watch(await modelOnSample(realAccount, { "budget.dailyUsd": stand.settings["budget.dailyUsd"] }), told);
  await repaint(again);
  assert.deepEqual(again.crossings, []);
});

test("the second threshold is told after the first; past both at once, only the higher one", async () => {
  const stand = watch(await modelOnSample(), new KeptTold());
  const today = spent(stand, "today");
  stand.settings["budget.dailyUsd"] = Number((today / 0.76).toFixed(2));
  await repaint(stand);
  stand.clock.set(Date.UTC(2026, 10, 22, 23, 59));
  stand.settings["budget.monthlyUsd"] = spent(stand, "month") / 5;
  await repaint(stand);
  assert.deepEqual(stand.crossings.map(({ step, text }) => [step, text.split(":")[0]]), [[75, "Today (UTC)"], [100, "This month"]]);
});

test("the same budget grows past 75 and then past 100 % within the day", async () => {
  const stand = await modelOnSample();
  const early = spent(stand, "today");
  const watched = watch(stand, new KeptTold());
  watched.settings["budget.dailyUsd"] = early * 1.02;
  await repaint(watched);
  assert.deepEqual(watched.crossings.map(({ step }) => step), [75]);
  watched.clock.set(Date.UTC(2026, 10, 22, 23, 50));
  await watched.model.refresh();
  assert.ok(spent(watched, "today") > early * 1.02, "the sample spends on until midnight, or the test proves nothing");
  await repaint(watched);
  assert.deepEqual(watched.crossings.map(({ step }) => step), [75, 100]);
});

test("the next day it is told again, and the month is not, until the next month", async () => {
  const told = new KeptTold();
  const stand = watch(await modelOnSample(realAccount, { "budget.dailyUsd": 0.01, "budget.monthlyUsd": 0.01 }), told);
  await repaint(stand);
  const kinds = (): readonly (string | undefined)[] => stand.crossings.map(({ text }) => text.split(":")[0]);
  assert.deepEqual(kinds(), ["Today (UTC)", "This month"]);
  stand.clock.advance(day);
  await stand.model.refresh();
  await settled();
  assert.deepEqual(kinds(), ["Today (UTC)", "This month", "Today (UTC)"]);
  stand.clock.set(Date.UTC(2026, 11, 1, 20));
  await stand.model.refresh();
  await settled();
  assert.deepEqual(kinds(), ["Today (UTC)", "This month", "Today (UTC)", "Today (UTC)", "This month"]);
});

test("a restated number that falls and rises again is no new crossing; a changed budget is", async () => {
  const stand = watch(await modelOnSample(), new KeptTold());
  stand.settings["budget.dailyUsd"] = 0.01;
  await repaint(stand);
  stand.settings["budget.dailyUsd"] = 1_000_000;
  await repaint(stand);
  stand.settings["budget.dailyUsd"] = 0.01;
  await repaint(stand);
  assert.equal(stand.crossings.length, 1);
  stand.settings["budget.dailyUsd"] = 0.02;
  await repaint(stand);
  assert.equal(stand.crossings.length, 2);
});

test("the sample organization tells nothing, nor does a budget that is not set", async () => {
  const sample = watch(await modelOnSample(sampleAccount, { "budget.dailyUsd": 0.01, "budget.monthlyUsd": 0.01 }), new KeptTold());
  await repaint(sample);
  await sample.model.refresh();
  assert.deepEqual(sample.crossings, []);
  const unset = watch(await modelOnSample(realAccount, { "budget.dailyUsd": 0 }), new KeptTold());
  await repaint(unset);
  assert.deepEqual(unset.crossings, []);
});

test("a number that is not known yet, or nothing reported, tells nothing", async () => {
  const stand = watch(await modelOnSample(realAccount, { "budget.dailyUsd": 0.01 }), new KeptTold());
  await repaint(stand);
  assert.equal(stand.crossings.length, 1);
  stand.clock.set(Date.UTC(2026, 10, 23, 0, 0, 1));
  await repaint(stand);
  assert.equal(glanceOf(stand.model).today.kind, "pending");
  stand.change = ({ status, body }) => ({ status, body: "data" in body && Array.isArray(body.data) ? { ...body, data: body.data.slice(0, -1) as unknown[] } : body });
  stand.clock.set(Date.UTC(2026, 10, 23, 9));
  await stand.model.refresh();
  await settled();
  assert.equal(glanceOf(stand.model).today.kind, "nothing");
  assert.equal(stand.crossings.length, 1);
});

test("a watch that is disposed tells nothing, and of two windows only one tells", async () => {
  const stand = await modelOnSample(realAccount, { "budget.dailyUsd": 0.01 });
  const told = new KeptTold();
  const gone = watch({ ...stand }, told);
  gone.watch.dispose();
  await repaint(gone);
  assert.deepEqual(gone.crossings, []);
  const [one, other] = [watch({ ...stand }, told), watch({ ...stand }, told)];
  await repaint(one);
  assert.equal(one.crossings.length + other.crossings.length, 1);
});
