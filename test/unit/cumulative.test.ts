import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cumulative } from "../../src/domain/cumulative.ts";
import { parseDecimal, toText, zero, type Decimal } from "../../src/domain/decimal.ts";
import { spelled, unitsText } from "./support/amounts.ts";

/** Running sums of buckets, some of which nobody knows. */

const decimal = (text: string): Decimal => parseDecimal(text) ?? assert.fail(text);
const text = (value: Decimal | undefined): string | undefined => value && toText(value);

test("a gap stays a gap, and what follows it says that it is not the whole", () => {
  const sums = cumulative([decimal("0.1"), decimal("0.2"), undefined, zero, decimal("-1")]);
  assert.deepEqual(sums.map(({ sum }) => text(sum)), ["0.1", "0.3", undefined, "0.3", "-0.7"]);
  assert.deepEqual(sums.map(({ complete }) => complete), [true, true, false, false, false]);
});

test("nothing at first is nothing, and an empty bucket is zero", () => {
  assert.deepEqual(cumulative([]), []);
  assert.deepEqual(cumulative([undefined, zero]).map(({ sum, complete }) => [text(sum), complete]), [[undefined, false], ["0", false]]);
  assert.deepEqual(cumulative([zero]).map(({ sum, complete }) => [text(sum), complete]), [["0", true]]);
});

test("each is the exact sum of all that is known up to it", () => {
  fc.assert(
    fc.property(fc.array(fc.option(spelled, { nil: undefined, freq: 8 }), { maxLength: 40 }), (amounts) => {
      const sums = cumulative(amounts.map((amount) => amount && decimal(amount.text)));
      assert.equal(sums.length, amounts.length);
      amounts.forEach((amount, bucket) => {
        const before = amounts.slice(0, bucket + 1);
        const known = before.reduce((sum, each) => sum + (each?.worth ?? 0n), 0n);
        assert.equal(text(sums[bucket]?.sum), amount && unitsText(known));
        assert.equal(sums[bucket]?.complete, !before.includes(undefined));
      });
    }),
  );
});
