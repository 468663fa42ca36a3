import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseDecimal, toText } from "../../src/domain/decimal.ts";
import { DecimalColumnBuilder, joinLimbs } from "../../src/domain/decimalColumn.ts";
import { spelled, unitsText } from "./support/amounts.ts";

/** Decimals laid out as columns, and back. */

test("each row comes back as it was pushed, and one that was not reported as NaN", () => {
  fc.assert(
    fc.property(fc.array(fc.option(spelled, { nil: undefined })), (values) => {
      const builder = new DecimalColumnBuilder();
      for (const value of values) assert.equal(builder.push(value && parseDecimal(value.text)), true);
      const { whole, limbs } = builder.finish();
      values.forEach((value, row) => {
        if (!value) assert.ok(Number.isNaN(whole[row]));
        else assert.equal(toText(joinLimbs(whole[row] ?? 0, limbs.map((limb) => limb[row] ?? 0))), unitsText(value.worth));
      });
    }),
  );
});

test("columns added up limb by limb are the exact sum, carries and signs and all", () => {
  fc.assert(
    fc.property(fc.array(spelled, { minLength: 1_000, maxLength: 5_000 }), (values) => {
      const builder = new DecimalColumnBuilder();
      for (const { text } of values) builder.push(parseDecimal(text));
      const { whole, limbs } = builder.finish();
      const sum = (column: Float64Array | Int32Array): number => Array.from(column).reduce((all, value) => all + value, 0);
      assert.equal(toText(joinLimbs(sum(whole), limbs.map(sum))), unitsText(values.reduce((all, { worth }) => all + worth, 0n)));
    }),
    { numRuns: 10 },
  );
});

test("more than a trillion is refused and leaves no row behind; a trillion is not", () => {
  const builder = new DecimalColumnBuilder();
  const push = (text: string): boolean => builder.push(parseDecimal(text));
  assert.deepEqual(["1000000000000", "-1000000000000", "1000000000001", "-1e13", "1e300"].map(push), [true, true, false, false, false]);
  assert.deepEqual([...builder.finish().whole], [1e12, -1e12]);
});
