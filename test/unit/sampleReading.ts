import assert from "node:assert/strict";
import type { Answer } from "../../src/sample/failure.ts";

/** Reads sample answers for tests, without the product's own reading code. */

export const secondsPerDay = 86_400;

export const usageEndpoints = [
  "completions",
  "decisions",
  "embeddings",
  "moderations",
  "images",
  "audio_speeches",
  "audio_transcriptions",
  "vector_stores",
  "code_interpreter_sessions",
  "file_search_calls",
  "web_search_calls",
] as const;

export const dimensions: ReadonlySet<string> = new Set([
  "project_id",
  "user_id",
  "api_key_id",
  "model",
  "batch",
  "service_tier",
  "api_source",
  "size",
  "source",
  "vector_store_id",
  "context_level",
  "line_item",
]);

export type Row = Readonly<Record<string, unknown>>;

export interface Bucket {
  readonly start: number;
  readonly end: number;
  readonly rows: readonly Row[];
}

/** The buckets of a 200 answer. */
export function bucketsOf(answer: Answer): readonly Bucket[] {
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  const page = answer.body as {
    readonly data: readonly { readonly start_time: number; readonly end_time: number; readonly results: readonly Row[] }[];
  };
  return page.data.map((bucket) => ({ start: bucket.start_time, end: bucket.end_time, rows: bucket.results }));
}

/** Sums of all numeric fields of rows, by the given dimensions. */
export function sumsBy(rows: readonly Row[], by: readonly string[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const sums = new Map<string, Map<string, number>>();
  for (const row of rows) {
    const key = JSON.stringify(by.map((name) => row[name]));
    const group = sums.get(key) ?? new Map<string, number>();
    sums.set(key, group);
    for (const [field, value] of Object.entries(row)) {
      if (typeof value === "number") group.set(field, (group.get(field) ?? 0) + value);
    }
  }
  return sums;
}

export const amountDigits = 30;

/** A decimal as the wire has it (number, string, with an exponent) in units of 10^-30, exactly. */
export function scaledAmount(value: unknown): bigint {
  const text = typeof value === "number" ? String(value) : value;
  const match = typeof text === "string" ? /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) : null;
  assert.ok(match, `not a decimal: ${String(value)}`);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const shift = amountDigits - fraction.length + Number(exponent);
  const digits = BigInt(whole + fraction);
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  return sign === "-" ? -scaled : scaled;
}

export function amountOf(row: Row): bigint {
  return scaledAmount((row["amount"] as { readonly value: unknown }).value);
}

export function totalOf(rows: readonly Row[]): bigint {
  return rows.reduce((sum, row) => sum + amountOf(row), 0n);
}

export function dollars(scaled: bigint): number {
  return Number(scaled / 10n ** BigInt(amountDigits - 9)) / 1e9;
}
