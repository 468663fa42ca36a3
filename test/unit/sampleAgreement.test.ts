import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { answerer } from "../../src/sample/answer.ts";
import { createSampleOrganization, sampleSeed } from "../../src/sample/sampleOrganization.ts";
import { amountOf, bucketsOf, dollars, secondsPerDay, sumsBy, totalOf, usageEndpoints, dimensions } from "./sampleReading.ts";
import type { Bucket, Row } from "./sampleReading.ts";

const now = Date.UTC(2026, 10, 22, 19, 40, 11) / 1000;
const today = Math.floor(now / secondsPerDay) * secondsPerDay;
const organization = createSampleOrganization(sampleSeed, now);
const ask = answerer(organization);

function buckets(path: string, at = now): readonly Bucket[] {
  return bucketsOf(ask(new URL(`http://sample/v1/organization/${path}`), at));
}

function rows(path: string, at = now): readonly Row[] {
  return buckets(path, at).flatMap((bucket) => bucket.rows);
}

const finest = [...dimensions].filter((dimension) => dimension !== "line_item");
const by = (names: readonly string[]): string => names.map((name) => `&group_by=${name}`).join("");
const anyEndpoint = fc.constantFrom(...usageEndpoints);
const anyDaysAgo = fc.integer({ min: 0, max: 390 });
const anyGrouping = fc.subarray(finest);

test("the minutes of an hour add up to the hour, the hours to the day, for every endpoint and grouping", () => {
  fc.assert(
    fc.property(anyEndpoint, anyDaysAgo, anyGrouping, fc.integer({ min: 0, max: 23 }), (endpoint, daysAgo, grouping, hour) => {
      const day = today - daysAgo * secondsPerDay;
      const start = day + hour * 3600;
      if (start >= now) return;
      const minutes = rows(`usage/${endpoint}?start_time=${start}&end_time=${start + 3600}&bucket_width=1m&limit=60${by(grouping)}`);
      const oneHour = rows(`usage/${endpoint}?start_time=${start}&end_time=${start + 3600}&bucket_width=1h${by(grouping)}`);
      const hours = rows(`usage/${endpoint}?start_time=${day}&end_time=${day + secondsPerDay}&bucket_width=1h&limit=24${by(grouping)}`);
      const oneDay = rows(`usage/${endpoint}?start_time=${day}&end_time=${day + secondsPerDay}${by(grouping)}`);
      assert.deepEqual(sumsBy(minutes, grouping), sumsBy(oneHour, grouping));
      assert.deepEqual(new Map([...sumsBy(hours, grouping)].sort()), new Map([...sumsBy(oneDay, grouping)].sort()));
    }),
    { numRuns: 150 },
  );
});

test("a coarser grouping adds up to the same as the finest one", () => {
  fc.assert(
    fc.property(anyEndpoint, anyDaysAgo, anyGrouping, (endpoint, daysAgo, grouping) => {
      const day = today - daysAgo * secondsPerDay;
      const path = `usage/${endpoint}?start_time=${day}&end_time=${day + secondsPerDay}`;
      assert.deepEqual(sumsBy(rows(path + by(grouping)), []), sumsBy(rows(path + by(finest)), []));
    }),
    { numRuns: 100 },
  );
});

test("what is filtered is what the same rows of the whole add up to", () => {
  const project = organization.projects[1]?.id ?? "";
  for (const endpoint of usageEndpoints) {
    const path = `usage/${endpoint}?start_time=${today - 3 * secondsPerDay}&limit=4`;
    const all = rows(`${path}&group_by=project_id`).filter((row) => row["project_id"] === project);
    assert.deepEqual(sumsBy(rows(`${path}&project_ids=${project}`), []), sumsBy(all, []), endpoint);
  }
});

test("no part of a row is negative, and the token parts add up", () => {
  for (const endpoint of ["completions", "decisions"]) {
    for (const width of ["1m&limit=1440", "1h&limit=24", "1d&limit=1"]) {
      for (const row of rows(`usage/${endpoint}?start_time=${today - 4 * secondsPerDay}&bucket_width=${width}${by(finest)}`)) {
        const n = (field: string): number => {
          const value = row[field];
          assert.ok(typeof value === "number" && Number.isSafeInteger(value) && value >= 0, `${field}: ${String(value)}`);
          return value;
        };
        assert.equal(n("input_tokens"), n("input_uncached_tokens") + n("input_cached_tokens") + n("input_cache_write_tokens"));
        assert.equal(n("input_uncached_tokens"), n("input_text_tokens") + n("input_audio_tokens") + n("input_image_tokens"));
        assert.equal(
          n("input_cached_tokens"),
          n("input_cached_text_tokens") + n("input_cached_audio_tokens") + n("input_cached_image_tokens"),
        );
        assert.equal(n("output_tokens"), n("output_text_tokens") + n("output_audio_tokens") + n("output_image_tokens"));
      }
    }
  }
});

test("billed tokens are the used tokens, and cost the same for each within a line item", () => {
  const path = `start_time=${today - 20 * secondsPerDay}&limit=21`;
  const lines = rows(`costs?${path}&group_by=line_item`);
  const prices = new Map<unknown, number>();
  for (const line of lines) {
    const price = dollars(amountOf(line) * 1_000_000n) / Number(line["quantity"]);
    const known = prices.get(line["line_item"]) ?? price;
    assert.ok(Math.abs(price / known - 1) < 1e-9, String(line["line_item"]));
    prices.set(line["line_item"], known);
  }
  const billed = (model: string, kinds: readonly string[]): number =>
    lines
      .filter((line) => kinds.some((kind) => line["line_item"] === `${model}, ${kind}`))
      .reduce((sum, line) => sum + Number(line["quantity"]), 0);
  const used = (model: string, field: string): number =>
    ["completions", "decisions"]
      .flatMap((endpoint) => rows(`usage/${endpoint}?${path}&models=${model}`))
      .reduce((sum, row) => sum + Number(row[field]), 0);
  for (const model of ["gpt-4.1-mini-2025-04-14", "gpt-5-mini-2025-08-07", "gpt-4o-realtime-preview-2025-06-03"]) {
    assert.equal(billed(model, ["input", "cached input", "audio input"]), used(model, "input_tokens"), model);
    assert.equal(billed(model, ["output", "audio output"]), used(model, "output_tokens"), model);
  }
});

test("costs of every grouping add up to the same, to less than a billionth of a cent", () => {
  fc.assert(
    fc.property(anyDaysAgo, fc.subarray(["project_id", "line_item", "api_key_id", "user_id", "api_source"]), (daysAgo, grouping) => {
      const path = `costs?start_time=${today - daysAgo * secondsPerDay}&limit=1`;
      const difference = totalOf(rows(path)) - totalOf(rows(path + by(grouping)));
      assert.ok(Math.abs(Number(difference)) < 1e-11 * 1e30);
    }),
    { numRuns: 60 },
  );
});
