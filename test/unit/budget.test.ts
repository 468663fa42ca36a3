import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { budgetLevel, budgetShare, budgetStep, runRate, worse } from "../../src/domain/budget.ts";
import { noDollars, usdFrom } from "../../src/domain/money.ts";
import { toNumber, toText } from "../../src/domain/decimal.ts";

/** Budgets and where the month leads. */

test("steps are reached to the last digit, not about", () => {
  const budget = usdFrom("100");
  const steps = { "0": undefined, "74.99999999999999999999": undefined, "75": 75, "99.99999999999999999999": 75, "100": 100, "1000000": 100, "-5": undefined } as const;
  for (const [spent, step] of Object.entries(steps)) assert.equal(budgetStep(usdFrom(spent), budget), step, spent);
  assert.deepEqual(["10", "80", "100"].map((spent) => budgetLevel(usdFrom(spent), budget)), ["under", "warning", "over"]);
  assert.equal(budgetLevel(usdFrom("1000"), undefined), "under");
});

test("any budget and spending: the level is that of whole cents", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000 }), fc.nat(20_000_000), (budget, spent) => {
      const dollars = (cents: number): string => (cents / 100).toFixed(2);
      const expected = spent >= budget ? "over" : spent * 4 >= budget * 3 ? "warning" : "under";
      assert.equal(budgetLevel(usdFrom(dollars(spent)), usdFrom(dollars(budget))), expected);
      assert.ok(Math.abs(budgetShare(usdFrom(dollars(spent)), usdFrom(dollars(budget))) - spent / budget) < 1e-12 * (1 + spent / budget));
    }),
  );
});

test("the worse of two levels wins, whichever comes first", () => {
  assert.deepEqual([worse("under", "warning"), worse("over", "warning"), worse("warning", "under"), worse("under", "under")], ["warning", "over", "warning", "under"]);
});

test("the run rate is the month at the pace of what is known of it, and nothing for less than six hours", () => {
  const day = Date.UTC(2026, 10, 20) / 86_400_000;
  assert.equal(runRate(usdFrom("5"), 6 * 3_600 - 1, day), undefined);
  assert.equal(toText(runRate(usdFrom("5"), 6 * 3_600, day) ?? noDollars), "600");
  assert.equal(toText(runRate(usdFrom("150"), 15 * 86_400, day) ?? noDollars), "300");
  fc.assert(
    fc.property(fc.integer({ min: 1_700_000_000, max: 2_000_000_000 }), fc.nat(100_000_000), (now, cents) => {
      const date = new Date(now * 1000);
      const begin = Date.UTC(date.getUTCFullYear(), date.getUTCMonth()) / 1000;
      const end = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1) / 1000;
      const rate = runRate(usdFrom((cents / 100).toFixed(2)), now - begin, Math.floor(now / 86_400));
      if (now - begin < 21_600) assert.equal(rate, undefined);
      else assert.ok(Math.abs(toNumber(rate ?? noDollars) - (cents / 100 / (now - begin)) * (end - begin)) < 0.02);
    }),
  );
});
