import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseDecimal, toText, zero, type Decimal } from "../../src/domain/decimal.ts";
import { quotient } from "../../src/domain/quotient.ts";

const decimal = (text: string): Decimal => parseDecimal(text) ?? assert.fail(text);
const divided = (part: string, whole: string, significant = 6): string | undefined => {
  const result = quotient(decimal(part), decimal(whole), significant);
  return result && toText(result);
};

test("prices of large and of tiny amounts come to six digits", () => {
  assert.equal(divided("1.25", "1000000"), "0.00000125");
  assert.equal(divided("10", "3"), "3.33333");
  assert.equal(divided("20", "3"), "6.66667");
  assert.equal(divided("2", "3000000"), "0.000000666667");
  assert.equal(divided("123456789", "1"), "123456789"); // whole digits stay
  assert.equal(divided("-1", "8"), "-0.125");
  assert.equal(divided("0", "7"), "0");
  assert.equal(divided("99.99999996", "1"), "100");
  assert.equal(divided("1", "0.000001"), "1000000");
  assert.equal(divided("1e30", "7e3"), "142857142857142857142857143");
});

test("it is rounded once, from all that there is", () => {
  assert.equal(divided("11496", "10000", 2), "1.1");
  assert.equal(divided("242.29529", "145557999", 3), "0.00000166");
  assert.equal(divided("115", "100", 2), "1.2"); // a true half goes away from zero
  assert.equal(divided("-115", "100", 2), "-1.2");
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.integer({ min: 1, max: 8 }), (part, whole, significant) => {
      const result = quotient({ coefficient: part, scale: 0 }, { coefficient: whole, scale: 0 }, significant);
      assert.ok(result);
      // Twice the distance from the true quotient is at most one unit of the last digit.
      const unit = 10n ** BigInt(result.scale);
      const distance = part * unit - result.coefficient * whole;
      assert.ok(2n * (distance < 0n ? -distance : distance) <= whole);
    }),
  );
});

test("there is no price of nothing", () => {
  assert.equal(quotient(decimal("1"), zero, 6), undefined);
});

test("times the whole it comes back to the part, as far as its digits go", () => {
  const amounts = fc.tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.integer({ min: 0, max: 20 })).map(([coefficient, scale]): Decimal => ({ coefficient, scale }));
  fc.assert(
    fc.property(amounts, amounts, fc.integer({ min: 1, max: 20 }), (part, whole, significant) => {
      if (whole.coefficient === 0n) return;
      const result = quotient(part, whole, significant);
      assert.ok(result && result.scale >= 0);
      const scale = Math.max(part.scale, result.scale + whole.scale);
      const at = (value: bigint, own: number): bigint => value * 10n ** BigInt(scale - own);
      const gap = at(part.coefficient, part.scale) - at(result.coefficient * whole.coefficient, result.scale + whole.scale);
      const step = at(whole.coefficient, result.scale + whole.scale); // of the last digit
      const size = (value: bigint): bigint => (value < 0n ? -value : value);
      assert.ok(size(gap) * 100n <= size(step) * 60n, `${toText(part)} / ${toText(whole)} = ${toText(result)}`); // rounded twice: half a step and a bit
    }),
  );
});
