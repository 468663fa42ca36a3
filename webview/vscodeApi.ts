import type { Message, ToHost } from "../src/shared/protocol.ts";

/** What VS Code gives a webview's script, once. */
interface VsCodeApi {
  postMessage(message: Message<ToHost>): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

/** The one way out of the page: a message of the table, with the body that belongs to it. */
export function send<K extends keyof ToHost>(type: K, body: ToHost[K]): void {
  // The pair is a member of the union by construction; TypeScript cannot follow a generic key into it.
  api.postMessage({ type, body } as Message<ToHost>);
}

/** What the page kept when it was last hidden; outside data, to be parsed. */
export function keptState(): unknown {
  return api.getState();
}

export function keepState(state: unknown): void {
  api.setState(state);
}
