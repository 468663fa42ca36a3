import { mkdir, open, readFile, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const BEAT_MS = 5000;
const STALE_MS = 60_000;
const POLL_MS = 250;

/**
 * Runs `work` while this process alone holds the lock, and waits for another holder. A lock whose holder died is taken over:
 * the holder's process is gone, or it has not touched the file for a minute.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait] called once, if another process holds the lock
 * @returns {Promise<T>}
 */
export async function withLock(file, work, onWait) {
  await mkdir(path.dirname(file), { recursive: true });
  let told = false;
  while (!(await create(file))) {
    if (await abandoned(file)) {
      await takeAway(file);
      continue;
    }
    if (!told) onWait?.();
    told = true;
    await delay(POLL_MS);
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, BEAT_MS);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await rm(file, { force: true });
  }
}

/** @param {string} file */
async function create(file) {
  try {
    const handle = await open(file, "wx");
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
}

/** @param {string} file */
async function abandoned(file) {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, "utf8"), stat(file)]);
    const age = Date.now() - mtimeMs;
    // Between `open` and `writeFile` the file is empty for a moment.
    if (text === "") return age > BEAT_MS;
    return age > STALE_MS || !isAlive(Number(text));
  } catch (error) {
    if (isCode(error, "ENOENT")) return false;
    throw error;
  }
}

/**
 * Two processes may find the same dead lock. Only the one that creates the second file removes it, after a second look;
 * otherwise the slower one would remove the lock that the faster one has just made.
 * @param {string} file
 */
async function takeAway(file) {
  const guard = `${file}.takeover`;
  if (!(await create(guard))) {
    if (await abandoned(guard)) await rm(guard, { force: true });
    await delay(POLL_MS);
    return;
  }
  try {
    if (await abandoned(file)) await rm(file, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, "EPERM");
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function isCode(error, code) {
  return error instanceof Error && "code" in error && error.code === code;
}
