import { failure } from "../../src/sample/failure.ts";
import { listParameter } from "../../src/sample/query.ts";
import type { Makers } from "./behaviours.ts";

/** Trouble that depends on what is asked, or how often. */
export interface RequestTrouble {
  /** 429 beyond so many requests a second and a burst of so many at once (a token bucket); else the right answer. */
  readonly rateLimit: { readonly perSecond: number; readonly burst: number; readonly retryAfter?: boolean };
  /** 400 for a grouping that this organization does not have: costs by `api_key_id` did so in 2026. */
  readonly rejectGroupBy: { readonly field: string };
  /** Grouped by `line_item` alone, rows still say which project they are of. */
  readonly keepProject: object;
}

export const requestTrouble: Makers<RequestTrouble> = {
  rateLimit: ({ perSecond, burst, retryAfter }) => {
    let tokens = burst;
    let filledAt = performance.now();
    return (exchange) => {
      const at = performance.now();
      tokens = Math.min(burst, tokens + ((at - filledAt) / 1000) * perSecond);
      filledAt = at;
      if (tokens >= 1) {
        tokens -= 1;
        return false;
      }
      const { body } = failure(429, "Rate limit reached for requests. Please try again later.", null, "rate_limit_exceeded");
      exchange.send(
        { status: 429, body },
        retryAfter === false ? {} : { "retry-after": String(Math.max(1, Math.ceil((1 - tokens) / perSecond))) },
      );
      return true;
    };
  },
  rejectGroupBy:
    ({ field }) =>
    (exchange) => {
      if (!listParameter(exchange.url.searchParams, "group_by").includes(field)) return false;
      const refused = exchange.answer();
      exchange.send(
        refused.status === 200
          ? failure(
              400,
              `Invalid value: '${field}'. Grouping by this field is not available for your organization.`,
              "group_by",
              "invalid_value",
            )
          : refused,
      );
      return true;
    },
  keepProject: () => (exchange) => {
    const grouped = listParameter(exchange.url.searchParams, "group_by");
    if (grouped.length !== 1 || grouped[0] !== "line_item") return false;
    const asked = new URL(exchange.url);
    asked.searchParams.append("group_by", "project_id");
    exchange.send(exchange.answer(asked));
    return true;
  },
};
