import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { LocalPort } from "../../../src/worker/localPort.ts";
import type { FakeClock, ManualClock } from "./fakeClock.ts";

/** History in memory, in this thread, by the test's clock. */
export function memoryPort(clock: FakeClock | ManualClock): LocalPort {
  return new LocalPort({ file: undefined, now: () => clock.now(), owner: "this window", log: () => undefined });
}

/** History in a file that others may open, too. */
export function filePort(folder: string, clock: FakeClock | ManualClock, owner = "this window"): LocalPort {
  return new LocalPort({ file: path.join(folder, "history.db"), now: () => clock.now(), owner, log: () => undefined });
}

/** A folder that is gone afterwards. */
export async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "openai-spend-history-"));
  try {
    await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
