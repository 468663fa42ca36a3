import Agent from "undici/lib/dispatcher/agent.js";
import type { HostFetch } from "../../../src/api/fetchTransport.ts";

/** The two sides know different versions of undici's types. */
export const globalFetch = globalThis.fetch as unknown as HostFetch;

/** The global `fetch` with a patience of `milliseconds` in place of the product's twenty seconds. */
export function impatientFetch(milliseconds: number): HostFetch {
  const dispatcher = new Agent({ headersTimeout: milliseconds, bodyTimeout: milliseconds });
  return (url, init) => globalFetch(url, { ...init, dispatcher });
}

export interface Cable {
  readonly fetch: HostFetch;
  /** Whether the network is there; without it every request goes to a port where nobody listens (and that no browser rule forbids). */
  plugged: boolean;
}

/** A network that can be unplugged: a refused connection is a real one. */
export function cable(): Cable {
  const own: Cable = {
    plugged: true,
    fetch: (url, init) => {
      const asked = new URL(url);
      if (!own.plugged) asked.port = "2";
      return globalFetch(asked.href, init);
    },
  };
  return own;
}
