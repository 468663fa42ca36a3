import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { sampleRules } from "../../src/sample/answer.ts";
import type { PageRules } from "../../src/sample/buckets.ts";
import { failure, noSuchUrl } from "../../src/sample/failure.ts";
import type { Answer } from "../../src/sample/failure.ts";
import type { Organization } from "../../src/sample/organization.ts";
import { createSampleOrganization, sampleSeed } from "../../src/sample/sampleOrganization.ts";
import { hourly, sendAnswer } from "./answering.ts";
import type { Exchange, RecordedRequest } from "./exchange.ts";
import { pause } from "./exchange.ts";
import { admit, defaultAdminKey, defaultKeys } from "./keys.ts";
import type { KnownKey } from "./keys.ts";
import { findOperation } from "./operations.ts";
import type { Behaviour } from "./behaviours.ts";
import { RuleList } from "./rules.ts";
import type { RuleHandle, When } from "./rules.ts";
import { checkParameters } from "./validation.ts";

export interface LoopbackOptions {
  /** 0, a free one, where nothing is said. */
  readonly port?: number;
  /** Milliseconds, as `Date.now`. */
  readonly now?: () => number;
  readonly keys?: readonly KnownKey[];
  /** Who is served; `now` in Unix seconds. The sample organization where nothing is said. */
  readonly organization?: (now: number) => Organization;
  readonly rules?: Partial<PageRules>;
  /** Time before every answer. */
  readonly latencyMs?: number;
}

/** An HTTP server on the loopback interface that is as strict as the real API, and as nasty as it is told to be. */
export interface LoopbackServer {
  /** `http://127.0.0.1:PORT/v1` */
  readonly url: string;
  readonly adminKey: string;
  /** Every request so far, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Misbehaves from now on, where `when` holds (always, if nothing is said). Rules given later come first. */
  behave(behaviour: Behaviour, when?: When): RuleHandle;
  /** What a well-behaved server would answer now, without HTTP and without a key: `answer("costs?start_time=…")`. */
  answer(pathAndQuery: string): Answer;
  close(): Promise<void>;
}

const basePath = "/v1/organization/";
// The real API keeps about a year.
const usualRules: PageRules = { ...sampleRules, lookbackDays: 366 };

export async function startLoopbackServer(options: LoopbackOptions = {}): Promise<LoopbackServer> {
  const now = options.now ?? Date.now;
  const keys = options.keys ?? defaultKeys;
  const own = options.organization ?? ((seconds: number) => createSampleOrganization(sampleSeed, seconds));
  const answererOf = hourly({ ...usualRules, ...options.rules });
  const requests: RecordedRequest[] = [];
  const rules = new RuleList();
  const closed = new AbortController();

  const answerFor = (organization: (now: number) => Organization, url: URL): Answer => {
    const seconds = Math.floor(now() / 1000);
    const operation = findOperation(url.pathname.slice(basePath.length));
    if (operation === undefined) return noSuchUrl(url.pathname);
    return checkParameters(operation, url.searchParams) ?? answererOf(organization, seconds)(url, seconds);
  };

  const exchangeOf = (request: IncomingMessage, response: ServerResponse): Exchange => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const recorded: RecordedRequest = {
      method: request.method ?? "",
      path: url.pathname,
      endpoint: url.pathname.startsWith(basePath) ? url.pathname.slice(basePath.length) : url.pathname,
      query: url.searchParams,
      headers: request.headers,
      time: now(),
    };
    const answer = (asked = url): Answer => {
      if (recorded.method !== "GET")
        return failure(405, `Not allowed to ${recorded.method} on ${url.pathname}.`, null, "method_not_allowed");
      const admission = admit(keys, request.headers.authorization, recorded.endpoint);
      if ("refused" in admission) return admission.refused;
      return answerFor(admission.key.organization ?? own, asked);
    };
    const send = (given: Answer, headers: Readonly<Record<string, string>> = {}): void => {
      sendAnswer(response, given, given.status === 405 ? { ...headers, allow: "GET" } : headers);
    };
    return { recorded, url, response, ended: AbortSignal.any([closed.signal, gone.signal]), answer, send };
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    request.resume();
    const exchange = exchangeOf(request, response);
    requests.push(exchange.recorded);
    if (options.latencyMs !== undefined) await pause(options.latencyMs, exchange.ended);
    for (const rule of rules.matching(exchange.recorded)) {
      if (await rule(exchange)) return;
    }
    if (!exchange.ended.aborted) exchange.send(exchange.answer());
  };

  const server = createServer((request, response) => {
    // The server's own clock is the one it is told, also where it says what time it is.
    response.setHeader("date", new Date(now()).toUTCString());
    handle(request, response).catch((error: unknown) => {
      sendAnswer(response, failure(500, `The loopback server failed: ${String(error)}`, null, "loopback_failure"));
    });
  });
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one

  return {
    url: `http://127.0.0.1:${String(port)}/v1`,
    adminKey: keys[0]?.key ?? defaultAdminKey,
    requests,
    behave: (behaviour, when) => rules.add(behaviour, when ?? {}),
    answer: (pathAndQuery) => answerFor(own, new URL(`${basePath}${pathAndQuery}`, "http://127.0.0.1")),
    close: async () => {
      closed.abort();
      const ended = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await ended;
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}
