import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { add, compare, decimalOf, isZero, parseDecimal, round, subtract, toNumber, toText, zero, type Decimal } from "../../src/domain/decimal.ts";
import { parseJson } from "../../src/api/json.ts";
import { spelled, spelledDigits, unitsText } from "./support/amounts.ts";

/** Decimals of any length against whole numbers of a unit that is small enough. */

const parsed = (text: string): Decimal => {
  const value = parseDecimal(text);
  assert.ok(value, text);
  return value;
};

test("every spelling is read to the last digit", () => {
  fc.assert(fc.property(spelled, ({ text, worth }) => assert.equal(toText(parsed(text)), unitsText(worth))), { numRuns: 2_000 });
});

test("sums, differences and order are those of whole numbers", () => {
  fc.assert(
    fc.property(spelled, spelled, (a, b) => {
      const [x, y] = [parsed(a.text), parsed(b.text)];
      assert.equal(toText(add(x, y)), unitsText(a.worth + b.worth));
      assert.equal(toText(subtract(x, y)), unitsText(a.worth - b.worth));
      assert.equal(compare(x, y), a.worth < b.worth ? -1 : a.worth > b.worth ? 1 : 0);
      assert.equal(isZero(x), a.worth === 0n);
    }),
    { numRuns: 1_000 },
  );
});

test("rounding is half away from zero, at any digit", () => {
  fc.assert(
    fc.property(spelled, fc.nat(spelledDigits), ({ text, worth }, digits) => {
      const unit = 10n ** BigInt(spelledDigits - digits);
      const size = worth < 0n ? -worth : worth;
      const rounded = ((2n * size + unit) / (2n * unit)) * (worth < 0n ? -1n : 1n);
      const { coefficient, scale } = round(parsed(text), digits);
      assert.deepEqual([coefficient, scale], [rounded, digits]);
    }),
    { numRuns: 1_000 },
  );
  const cases = { "0.005": "1", "-0.005": "-1", "0.0049999999999999999999": "0", "2.675": "268", "1.005": "101", "-1.0049": "-100" };
  for (const [text, cents] of Object.entries(cases)) assert.equal(round(parsed(text), 2).coefficient, BigInt(cents), text);
});

test("a double is read as the shortest text that gives it back, and infinities as nothing", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const decimal = decimalOf(value);
      assert.ok(decimal);
      assert.equal(Number(toText(decimal)), value === 0 ? 0 : value);
      assert.equal(toNumber(decimal), value === 0 ? 0 : value);
    }),
  );
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) assert.equal(decimalOf(value), undefined);
  assert.deepEqual(decimalOf(-0), zero);
});

test("what spells no number is refused", () => {
  for (const text of ["", " ", "NaN", "Infinity", "-Infinity", "1,5", "1_000", "0x10", "1e", "e5", ".", "1.", ".5", "--1", "1 2", " 1", "1\n", "１２", "1e99999", "1e401", "1e-401", "9".repeat(401), "null", "$1"])
    assert.equal(parseDecimal(text), undefined, JSON.stringify(text.slice(0, 20)));
});

test("text of a number never has an exponent, a bare point or trailing zeros", () => {
  fc.assert(fc.property(spelled, ({ text }) => assert.match(toText(parsed(text)), /^(0|-?(?!0\d)\d+(\.\d*[1-9])?)$/)));
});

test("JSON keeps every digit of amounts and quantities, however they are spelled and spaced", () => {
  fc.assert(
    fc.property(spelled, fc.constantFrom("value", "quantity"), fc.constantFrom("", " ", "\n\t"), ({ text, worth }, name, space) => {
      const json = parseJson(`{"amount":{"${name}"${space}:${space}${text}${space}}}`, "test") as { amount: Record<string, number | string> };
      const value = json.amount[name];
      const decimal = typeof value === "number" ? decimalOf(value) : parseDecimal(value ?? "");
      assert.equal(decimal && toText(decimal), unitsText(worth));
    }),
    { numRuns: 1_000 },
  );
});

test("JSON texts that look like amounts stay the texts they are", () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(`"value": 0.12345678901234567890`, `{"quantity":12345678901234567890}`, `\\"value\\":1234567890123456789`), (around, inside) => {
      const text = around + inside + around;
      const body = { line_item: text, [text]: text, value: text };
      assert.deepEqual(parseJson(JSON.stringify(body), "test"), body);
    }),
  );
});
