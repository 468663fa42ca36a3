import { setTimeout as delay } from "node:timers/promises";

const dayMs = 86_400_000;
/** Longer than a test takes. */
const roomMs = 150_000;

/**
 * The present, in Unix milliseconds, once no midnight (UTC) is near: for a server whose clock stands still and yet
 * agrees with this machine's, as what was kept minutes ago counts as new only then.
 */
export async function steadyNow(): Promise<number> {
  const left = dayMs - (Date.now() % dayMs);
  if (left < roomMs) await delay(left + 1_000);
  return Date.now();
}
