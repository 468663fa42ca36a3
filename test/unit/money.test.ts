import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addUsd, formatUsd, formatUsdChange, noDollars, shareOf, usdFrom } from "../../src/domain/money.ts";
import { toText } from "../../src/domain/decimal.ts";
import { spelled, spelledDigits, unitsText } from "./support/amounts.ts";

/** Dollars as people read them, against another way of rounding and grouping. */

const cent = 10n ** BigInt(spelledDigits - 2);

/** By string and Intl: nearest cent, half away from zero. */
function expected(worth: bigint): string {
  const size = worth < 0n ? -worth : worth;
  const cents = size / cent + (size % cent >= cent / 2n ? 1n : 0n);
  const sign = worth < 0n ? "−" : "";
  if (cents === 0n) return worth === 0n ? "$0.00" : `${sign}<$0.01`;
  const dollars = new Intl.NumberFormat("en-US").format(cents / 100n);
  return `${sign}$${dollars}.${String(cents % 100n).padStart(2, "0")}`;
}

test("dollars are written to the nearest cent with commas, and what is not zero never reads as $0.00", () => {
  fc.assert(
    fc.property(spelled, ({ text, worth }) => {
      const written = formatUsd(usdFrom(text));
      assert.equal(written, expected(worth));
      assert.equal(written === "$0.00", worth === 0n);
    }),
    { numRuns: 2_000 },
  );
});

test("dollars at the edges", () => {
  const cases = { "0": "$0.00", "-0": "$0.00", "0.004999999999999999": "<$0.01", "0.005": "$0.01", "-0.0001": "−<$0.01", "0.994999": "$0.99", "0.995": "$1.00", "999.995": "$1,000.00", "-1.2": "−$1.20", "1000000000": "$1,000,000,000.00", "1e-300": "<$0.01" };
  for (const [text, written] of Object.entries(cases)) assert.equal(formatUsd(usdFrom(text)), written, text);
});

test("a change always shows its sign", () => {
  fc.assert(
    fc.property(spelled, ({ text, worth }) => {
      const written = formatUsdChange(usdFrom(text));
      assert.equal(written[0], worth > 0n ? "+" : worth < 0n ? "−" : "±");
      assert.equal(written.slice(1), expected(worth < 0n ? -worth : worth));
    }),
  );
});

test("thousands of amounts add up exactly, in any order", () => {
  fc.assert(
    fc.property(fc.array(spelled, { minLength: 500, maxLength: 2_000 }), (amounts) => {
      const total = amounts.reduce((sum, { text }) => addUsd(sum, usdFrom(text)), noDollars);
      const backwards = amounts.reduceRight((sum, { text }) => addUsd(sum, usdFrom(text)), noDollars);
      const worth = amounts.reduce((sum, each) => sum + each.worth, 0n);
      assert.deepEqual([toText(total), toText(backwards)], [unitsText(worth), unitsText(worth)]);
    }),
    { numRuns: 10 },
  );
});

test("a share is a part of one, and of nothing there is none", () => {
  assert.equal(shareOf(usdFrom("1"), usdFrom("4")), 0.25);
  assert.equal(shareOf(usdFrom("1"), noDollars), undefined);
  assert.equal(shareOf(noDollars, usdFrom("3")), 0);
  assert.ok(Math.abs((shareOf(usdFrom("0.00000000000000000001"), usdFrom("0.00000000000000000003")) ?? 0) - 1 / 3) < 1e-12);
});

test("text that is no amount throws, without repeating all of it", () => {
  assert.throws(() => usdFrom("x".repeat(1_000)), (error: Error) => error instanceof RangeError && error.message.length < 100);
});
