import assert from "node:assert/strict";
import { after, test } from "node:test";
import { parseDecimal } from "../../src/domain/decimal.ts";
import { writeShare, writeShort, writeValue, writeWithUnit } from "../../src/domain/measure.ts";
import { formatUsd, formatUsdChange, usdFrom } from "../../src/domain/money.ts";
import { useNumberLocale, writeCount } from "../../src/domain/numberFormat.ts";

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
  for (const tag of ["", "not a tag", "x", "zz-ZZ"]) {
    useNumberLocale("de");
    useNumberLocale(tag);
    assert.equal(writeCount(1_234), "1,234", tag);
  }
});
