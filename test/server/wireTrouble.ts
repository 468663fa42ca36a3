import { failure } from "../../src/sample/failure.ts";
import type { Makers } from "./behaviours.ts";
import { jsonHeaders, pause } from "./exchange.ts";
import type { Exchange } from "./exchange.ts";

/** Trouble below the API: statuses, slowness, cut connections, answers that are not JSON. */
export interface WireTrouble {
  /** An error status, with `Retry-After` where it is given. */
  readonly status: { readonly status: number; readonly retryAfter?: number | string };
  /** The right answer, late: before the headers, or half-way through the body. */
  readonly slow: { readonly beforeHeadersMs?: number; readonly midBodyMs?: number };
  /** No answer, ever; or headers and half a body, and then nothing more. */
  readonly hang: { readonly at?: "headers" | "body" };
  /** The connection is reset (RST) before the headers or half-way through the body. */
  readonly reset: { readonly at?: "headers" | "body" };
  /**
   * Half of the JSON. `honest`: the content length is that of the half, so that only the JSON is broken; `lying`: it promises the whole,
   * and the connection ends early; `none`: chunked, and properly ended.
   */
  readonly truncated: { readonly contentLength: "honest" | "lying" | "none" };
  /** A page of HTML, as a proxy or a login wall answers. */
  readonly html: { readonly status: number };
  /** Any text in any type. */
  readonly text: { readonly status?: number; readonly contentType?: string; readonly body: string };
  /** Sends the client elsewhere. */
  readonly redirect: { readonly to: string; readonly status?: 301 | 302 | 303 | 307 | 308 };
}

function error(status: number): ReturnType<typeof failure> {
  const message =
    status === 429
      ? "Rate limit reached for requests. Please try again later."
      : status >= 500
        ? "The server had an error while processing your request. Sorry about that!"
        : `The request failed with status ${String(status)}.`;
  const { body } = failure(status, message, null, status === 429 ? "rate_limit_exceeded" : null);
  return { status, body };
}

function sendText(exchange: Exchange, status: number, contentType: string, text: string): boolean {
  exchange.response.writeHead(status, { "content-type": contentType, "content-length": String(Buffer.byteLength(text)) });
  exchange.response.end(text);
  return true;
}

/** The right answer's bytes, in two halves. */
function halves(exchange: Exchange): { readonly status: number; readonly first: Buffer; readonly second: Buffer } {
  const { status, body } = exchange.answer();
  const bytes = Buffer.from(JSON.stringify(body));
  const middle = Math.ceil(bytes.length / 2);
  return { status, first: bytes.subarray(0, middle), second: bytes.subarray(middle) };
}

/** Sends headers and the first half, and waits until they have left. */
async function sendFirstHalf(exchange: Exchange, length: "whole" | "half" | "none"): Promise<Buffer> {
  const { status, first, second } = halves(exchange);
  const promised = length === "whole" ? first.length + second.length : first.length;
  exchange.response.writeHead(status, { ...jsonHeaders, ...(length === "none" ? {} : { "content-length": String(promised) }) });
  await new Promise<void>((resolve) => exchange.response.write(first, () => resolve()));
  return second;
}

export const wireTrouble: Makers<WireTrouble> = {
  status:
    ({ status, retryAfter }) =>
    (exchange) => {
      exchange.send(error(status), retryAfter === undefined ? {} : { "retry-after": String(retryAfter) });
      return true;
    },
  slow:
    ({ beforeHeadersMs, midBodyMs }) =>
    async (exchange) => {
      if (beforeHeadersMs !== undefined) await pause(beforeHeadersMs, exchange.ended);
      if (exchange.ended.aborted) return true;
      if (midBodyMs === undefined) {
        exchange.send(exchange.answer());
        return true;
      }
      const rest = await sendFirstHalf(exchange, "whole");
      await pause(midBodyMs, exchange.ended);
      exchange.response.end(rest);
      return true;
    },
  hang:
    ({ at }) =>
    async (exchange) => {
      if (at === "body") await sendFirstHalf(exchange, "whole");
      return true;
    },
  reset:
    ({ at }) =>
    async (exchange) => {
      if (at === "body") await sendFirstHalf(exchange, "whole");
      exchange.response.socket?.resetAndDestroy();
      return true;
    },
  truncated:
    ({ contentLength }) =>
    async (exchange) => {
      await sendFirstHalf(exchange, { honest: "half", lying: "whole", none: "none" }[contentLength] as "half" | "whole" | "none");
      if (contentLength === "lying") exchange.response.socket?.destroySoon();
      else exchange.response.end();
      return true;
    },
  html:
    ({ status }) =>
    (exchange) =>
      sendText(
        exchange,
        status,
        "text/html; charset=utf-8",
        `<!DOCTYPE html><html><head><title>${String(status)}</title></head><body><h1>Please sign in</h1></body></html>`,
      ),
  text:
    ({ status, contentType, body }) =>
    (exchange) =>
      sendText(exchange, status ?? 200, contentType ?? "text/plain", body),
  redirect:
    ({ to, status }) =>
    (exchange) => {
      exchange.response.writeHead(status ?? 302, { location: to, "content-length": "0" });
      exchange.response.end();
      return true;
    },
};
