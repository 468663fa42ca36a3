import { add, parseDecimal, zero, type Decimal } from "../../src/domain/decimal.ts";
import { formatUsd, usd } from "../../src/domain/money.ts";
import type { CostRow } from "./sampleRows.ts";

/** Dollars of rows added up one by one, straight from the texts of the wire: none of the columns, none of the page's code. */
export function dollars(rows: readonly CostRow[]): string {
  return formatUsd(usd(sum(rows)));
}

export function sum(rows: readonly CostRow[]): Decimal {
  return rows.reduce((total, row) => add(total, parseDecimal(row.amount) ?? zero), zero);
}

/** Dollars by a trait of the rows, largest first. */
export function dollarsBy(rows: readonly CostRow[], trait: (row: CostRow) => string): readonly (readonly [string, string])[] {
  const names = [...new Set(rows.map(trait))];
  const sums = names.map((name) => ({ name, own: rows.filter((row) => trait(row) === name) }));
  const sorted = sums.map(({ name, own }) => ({ name, text: dollars(own), size: Number(sum(own).coefficient) / 10 ** sum(own).scale })).sort((a, b) => b.size - a.size);
  return sorted.map(({ name, text }) => [name, text] as const);
}
