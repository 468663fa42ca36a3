import { SpendError } from "../domain/errors.ts";
import { errorFromFailure, errorFromResponse, isRetriedFailure } from "./apiError.ts";
import type { BaseUrl } from "./baseUrl.ts";
import { bodyText, looksLikeHtml, type Body } from "./body.ts";
import type { Clock } from "./clock.ts";
import { Pace, type Turn } from "./pace.ts";
import { Patience } from "./patience.ts";
import { isRetried, mostTime, parseRetryAfter, retryDelay } from "./retry.ts";
import type { Transport, TransportResponse } from "./transport.ts";

/** A body as it came, with what its headers say beside it. */
export interface Answer {
  readonly body: Body;
  /** Value of `openai-organization`, where the server says whose key it is. */
  readonly organization: string | null;
}

export interface SenderOptions {
  readonly transport: Transport;
  readonly baseUrl: BaseUrl;
  /** The key for this origin, asked for at each request and never kept. */
  readonly key: () => Promise<string | undefined>;
  readonly clock: Clock;
  /** `[0, 1)`. */
  readonly random?: () => number;
  /** Told the server's time (Unix milliseconds) with every answer that says it, refusals included. */
  readonly heard?: (serverTime: number) => void;
  /** One line for each try that failed; holds no key. */
  readonly log?: (line: string) => void;
}

/** Sends one GET, tries again where that can help, and answers with a JSON text or a `SpendError`. */
export class Sender {
  /** Of all that is sent here, since the API counts all of it. */
  readonly pace: Pace;
  readonly #options: SenderOptions;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.pace = new Pace(options.clock);
  }

  /** @param path below the base URL; @param pairs the query string */
  async send(path: string, pairs: readonly (readonly [string, string])[], signal: AbortSignal): Promise<Answer> {
    const { baseUrl, clock, log = () => undefined, random = Math.random } = this.#options;
    const url = new URL(`${baseUrl.href}/${path}`);
    for (const [name, value] of pairs) url.searchParams.append(name, value);
    let turn = await this.#turn(mostTime, signal); // waiting in line is not part of the time that the API is given
    const began = clock.now();
    const patience = new Patience(signal);
    for (let tries = 1; ; tries += 1) {
      if (tries > 1) turn = await this.#turn(mostTime - (clock.now() - began), signal);
      const outcome = await this.#try(url, turn, patience, signal);
      if (!(outcome instanceof Failed)) return outcome;
      const wait = outcome.again ? retryDelay(tries, clock.now() - began, outcome.retryAfter, random()) : undefined;
      log(`GET ${path}: ${outcome.error.message}${wait === undefined ? "" : ` Try ${String(tries + 1)} in ${String(Math.round(wait))} ms.`}`);
      if (wait === undefined) throw outcome.final();
      await clock.sleep(Math.max(wait, this.pace.pausedFor), patience.signal).catch(() => {
        throw signal.aborted ? cancelled() : outcome.error;
      });
    }
  }

  /** Waits for a place in line, at most for `longest` milliseconds. */
  async #turn(longest: number, signal: AbortSignal): Promise<Turn> {
    const turn = await this.pace.turn(longest, signal).catch((error: unknown) => {
      throw signal.aborted ? cancelled() : error;
    });
    if (turn !== undefined) return turn;
    const limited = errorFromResponse(429, "", this.#options.baseUrl.host, null);
    throw new SpendError(limited.kind, limited.message, { ...limited.detail, retryAfter: this.pace.pausedFor });
  }

  /** One attempt: an answer, or what went wrong and whether it is worth another. Throws on cancellation only. */
  async #try(url: URL, turn: Turn, patience: Patience, signal: AbortSignal): Promise<Answer | Failed> {
    const { signal: overall } = patience;
    const { transport, baseUrl, clock } = this.#options;
    let key: string | undefined;
    try {
      key = await orAborted(this.#options.key(), overall);
    } catch (error) {
      if (signal.aborted) throw cancelled();
      if (error instanceof SpendError) return new Failed(error, false);
      return new Failed(new SpendError("noKey", `The admin key for ${baseUrl.host} cannot be read.`, { cause: error }), false);
    }
    endIfCancelled(signal);
    if (key === undefined) return new Failed(new SpendError("noKey", `No admin key is set for ${baseUrl.host}.`), false);
    let response: TransportResponse;
    let body: Body;
    try {
      response = await transport.get({ url, headers: { Authorization: `Bearer ${key}`, Accept: "application/json" }, signal: overall });
      body = await patience.during(response.body());
    } catch (error) {
      endIfCancelled(signal);
      if (error instanceof SpendError) return new Failed(error, false);
      const failure = errorFromFailure(overall.aborted ? overall.reason : error, baseUrl.host);
      return new Failed(failure, !overall.aborted && isRetriedFailure(failure));
    }
    const serverTime = Date.parse(response.header("date") ?? "");
    const dated = !Number.isNaN(serverTime);
    if (dated) this.#options.heard?.(serverTime);
    if (response.status === 200) {
      this.pace.good(turn);
      return this.#answer(response, body);
    }
    const error = errorFromResponse(response.status, bodyText(body), baseUrl.host, response.header("location"));
    const retryAfter = parseRetryAfter(response.header("retry-after"), dated ? serverTime : clock.now());
    if (response.status === 429) this.pace.limited(turn, retryAfter);
    return new Failed(error, isRetried(response.status), retryAfter);
  }

  #answer(response: TransportResponse, body: Body): Answer | Failed {
    const { host } = this.#options.baseUrl;
    if (looksLikeHtml(body)) return new Failed(new SpendError("notTheApi", `${host} answered with a web page instead of data. Is a proxy or a sign-in page in between?`), false);
    return { body, organization: response.header("openai-organization") };
  }
}

class Failed {
  readonly error: SpendError;
  readonly again: boolean;
  readonly retryAfter: number | undefined;

  constructor(error: SpendError, again: boolean, retryAfter?: number) {
    this.error = error;
    this.again = again;
    this.retryAfter = retryAfter;
  }

  /** The error to give up with; it tells how long the server wants to be left alone. */
  final(): SpendError {
    const { kind, message, detail } = this.error;
    return this.retryAfter === undefined ? this.error : new SpendError(kind, message, { ...detail, retryAfter: this.retryAfter });
  }
}

/** What `promise` comes to, or the signal's reason as soon as that is aborted: a keyring may never answer. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    void promise.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", stop);
    });
  });
}

function endIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled();
}

function cancelled(): SpendError {
  return new SpendError("cancelled", "Cancelled.");
}
