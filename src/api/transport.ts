import type { Body } from "./body.ts";

/**
 * The one thing that sends. The network and the sample organization are each one; nothing above knows which it has.
 * Read only by construction: there is no method but `get`.
 */
export interface TransportRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface TransportResponse {
  readonly status: number;
  /** Where the answer came from; the same as asked, since redirects are not followed. */
  readonly url: string;
  header(name: string): string | null;
  /** All of it; rejects where it was cut off. */
  body(): Promise<Body>;
}

export interface Transport {
  /** Rejects where no answer was had; any HTTP status is an answer. */
  get(request: TransportRequest): Promise<TransportResponse>;
}
