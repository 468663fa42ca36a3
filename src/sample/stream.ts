import type { Price } from "./price.ts";
import type { Rhythm } from "./rhythm.ts";

export type UsageEndpoint =
  | "completions"
  | "decisions"
  | "embeddings"
  | "moderations"
  | "images"
  | "audio_speeches"
  | "audio_transcriptions"
  | "vector_stores"
  | "code_interpreter_sessions"
  | "file_search_calls"
  | "web_search_calls";

/** What a stream's rows say about themselves, by the API's own field names. A dimension that is not named is null. */
export interface Dimensions {
  readonly project_id?: string | null;
  readonly api_key_id?: string | null;
  readonly user_id?: string | null;
  readonly model?: string | null;
  readonly batch?: boolean;
  readonly service_tier?: string | null;
  readonly api_source?: "agents_api" | "unlabeled" | null;
  readonly size?: string;
  readonly source?: string;
  readonly vector_store_id?: string;
  readonly context_level?: string;
}

/** Shares of a stream's quantities, each in [0, 1]. They leave some text input, so that no part is ever negative. */
export interface Shares {
  readonly cached?: number;
  readonly cacheWrite?: number;
  readonly audioInput?: number;
  readonly imageInput?: number;
  readonly audioOutput?: number;
}

/**
 * One steady source of requests: one key calling one model in one way. A year of usage and of costs is a pure function of the
 * streams and the time.
 */
export interface Stream {
  /** Where its pseudo-random numbers come from: a hash of what it is, never its place in a list. */
  readonly hash: number;
  /** Null for what is billed without usage rows. */
  readonly endpoint: UsageEndpoint | null;
  readonly dimensions: Dimensions;
  /** First and last day (exclusive) of its life, in days since 1970. */
  readonly fromDay: number;
  readonly toDay: number;
  /** Requests on an ordinary weekday. */
  readonly requestsPerDay: number;
  readonly rhythm: Rhythm;
  /** True for what runs away on the days of a spike. */
  readonly spikes: boolean;
  /** Average of the main quantity (input tokens, images, characters, seconds, bytes) and of output tokens, for each request. */
  readonly inputPerRequest: number;
  readonly outputPerRequest: number;
  readonly shares: Shares;
  readonly prices: readonly Price[];
}
