import assert from "node:assert/strict";
import { test } from "node:test";
import { Dictionary } from "../../src/domain/dictionary.ts";
import { SegmentBuilder } from "../../src/domain/segment.ts";
import { parseDecimal } from "../../src/domain/decimal.ts";

/** A day of one source as columns. */

test("a segment keeps every row, duplicates included, in columns of one length", () => {
  const builder = new SegmentBuilder("completions", ["project_id", "model"], "1h", 20_000);
  for (const at of [0, 60, 120]) builder.addBucket(at);
  for (let copy = 0; copy < 2; copy += 1) assert.equal(builder.addRow({ at: 60, dimensions: [3, 0], counts: [5, 6, 1] }), true);
  const segment = builder.finish();
  assert.deepEqual([segment.view, segment.width, segment.day, segment.rows], ["project_id+model", "1h", 20_000, 2]);
  assert.deepEqual([...segment.buckets], [0, 60, 120]);
  assert.deepEqual([...segment.at], [60, 60]);
  assert.deepEqual([...(segment.dimensions.project_id ?? []), ...(segment.dimensions.model ?? [])], [3, 3, 0, 0]);
  assert.deepEqual([...(segment.counts["input_tokens"] ?? [])], [5, 5]);
  assert.ok(Object.values(segment.counts).every((column) => column.length === 2));
  assert.ok(segment.counts["input_cached_tokens"]?.every(Number.isNaN), "what no row said is not reported");
  assert.deepEqual([segment.decimals, segment.units], [{}, null], "money is of costs only");
});

test("one project's rows of a bucket stand side by side where the first came, each with all it came with; rows of several buckets stay", () => {
  const cost = (project: number, amount: string, unit: number) => ({ at: 0, dimensions: [project, 10 + unit], counts: [], amount: parseDecimal(amount), quantity: parseDecimal(String(unit)), unit });
  const builder = new SegmentBuilder("costs", ["project_id", "line_item"], "1d", 20_000);
  builder.addBucket(0);
  for (const [at, [project, amount]] of ([[3, "1.5"], [0, "-2.000000000000000001"], [3, "4"], [1, "8"]] as const).entries()) assert.ok(builder.addRow(cost(project, amount, at + 1)));
  const { dimensions, decimals, units } = builder.finish();
  assert.deepEqual([dimensions.project_id, dimensions.line_item, units].map((column) => [...(column ?? [])]), [[3, 3, 0, 1], [11, 13, 12, 14], [1, 3, 2, 4]]);
  assert.deepEqual([...(decimals["amount"]?.whole ?? [])], [1, 4, -2, 8]);
  assert.deepEqual(decimals["amount"]?.limbs.map((limb) => [...limb]), [[500_000_000, 0, 0, 0], [0, 0, -1, 0]]);
  assert.deepEqual([...(decimals["quantity"]?.whole ?? [])], [1, 3, 2, 4]);

  const hours = new SegmentBuilder("completions", ["project_id"], "1h", 20_000);
  for (const at of [0, 60]) hours.addBucket(at);
  for (const [at, project] of [[0, 3], [0, 1], [60, 2]] as const) assert.ok(hours.addRow({ at, dimensions: [project], counts: [] }));
  assert.deepEqual([...(hours.finish().dimensions.project_id ?? [])], [3, 1, 2]);
});

test("a row with an amount or a quantity too large to be true is not taken", () => {
  for (const [amount, quantity] of [["1e13", "1"], ["1", "1e13"]] as const) {
    const builder = new SegmentBuilder("costs", ["line_item"], "1d", 20_000);
    assert.equal(builder.addRow({ at: 0, dimensions: [1], counts: [], amount: parseDecimal(amount), quantity: parseDecimal(quantity) }), false);
  }
});

test("a dictionary numbers texts once, and keeps null apart from every text", () => {
  const dictionary = new Dictionary();
  const texts = ["", "null", "constructor", "__proto__", "a", "A", " a"];
  const ids = texts.map((text) => dictionary.idOf(text));
  assert.deepEqual(ids, [1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(texts.map((text) => dictionary.idOf(text)), ids);
  assert.deepEqual(ids.map((id) => dictionary.textOf(id)), texts);
  assert.deepEqual([dictionary.idOf(null), dictionary.textOf(0), dictionary.find(null), dictionary.find("unseen"), dictionary.textOf(99)], [0, null, 0, undefined, null]);
  const copy = new Dictionary(dictionary.texts());
  assert.deepEqual(texts.map((text) => copy.find(text)), ids);
});
