import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "../../src/sample/failure.ts";

/** One request as the server saw it. */
export interface RecordedRequest {
  readonly method: string;
  /** With the base path: `/v1/organization/costs`. */
  readonly path: string;
  /** Without it: `costs`, `usage/completions`, `projects/proj_…/api_keys`. */
  readonly endpoint: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly time: number;
}

/** One request being answered: what a behaviour works on. */
export interface Exchange {
  readonly recorded: RecordedRequest;
  readonly url: URL;
  readonly response: ServerResponse;
  /** Aborted when the server closes or the client goes away: nothing may wait longer than that. */
  readonly ended: AbortSignal;
  /** The answer of the well-behaved server, to this URL or another one. */
  answer(url?: URL): Answer;
  /** Sends an answer as the well-behaved server would. */
  send(answer: Answer, headers?: Readonly<Record<string, string>>): void;
}

export const jsonHeaders: Readonly<Record<string, string>> = { "content-type": "application/json" };

/** Waits, at most until the exchange has ended. */
export function pause(milliseconds: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      ended.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    ended.addEventListener("abort", done);
    if (ended.aborted) done();
  });
}
