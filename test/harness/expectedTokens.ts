import type { LoopbackServer } from "../server/loopbackServer.ts";

/** Input and output tokens of completions in one bucket, as the server itself answers. */
export interface TokenRow {
  /** Unix seconds. */
  readonly start: number;
  readonly tokens: bigint;
}

/** Days that one request may ask for. */
const mostDays = { "1d": 31, "1h": 7 } as const;

/** Every bucket of some UTC days. @param from, @param to days since 1970-01-01, `to` exclusive */
export function tokenRows(server: LoopbackServer, from: number, to: number, width: keyof typeof mostDays = "1d"): readonly TokenRow[] {
  const most = mostDays[width];
  if (to - from > most) return [...tokenRows(server, from, from + most, width), ...tokenRows(server, from + most, to, width)];
  const limit = width === "1d" ? most : most * 24;
  const query = `start_time=${String(from * 86_400)}&end_time=${String(to * 86_400)}&bucket_width=${width}&limit=${String(limit)}`;
  const answer = server.answer(`usage/completions?${query}`);
  if (answer.status !== 200) throw new Error(`the server refuses ${query}: ${JSON.stringify(answer.body)}`);
  const page = JSON.parse(JSON.stringify(answer.body)) as Page;
  return page.data.map(({ start_time, results }) => ({ start: start_time, tokens: results.reduce((sum, row) => sum + BigInt(row.input_tokens) + BigInt(row.output_tokens), 0n) }));
}

interface Page {
  readonly data: readonly {
    readonly start_time: number;
    readonly results: readonly { readonly input_tokens: number; readonly output_tokens: number }[];
  }[];
}

export function tokensOf(rows: readonly TokenRow[]): bigint {
  return rows.reduce((sum, row) => sum + row.tokens, 0n);
}

/** `1,234,567` */
export function countText(value: bigint): string {
  return value.toString().replace(/\B(?=(\d{3})+$)/g, ",");
}
