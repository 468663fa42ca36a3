import assert from "node:assert/strict";
import { after, test } from "node:test";
import { parseDecimal } from "../../src/domain/decimal.ts";
import { writeShare, writeShort, writeValue, writeWithUnit } from "../../src/domain/measure.ts";
import { formatUsd, formatUsdChange, usdFrom } from "../../src/domain/money.ts";
import { useNumberLocale, writeCount, writeDigits, writeDollars, writeFixed, writePercent } from "../../src/domain/numberFormat.ts";
import { numberPatterns } from "../../src/domain/numberPatterns.ts";

after(() => {
  useNumberLocale("en-US");
});

/** No-break spaces, of which languages use several, as plain ones. */
function spaced(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, " ");
}

const cases = [
  { tag: "en", money: "$1,234,567.89", small: "−<$0.01", change: "+$1.20", share: "12.3%", tiny: "<0.1%", tokens: "1,234,567 tokens", short: "84.5M tokens", bytes: "1,536.25 GiB", time: "1,234:00:05" },
  { tag: "de", money: "1.234.567,89 $", small: "−<0,01 $", change: "+1,20 $", share: "12,3 %", tiny: "<0,1 %", tokens: "1.234.567 tokens", short: "84,5M tokens", bytes: "1.536,25 GiB", time: "1.234:00:05" },
  { tag: "fr", money: "1 234 567,89 $", small: "−<0,01 $", change: "+1,20 $", share: "12,3 %", tiny: "<0,1 %", tokens: "1 234 567 tokens", short: "84,5M tokens", bytes: "1 536,25 GiB", time: "1 234:00:05" },
  { tag: "pt-br", money: "$ 1.234.567,89", small: "−<$ 0,01", change: "+$ 1,20", share: "12,3%", tiny: "<0,1%", tokens: "1.234.567 tokens", short: "84,5M tokens", bytes: "1.536,25 GiB", time: "1.234:00:05" },
] as const;

for (const { tag, ...written } of cases) {
  test(`numbers as a reader of ${tag} writes them`, () => {
    useNumberLocale(tag);
    const said = {
      money: formatUsd(usdFrom("1234567.885")),
      small: formatUsd(usdFrom("-0.0001")),
      change: formatUsdChange(usdFrom("1.2")),
      share: writeShare(0.1234),
      tiny: writeShare(0.0001),
      tokens: writeWithUnit(parseDecimal("1234567"), "tokens"),
      short: writeShort(parseDecimal("84500000"), "tokens"),
      bytes: writeValue(parseDecimal(String(1536.25 * 2 ** 30)), "bytes"),
      time: writeValue(parseDecimal(String(1234 * 3600 + 5)), "seconds"),
    };
    assert.deepEqual(Object.fromEntries(Object.entries(said).map(([name, text]) => [name, spaced(text)])), written);
  });
}

test("no digit is lost on the way to the screen, however many there are", () => {
  useNumberLocale("de");
  assert.equal(writeValue(parseDecimal("12345678901234567890.123456789012345678901"), "quantity"), "12.345.678.901.234.567.890,123456789012345678901");
});

test("a language that is none leaves English", () => {
  for (const tag of ["", "not a tag", "x", "zz-ZZ", "constructor"]) {
    useNumberLocale("de");
    useNumberLocale(tag);
    assert.equal(writeCount(1_234), "1,234", tag);
  }
});

/** What `Intl` writes, signs as wide as a plus. */
function intl(tag: string, options: Intl.NumberFormatOptions, value: number | string): string {
  return new Intl.NumberFormat(tag, { ...options, signDisplay: "negative" }).format(value as Intl.StringNumericLiteral).replace("-", "−");
}

const plainTexts = ["0", "-0", "0.4", "-0.4", "0.005", "-0.005", "1.005", "9.995", "99.5", "-99.95", "999", "999.995", "-999.5", "1000", "1234.5", "-9999.999", "12345", "999999.995", "1234567.89", "-12345678901234567890.125", "0012.50", "0.1234565"];
const doubles = [0, -0, 1, -1, 0.5, 0.045, 1e-7, -1e-9, 1e21, 1.5e300, 1234.5678, -98765.4321, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

for (const tag of Object.keys(numberPatterns)) {
  test(`numbers in ${tag} are what Intl writes`, () => {
    useNumberLocale(tag);
    const random = Array.from({ length: 300 }, () => String((Math.random() - 0.5) * 10 ** Math.floor(Math.random() * 12))).filter((text) => !text.includes("e"));
    const money = { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol" } as const;
    for (const value of [...plainTexts, ...random, ...doubles]) {
      for (const digits of [0, 1, 2, 6]) {
        const fixed = { minimumFractionDigits: digits, maximumFractionDigits: digits };
        assert.equal(writeFixed(value, digits), intl(tag, fixed, value), `${String(value)} with ${digits} digits`);
        assert.equal(writeDollars(value, digits), intl(tag, { ...money, ...fixed }, value), `${String(value)} dollars with ${digits} digits`);
        assert.equal(writePercent(Number(value), digits), intl(tag, { style: "percent", ...fixed }, Number(value)), `${String(value)} percent with ${digits} digits`);
      }
      assert.equal(writeDigits(String(value)), intl(tag, { maximumFractionDigits: 100 }, String(value)), `every digit of ${String(value)}`);
      assert.equal(writeCount(Number(value)), intl(tag, {}, Number(value)), `the count ${String(value)}`);
    }
  });
}

test("another language is left to Intl", () => {
  useNumberLocale("de-CH");
  assert.equal(writeDollars("-1234567.5"), intl("de-CH", { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol" }, "-1234567.5"));
});
