import { parseBaseUrl } from "../../../src/api/baseUrl.ts";
import { Directory } from "../../../src/api/directory.ts";
import { FetchTransport, type HostFetch } from "../../../src/api/fetchTransport.ts";
import type { Clock } from "../../../src/api/clock.ts";
import { Sender } from "../../../src/api/sender.ts";
import { UsageClient } from "../../../src/api/usageClient.ts";
import { startLoopbackServer, type LoopbackOptions, type LoopbackServer } from "../../server/loopbackServer.ts";
import { FakeClock } from "./fakeClock.ts";
import { DatedTransport } from "../modelSupport/datedTransport.ts";

/** A Sunday evening, UTC: 22 November 2026, 19:40:11. Milliseconds, seconds, and the day's number. */
export const nowMilliseconds = Date.UTC(2026, 10, 22, 19, 40, 11);
export const nowSeconds = nowMilliseconds / 1000;
export const todayNumber = Math.floor(nowSeconds / 86_400);

/** The host's `fetch`, whose type does not know undici's `dispatcher`. */
export const nodeFetch: HostFetch = (url, init) => fetch(url, init);

export interface WiringOptions {
  readonly server?: LoopbackOptions;
  readonly key?: string;
  readonly clock?: Clock;
  readonly fetch?: HostFetch;
}

/** The real client over real HTTP: nothing is replaced but the time that is slept. */
export interface Wiring {
  readonly server: LoopbackServer;
  readonly client: UsageClient;
  readonly directory: Directory;
  readonly sender: Sender;
  /** What was slept between tries, where no clock was given. */
  readonly clock: FakeClock;
  readonly log: readonly string[];
  /** A signal that nobody aborts. */
  readonly signal: AbortSignal;
}

export async function withClient(options: WiringOptions, body: (wiring: Wiring) => Promise<void>): Promise<void> {
  const server = await startLoopbackServer({ now: () => nowMilliseconds, ...options.server });
  const transport = new FetchTransport(options.fetch ?? nodeFetch);
  const clock = new FakeClock(nowMilliseconds);
  const log: string[] = [];
  const sender = new Sender({
    transport: new DatedTransport(transport, () => (options.clock ?? clock).now()),
    baseUrl: parseBaseUrl(server.url),
    key: () => Promise.resolve(options.key ?? server.adminKey),
    clock: options.clock ?? clock,
    random: () => 0.5,
    log: (line) => log.push(line),
  });
  const { signal } = new AbortController();
  try {
    await body({ server, client: new UsageClient(sender), directory: new Directory(sender), sender, clock, log, signal });
  } finally {
    await transport.close();
    await server.close();
  }
}
