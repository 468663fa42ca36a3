import type { Price } from "./price.ts";
import type { Rhythm } from "./rhythm.ts";
import type { Dimensions, Shares, UsageEndpoint } from "./stream.ts";
import { completionPrices } from "./tariffs.ts";

/** What one key does, before it is given its ids. */
export interface Activity {
  readonly key: string | null;
  readonly endpoint: UsageEndpoint | null;
  readonly requestsPerDay: number;
  readonly inputPerRequest: number;
  readonly outputPerRequest?: number;
  readonly rhythm: Rhythm;
  readonly prices: readonly Price[];
  readonly more: Dimensions;
  readonly shares?: Shares;
  readonly spikes?: boolean;
  readonly from?: string;
  readonly to?: string;
}

type Options = Partial<Pick<Activity, "shares" | "spikes" | "from" | "to">> & {
  readonly tier?: "batch " | "flex ";
  readonly agents?: boolean;
  readonly endpoint?: "completions" | "decisions";
};

/** A key that calls a text model: requests a day, input and output tokens for each. */
export function chat(
  key: string | null,
  model: string,
  rhythm: Rhythm,
  requests: number,
  input: number,
  output: number,
  options: Options = {},
): Activity {
  const { tier, agents, endpoint, ...rest } = options;
  const shares = rest.shares ?? {};
  return {
    key,
    endpoint: endpoint ?? "completions",
    requestsPerDay: requests,
    inputPerRequest: input,
    outputPerRequest: output,
    rhythm,
    prices: completionPrices(model, tier ?? "", shares.cached !== undefined, shares.audioInput !== undefined),
    more: {
      model,
      batch: tier === "batch ",
      service_tier: tier === "flex " ? "flex" : "default",
      api_source: agents === true ? "agents_api" : "unlabeled",
    },
    ...rest,
  };
}

/** A key that uses anything else. */
export function use(
  key: string | null,
  endpoint: UsageEndpoint,
  rhythm: Rhythm,
  requests: number,
  each: number,
  prices: readonly Price[],
  more: Dimensions,
): Activity {
  return { key, endpoint, requestsPerDay: requests, inputPerRequest: each, rhythm, prices, more };
}

/** Options of a key whose prompts are cached in part. */
export const cached = (share: number): { readonly shares: Shares } => ({ shares: { cached: share, cacheWrite: 0.04 } });
