import { hashText } from "./hash.ts";

/** A stream's quantities for a span of time, by place in an accumulator. */
export const quantity = {
  requests: 0,
  input: 1,
  output: 2,
  cached: 3,
  cacheWrite: 4,
  audioInput: 5,
  imageInput: 6,
  audioOutput: 7,
  cachedAudio: 8,
} as const;

/** Numbers in one accumulator. */
export const quantities = 9;

/** What a line item bills: one quantity, or what is left of it after others. */
export type Billed = "requests" | "input" | "freshInput" | "cachedInput" | "audioInput" | "textOutput" | "audioOutput";

export interface Price {
  readonly lineItem: string;
  readonly billed: Billed;
  readonly unit: string | null;
  /** Billed units for each counted one: bytes are billed as gibibyte-hours. */
  readonly perUnit: number;
  /** Dollars for one counted unit, in units of 10^-20 dollars. */
  readonly scaledUsd: bigint;
}

/** Fraction digits of every amount: as many as recorded amounts of the real API have at most. */
export const amountDigits = 20;

/**
 * A price from a list price in dollars for a million units. The last digits are filled from a hash of the line item: recorded amounts
 * have 14 to 20 fraction digits, and round prices would make sums look safer than they are.
 */
export function price(lineItem: string, billed: Billed, usdPerMillion: number, unit: string | null = "tokens", perUnit = 1): Price {
  const scaled = BigInt(Math.round(usdPerMillion * 1e6)) * 100_000_000n;
  const noise = scaled / 2000n === 0n ? 0n : (BigInt(hashText(lineItem)) * 7_919n) % (scaled / 2000n);
  return { lineItem, billed, unit, perUnit, scaledUsd: scaled - noise };
}

/** The units that a price bills, from an accumulator that starts at `at`. */
export function billedUnits(billed: Billed, sums: Float64Array, at: number): number {
  const read = (index: number): number => sums[at + index] ?? 0;
  switch (billed) {
    case "requests":
      return read(quantity.requests);
    case "input":
      return read(quantity.input);
    case "freshInput":
      return read(quantity.input) - read(quantity.cached) - read(quantity.audioInput);
    case "cachedInput":
      return read(quantity.cached);
    case "audioInput":
      return read(quantity.audioInput);
    case "textOutput":
      return read(quantity.output) - read(quantity.audioOutput);
    case "audioOutput":
      return read(quantity.audioOutput);
  }
}
