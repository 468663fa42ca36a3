import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { changeFrom, type PeriodTotal } from "../../src/domain/changeFrom.ts";
import { parseDecimal, toText, type Decimal } from "../../src/domain/decimal.ts";
import { spelled, unitsText } from "./support/amounts.ts";

/** This period against the one before. */

const decimal = (text: string): Decimal => parseDecimal(text) ?? assert.fail(text);
const whole = (text: string | undefined, complete = true): PeriodTotal => ({ total: text === undefined ? undefined : decimal(text), complete });
const told = (before: PeriodTotal, now: PeriodTotal): readonly [string | undefined, number | undefined, boolean] => {
  const { difference, ratio, complete } = changeFrom(before, now);
  return [difference && toText(difference), ratio, complete];
};

test("more, less and as much, and credits, each with the sign of the difference", () => {
  assert.deepEqual(told(whole("80"), whole("100")), ["20", 0.25, true]);
  assert.deepEqual(told(whole("100"), whole("80")), ["-20", -0.2, true]);
  assert.deepEqual(told(whole("100.10"), whole("100.1")), ["0", 0, true]);
  assert.deepEqual(told(whole("100"), whole("0")), ["-100", -1, true]);
  assert.deepEqual(told(whole("-4"), whole("-2")), ["2", 0.5, true]);
  assert.deepEqual(told(whole("-4"), whole("-6")), ["-2", -0.5, true]);
});

test("nothing and zero are no measure, and what is incomplete is not compared", () => {
  assert.deepEqual(told(whole("0"), whole("5")), ["5", undefined, true]);
  assert.deepEqual(told(whole("0.000"), whole("0")), ["0", undefined, true]);
  assert.deepEqual(told(whole(undefined), whole("5")), [undefined, undefined, true]);
  assert.deepEqual(told(whole("5"), whole(undefined)), [undefined, undefined, true]);
  assert.deepEqual(told(whole("80", false), whole("100")), ["20", undefined, false]);
  assert.deepEqual(told(whole("80"), whole("100", false)), ["20", undefined, false]);
});

test("any two amounts differ exactly, by a ratio that is right to a double", () => {
  fc.assert(
    fc.property(spelled, spelled, (before, now) => {
      const { difference, ratio } = changeFrom(whole(before.text), whole(now.text));
      const exact = now.worth - before.worth;
      assert.equal(difference && toText(difference), unitsText(exact));
      if (before.worth === 0n) assert.equal(ratio, undefined);
      else assert.ok(Math.abs((ratio ?? Number.NaN) - Number(exact) / Math.abs(Number(before.worth))) <= 1e-14 * Math.abs(ratio ?? 0));
    }),
  );
});
