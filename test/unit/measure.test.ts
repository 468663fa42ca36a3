import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import fc from "fast-check";
import { parseDecimal, type Decimal } from "../../src/domain/decimal.ts";
import { nothing, unitWord, writeShare, writeShort, writeValue, writeWithUnit } from "../../src/domain/measure.ts";
import { pricedUnit, writeQuantity } from "../../src/domain/quantityUnit.ts";
import type { Unit } from "../../src/domain/sources.ts";

/** Numbers as people read them, in each unit. */

const units: readonly Unit[] = ["usd", "tokens", "requests", "images", "characters", "seconds", "bytes", "sessions", "calls", "quantity"];
const of = (text: string): Decimal => parseDecimal(text) ?? assert.fail(text);

test("nothing reported is a dash in every unit, and never zero", () => {
  for (const unit of units) for (const write of [writeValue, writeWithUnit, writeShort]) {
    assert.equal(write(undefined, unit), nothing);
    assert.notEqual(write(of("0"), unit), nothing);
  }
});

test("values are written in their unit", () => {
  const cases: readonly (readonly [value: string, unit: Unit, plain: string, named: string])[] = [
    ["1234.565", "usd", "$1,234.57", "$1,234.57"],
    ["1234567", "tokens", "1,234,567", "1,234,567 tokens"],
    ["1", "tokens", "1", "1 token"],
    ["0", "calls", "0", "0 calls"],
    ["1", "sessions", "1", "1 session"],
    ["-1234.5", "quantity", "−1,234.5", "−1,234.5"],
    ["3723", "seconds", "1:02:03", "1:02:03"],
    ["59.6", "seconds", "0:01:00", "0:01:00"],
    ["0", "bytes", "0 GiB", "0 GiB"],
    ["1024", "bytes", "1,024 B", "1,024 B"],
    ["1610612736", "bytes", "1.50 GiB", "1.50 GiB"],
    ["5497558138880", "bytes", "5,120.00 GiB", "5,120.00 GiB"],
  ];
  for (const [value, unit, plain, named] of cases) assert.deepEqual([writeValue(of(value), unit), writeWithUnit(of(value), unit)], [plain, named]);
});

test("a mean of what is counted keeps three digits, and little of it is not none", () => {
  const texts = ["0.25", "0.035714285714285714286", "0.00012344", "12.345", "999.5", "1234.5678", "1.0001", "-0.0357"].map((value) => writeWithUnit(of(value), "images"));
  assert.deepEqual(texts, ["0.25 images", "0.0357 images", "0.000123 images", "12.3 images", "1,000 images", "1,235 images", "1 image", "−0.0357 images"]);
  assert.deepEqual(["0", "0.4", "0.6"].map((value) => writeWithUnit(of(value), "seconds")), ["0:00:00", "<0:00:01", "0:00:01"]);
});

test("the word of a unit is singular for one alone", () => {
  assert.deepEqual(units.map((unit) => unitWord(of("1"), unit)), ["USD", "token", "request", "image", "character", "second", "byte", "session", "call", ""]);
  assert.deepEqual(units.map((unit) => unitWord(of("0.5"), unit)), ["USD", "tokens", "requests", "images", "characters", "seconds", "bytes", "sessions", "calls", ""]);
});

test("each unit of a quantity that OpenAI documents has its words; what is newer is written as the API says it", async () => {
  const document = await readFile("test/fixtures/openapi-admin.json", "utf8");
  const [, list = ""] = /"quantity_unit":[^[]*"anyOf":.*?"enum": \[([^\]]*)\]/s.exec(document) ?? [];
  const documented = [...list.matchAll(/"(\w+)"/g)].map(([, name = ""]) => name);
  assert.deepEqual(Object.fromEntries(documented.map((name) => [name, [writeQuantity(of("1"), name), writeQuantity(of("1234.5"), name), pricedUnit(name)]])), {
    tokens: ["1 token", "1,234.5 tokens", "token"],
    "1000_tokens": ["1 × 1,000 tokens", "1,234.5 × 1,000 tokens", "1,000 tokens"],
    duration_seconds: ["1 second", "1,234.5 seconds", "second"],
    duration_minutes: ["1 minute", "1,234.5 minutes", "minute"],
    duration_hours: ["1 hour", "1,234.5 hours", "hour"],
    gibibyte_hours: ["1 GiB-hour", "1,234.5 GiB-hours", "GiB-hour"],
    images: ["1 image", "1,234.5 images", "image"],
    characters: ["1 character", "1,234.5 characters", "character"],
  });
  // A price is of one, and one is written in the singular, in a word that is not known, too; its number is the API's own.
  const words = { vcpu_seconds: "vcpu second", searches: "search", caches: "cache", queries: "query", boxes: "box", gpu_ms: "gpu ms", class: "class", "1000_calls": "1000 calls" };
  for (const [name, word] of Object.entries(words)) assert.deepEqual([writeQuantity(of("1"), name), pricedUnit(name)], [`1 ${word}`, word]);
  assert.equal(writeQuantity(of("2"), "vcpu_seconds"), "2 vcpu seconds");
});

test("short numbers never show four digits before the point, nor money that is not exact", () => {
  fc.assert(
    fc.property(fc.nat(2_000_000_000), (value) => {
      const text = writeShort(of(String(value)), "tokens");
      if (value < 10_000) assert.equal(text, writeWithUnit(of(String(value)), "tokens"));
      else assert.match(text, /^\d{1,3}\.\d[KMB] tokens$/);
      assert.equal(writeShort(of(String(value)), "usd"), writeValue(of(String(value)), "usd"));
    }),
  );
  assert.deepEqual(["999960", "999949", "10000", "1234567890123"].map((value) => writeShort(of(value), "tokens")), ["1.0M tokens", "999.9K tokens", "10.0K tokens", "1.2T tokens"]);
});

test("a share that is there never reads as none", () => {
  fc.assert(fc.property(fc.double({ min: -2, max: 2, noNaN: true }), (share) => assert.equal(/^0\.0%$/.test(writeShare(share)), share === 0)));
  assert.deepEqual([undefined, Number.NaN, Number.POSITIVE_INFINITY, 0, 0.123, 1, 0.0001, -0.0001, -0].map(writeShare), [nothing, nothing, nothing, "0.0%", "12.3%", "100.0%", "<0.1%", "−<0.1%", "0.0%"]);
});
