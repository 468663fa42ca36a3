import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { amountDigits, scaledAmount, sumsBy, totalOf } from "./sampleReading.ts";
import type { Row } from "./sampleReading.ts";

/** The recordings are what they were when they were copied, and the tests' own exact sums know what they hold. */

async function recorded(name: string): Promise<readonly Row[]> {
  const buckets = JSON.parse(await readFile(`test/fixtures/api/recorded/${name}.data.json`, "utf8")) as readonly {
    readonly results: readonly Row[];
  }[];
  return buckets.flatMap((bucket) => bucket.results);
}

test("31 recorded days of costs", async () => {
  const rows = await recorded("cookbook-2025-02-costs");
  assert.equal(rows.length, 31);
  assert.equal(totalOf(rows), scaledAmount("284.93943937274981134156"));
});

test("13 recorded buckets of completions, one of them empty", async () => {
  const rows = await recorded("cookbook-2025-02-completions");
  const sums = sumsBy(rows, []).get("[]");
  assert.deepEqual(
    [rows.length, sums?.get("input_tokens"), sums?.get("output_tokens"), sums?.get("num_model_requests")],
    [12, 15_560_092, 355_818, 13_085],
  );
});

test("exact decimals in every form that the wire has", () => {
  const one = 10n ** BigInt(amountDigits);
  assert.equal(scaledAmount("12.50"), (one * 25n) / 2n);
  assert.equal(scaledAmount(1e-7), one / 10_000_000n);
  assert.equal(scaledAmount("1.5e2"), one * 150n);
  assert.equal(scaledAmount("-0.25"), -one / 4n);
  assert.throws(() => scaledAmount("NaN"));
});
