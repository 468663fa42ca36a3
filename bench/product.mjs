import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseBaseUrl } from "../src/api/baseUrl.ts";
import { systemClock } from "../src/api/clock.ts";
import { FetchTransport } from "../src/api/fetchTransport.ts";
import { fingerprintOf } from "../src/host/sessions.ts";
import { History } from "../src/model/history.ts";
import { Session } from "../src/model/session.ts";
import { parseSettings } from "../src/model/settings.ts";
import { UsageModel } from "../src/model/usageModel.ts";
import { ThreadPort } from "../src/worker/threadPort.ts";

/**
 * The product without VS Code around it: its network, its thread and its database, as the extension puts them together.
 * @typedef {import("./openaiYear.mjs").Where} Where
 * @typedef {{ port: ThreadPort; transport: FetchTransport; close: () => Promise<void> }} Parts
 */

const script = new URL("../dist/historyWorker.js", import.meta.url);
/** @param {string} line */
const complain = (line) => void process.stderr.write(`${line}\n`);
const log = { info: () => undefined, warn: complain, error: complain };

/** The server's clock stands still; one that had gone on for minutes would be found to be wrong. @param {Where} where */
function clockOf({ now }) {
  const began = performance.now();
  return { ...systemClock, now: () => now * 1000 + performance.now() - began };
}

/** @param {string | undefined} file @returns {Parts} */
export function openParts(file) {
  const port = new ThreadPort({ script, file, log: () => undefined });
  const transport = new FetchTransport(/** @type {import("../src/api/fetchTransport.ts").HostFetch} */ (/** @type {unknown} */ (globalThis.fetch)));
  const close = async () => {
    await Promise.all([port.close(), transport.close()]);
  };
  return { port, transport, close };
}

/**
 * @param {Parts} parts
 * @param {Where} where
 * @param {() => void} changed
 */
export function openSession({ port, transport }, where, changed = () => undefined) {
  const { url, key } = where;
  const baseUrl = parseBaseUrl(url);
  const history = new History(port, { origin: baseUrl.origin, fingerprint: () => Promise.resolve(fingerprintOf(baseUrl.origin, key)) }, log, changed);
  return new Session({ transport, baseUrl, key: () => Promise.resolve(key), clock: clockOf(where), logTo: log, history, changed });
}

/** The account of the server's key. @param {Where} where @returns {import("../src/model/account.ts").Account} */
export function accountOf({ url, key }) {
  return { kind: "key", baseUrl: parseBaseUrl(url), key: () => Promise.resolve(key), from: "stored" };
}

/**
 * @param {Parts} parts
 * @param {Where} where
 */
export function openModel(parts, where) {
  return new UsageModel({ clock: clockOf(where), log, settings: () => parseSettings(() => undefined), openSession: (_, changed) => openSession(parts, where, changed) });
}

/** A folder that is gone afterwards. @template T @param {(folder: string) => Promise<T>} body @returns {Promise<T>} */
export async function inFolder(body) {
  const folder = await mkdtemp(path.join(tmpdir(), "openai-spend-bench-"));
  try {
    return await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
