import type { Transport, TransportRequest, TransportResponse } from "../../../src/api/transport.ts";

/**
 * A transport whose answers carry the date of an injected clock: a real HTTP server stamps its answers with the real
 * time, which would be an hour of another year beside the time the test plays in.
 */
export class DatedTransport implements Transport {
  readonly #inner: Transport;
  readonly #now: () => number;

  constructor(inner: Transport, now: () => number) {
    this.#inner = inner;
    this.#now = now;
  }

  async get(request: TransportRequest): Promise<TransportResponse> {
    const response = await this.#inner.get(request);
    const date = new Date(this.#now()).toUTCString();
    return {
      status: response.status,
      url: response.url,
      header: (name) => (name.toLowerCase() === "date" ? date : response.header(name)),
      body: () => response.body(),
    };
  }
}
