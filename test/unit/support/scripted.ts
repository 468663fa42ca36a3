import { parseBaseUrl } from "../../../src/api/baseUrl.ts";
import { bodyOf } from "../../../src/api/body.ts";
import type { Clock } from "../../../src/api/clock.ts";
import { Sender } from "../../../src/api/sender.ts";
import type { Transport, TransportRequest, TransportResponse } from "../../../src/api/transport.ts";
import { nowMilliseconds } from "./wiring.ts";

/** One answer of a transport that says what it is told: a status with headers and a body, or a failure. */
export interface Scripted {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Thrown instead of any answer. */
  readonly fails?: Error;
  /** Headers come, the body fails. */
  readonly bodyFails?: Error;
  /** What happens before the answer is given. */
  readonly before?: (request: TransportRequest) => Promise<void> | void;
}

/** Plays the script, then its last line for ever; keeps what it was asked. */
export class ScriptedTransport implements Transport {
  readonly requests: TransportRequest[] = [];
  readonly #script: readonly Scripted[];

  constructor(...script: readonly Scripted[]) {
    this.#script = script;
  }

  async get(request: TransportRequest): Promise<TransportResponse> {
    const line = this.#script[Math.min(this.requests.length, this.#script.length - 1)] ?? {};
    this.requests.push(request);
    await line.before?.(request);
    request.signal.throwIfAborted();
    if (line.fails) throw line.fails;
    const headers = new Headers(line.headers);
    return {
      status: line.status ?? 200,
      url: request.url.href,
      header: (name) => headers.get(name),
      body: () => (line.bodyFails ? Promise.reject(line.bodyFails) : Promise.resolve(bodyOf(line.body ?? "{}"))),
    };
  }
}

export const scriptedKey = "sk-admin-0123456789abcdefghijklmnop";

export interface ScriptedSenderOptions {
  readonly clock: Clock;
  readonly random?: () => number;
  readonly key?: () => Promise<string | undefined>;
  readonly log?: (line: string) => void;
  readonly heard?: (serverTime: number) => void;
}

export function scriptedSender(transport: Transport, options: ScriptedSenderOptions): Sender {
  return new Sender({
    transport,
    baseUrl: parseBaseUrl("https://api.openai.com/v1"),
    key: () => Promise.resolve(scriptedKey),
    ...options,
  });
}

/** An error as undici throws it: "fetch failed", the reason inside. */
export function fetchFailed(code: string): Error {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
}

export const scriptedNow = nowMilliseconds;
