import type { LoopbackServer } from "../server/loopbackServer.ts";

/**
 * What the surfaces must show, worked out from the server's own answers by other arithmetic than the product's: every
 * amount as a whole number of 10^-40 dollars, added, and rounded once.
 */
const digits = 40;

export interface CostRow {
  readonly day: number;
  readonly project: string | null;
  readonly lineItem: string | null;
  readonly amount: bigint;
}

/** Days that one request may ask for. */
const mostDays = 180;

/** All cost rows of some UTC days. @param from, @param to days since 1970-01-01, `to` exclusive */
export function costRows(server: LoopbackServer, from: number, to: number): readonly CostRow[] {
  if (to - from > mostDays) return [...costRows(server, from, from + mostDays), ...costRows(server, from + mostDays, to)];
  const query = `start_time=${String(from * 86_400)}&end_time=${String(to * 86_400)}&limit=${String(mostDays)}&group_by=project_id&group_by=line_item`;
  const answer = server.answer(`costs?${query}`);
  if (answer.status !== 200) throw new Error(`the server refuses ${query}: ${JSON.stringify(answer.body)}`);
  // Through JSON and back: exactly what the wire would carry.
  const page = JSON.parse(JSON.stringify(answer.body)) as Page;
  return page.data.flatMap((bucket) =>
    bucket.results.map((row) => ({
      day: bucket.start_time / 86_400,
      project: row.project_id,
      lineItem: row.line_item,
      amount: row.amount ? scaled(row.amount.value) : 0n,
    })),
  );
}

interface Page {
  readonly data: readonly {
    readonly start_time: number;
    readonly results: readonly {
      readonly project_id: string | null;
      readonly line_item: string | null;
      readonly amount?: { readonly value: number | string } | null;
    }[];
  }[];
}

export function sumOf(rows: readonly CostRow[]): bigint {
  return rows.reduce((sum, row) => sum + row.amount, 0n);
}

/** `$1,234.56` */
export function dollars(amount: bigint): string {
  const cents = (amount + 10n ** BigInt(digits - 2) / 2n) / 10n ** BigInt(digits - 2);
  const whole = (cents / 100n).toString().replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return `$${whole}.${(cents % 100n).toString().padStart(2, "0")}`;
}

/** `1234.5600001`: every digit, and none that says nothing. */
export function exactDollars(amount: bigint): string {
  const text = amount.toString().padStart(digits + 1, "0");
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`.replace(/\.?0+$/, "");
}

/** A number as JSON spells it, in units of 10^-40. */
export function scaled(value: number | string): bigint {
  const [mantissa = "0", exponent = "0"] = String(value).toLowerCase().split("e");
  const [whole = "0", fraction = ""] = mantissa.replace("-", "").split(".");
  const shift = digits + Number(exponent) - fraction.length;
  const sign = mantissa.startsWith("-") ? -1n : 1n;
  return sign * BigInt(whole + fraction) * 10n ** BigInt(shift);
}
