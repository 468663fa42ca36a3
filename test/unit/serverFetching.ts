import { startLoopbackServer } from "../server/loopbackServer.ts";
import type { LoopbackOptions, LoopbackServer } from "../server/loopbackServer.ts";

/** Plain HTTP against the loopback server, for its own tests. */

/** A Sunday evening, UTC: 22 November 2026, 19:40:11. */
export const now = Date.UTC(2026, 10, 22, 19, 40, 11);
export const secondsPerDay = 86_400;
export const today = Math.floor(now / 1000 / secondsPerDay) * secondsPerDay;

export interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; undefined where it is not JSON. */
  readonly json: unknown;
}

/** Runs `body` with a server of its own, which is closed whatever happens. */
export async function withServer(options: LoopbackOptions, body: (server: LoopbackServer) => Promise<void>): Promise<void> {
  const server = await startLoopbackServer({ now: () => now, ...options });
  try {
    await body(server);
  } finally {
    await server.close();
  }
}

export async function get(server: LoopbackServer, path: string, init: RequestInit = {}): Promise<Got> {
  const response = await fetch(`${server.url}/organization/${path}`, {
    headers: { authorization: `Bearer ${server.adminKey}` },
    redirect: "manual",
    ...init,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export interface PageBody {
  readonly object: string;
  readonly data: readonly {
    readonly object: string;
    readonly start_time: number;
    readonly end_time: number;
    readonly results: readonly Readonly<Record<string, unknown>>[];
  }[];
  readonly has_more: boolean;
  readonly next_page: string | null;
}

export async function getPage(server: LoopbackServer, path: string): Promise<PageBody> {
  const { status, json, text } = await get(server, path);
  if (status !== 200) throw new Error(`${String(status)}: ${text}`);
  return json as PageBody; // the shape is checked by the schema tests
}

export interface ErrorBody {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
}

export async function getError(
  server: LoopbackServer,
  path: string,
  init: RequestInit = {},
): Promise<ErrorBody & { readonly status: number }> {
  const { status, json } = await get(server, path, init);
  return { status, ...(json as { readonly error: ErrorBody }).error };
}
