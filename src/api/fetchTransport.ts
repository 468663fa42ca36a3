import type { Agent } from "undici";
import { SpendError } from "../domain/errors.ts";
import { BodyCollector, type Body } from "./body.ts";
import { LoopTurns } from "./loopTurns.ts";
import { fullWidth } from "./pace.ts";
import type { Transport, TransportRequest, TransportResponse } from "./transport.ts";

/** How many connections one origin is given: as many as there are requests at once, those of people on top. */
const connections = fullWidth + 4;
/** A connection that is silent for this long is broken, for headers as for a body under way. */
const silence = 20_000;

/** `fetch` as the extension host has it: VS Code patches it so that `http.proxy` and the user's certificates hold. */
export type HostFetch = (url: string, init: Omit<RequestInit, "dispatcher"> & { dispatcher: object }) => Promise<Response>;

/**
 * Real HTTP. undici's own `fetch` and `request` would go past the user's proxy, and importing undici's root would
 * replace the dispatcher that every extension in the host shares; an `Agent` handed to the host's `fetch` does neither.
 */
export class FetchTransport implements Transport {
  readonly #fetch: HostFetch;
  readonly #makeAgent: () => Promise<Agent>;
  readonly #turns = new LoopTurns();
  #agent: Promise<Agent> | undefined;

  constructor(fetch: HostFetch, makeAgent = newAgent) {
    this.#fetch = fetch;
    this.#makeAgent = makeAgent;
  }

  async get(request: TransportRequest): Promise<TransportResponse> {
    const response = await this.#fetch(request.url.href, {
      method: "GET",
      headers: request.headers,
      signal: request.signal,
      // The key was entered for one origin. A redirect is an answer here, never a new address.
      redirect: "manual",
      dispatcher: await this.#agentOnce(),
    });
    return {
      status: response.status,
      url: response.url,
      header: (name) => response.headers.get(name),
      body: () => collect(response, this.#turns),
    };
  }

  async close(): Promise<void> {
    await (await this.#agent?.catch(() => undefined))?.destroy(); // one that could not be loaded has nothing to close
  }

  /** What fails once, as while an update replaces files, is tried again by the next request. */
  #agentOnce(): Promise<Agent> {
    const agent = (this.#agent ??= this.#makeAgent().catch(notLoaded));
    agent.catch(() => {
      if (this.#agent === agent) this.#agent = undefined;
    });
    return agent;
  }
}

/** A script of its own, loaded with the first request: larger than all the rest, and a window that has just been opened may not ask for anything. */
async function newAgent(): Promise<Agent> {
  const { default: Made } = await import("undici/lib/dispatcher/agent.js");
  return new Made({
    connections,
    headersTimeout: silence,
    bodyTimeout: silence,
    connect: { timeout: silence / 2 },
    keepAliveTimeout: 10_000,
  });
}

/** The network has nothing to do with it, and to try for a minute as if it had helps nobody. */
function notLoaded(cause: unknown): never {
  throw new SpendError("offline", "The part of this extension that sends requests could not be loaded. Reload the window.", { cause });
}

/** Chunk by chunk: to join sixty megabytes at once would hold the extension host up. */
async function collect(response: Response, turns: LoopTurns): Promise<Body> {
  const collector = new BodyCollector();
  if (!response.body) return collector.finish();
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return collector.finish();
    if (!collector.add(value)) {
      await reader.cancel();
      throw new SpendError("untrusted", `${new URL(response.url).host} answered with more data than any page of the API has.`);
    }
    await turns.after(value.byteLength);
  }
}
