import { fileURLToPath } from "node:url";
import { startServer } from "../scripts/hostProcess.mjs";

/**
 * @typedef {{ requests: number; made: number; bytes: number; atOnce: number }} Counts
 *   since they were last read; `made`: answers that were not there yet; `atOnce`: most requests that waited at one time
 * @typedef {{ url: string; key: string; now: number; counts: () => Promise<Counts>; end: () => Promise<void> }} YearServer
 *   `url` ends in /v1; `now`: the second at which its clock stands
 */

export const LATENCY_MS = 100;

/** The server of `yearServer.mjs` in a process of its own, so that it does not take time from what is measured. @returns {Promise<YearServer>} */
export async function startYearServer() {
  const program = fileURLToPath(new URL("yearServer.mjs", import.meta.url));
  const { said, end } = await startServer(process.execPath, ["--no-warnings", program, "--latency", String(LATENCY_MS)], { ...process.env }, /^(\{.*"url".*\})$/m);
  /** @type {{ url: string; key: string; now: number }} */
  const told = JSON.parse(said);
  const counts = async () => /** @type {Counts} */ (await (await fetch(new URL("/counts", told.url))).json());
  return { ...told, counts, end };
}
