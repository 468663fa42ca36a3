import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { cacheFolder } from "./checkout.mjs";
import { withLock } from "./fileLock.mjs";

const MARKER = ".complete";

/**
 * A folder in the cache that is either whole or not there: it is filled under another name and renamed when done.
 * Of several processes that want it, one fills it and the others wait.
 * @param {string} name also says the version: a new version is a new folder
 * @param {(folder: string) => Promise<void>} fill
 * @param {(text: string) => void} detail
 * @returns {Promise<string>}
 */
export async function installOnce(name, fill, detail) {
  const folder = path.join(cacheFolder(), name);
  if (isComplete(folder)) return folder;
  await withLock(
    path.join(cacheFolder(), "locks", name),
    async () => {
      if (isComplete(folder)) return;
      await removePartial(name);
      const partial = path.join(cacheFolder(), `.partial-${name}-${process.pid}`);
      await mkdir(partial, { recursive: true });
      try {
        await fill(partial);
        await writeFile(path.join(partial, MARKER), new Date().toISOString() + "\n");
        await rm(folder, { recursive: true, force: true });
        await rename(partial, folder);
      } catch (error) {
        await rm(partial, { recursive: true, force: true });
        throw error;
      }
    },
    () => detail("another process is installing it"),
  );
  return folder;
}

/** @param {string} folder */
function isComplete(folder) {
  return existsSync(path.join(folder, MARKER));
}

/**
 * What a killed run left behind; only the holder of the lock calls this.
 * @param {string} name
 */
async function removePartial(name) {
  for (const entry of await readdir(cacheFolder())) {
    if (entry.startsWith(`.partial-${name}-`)) await rm(path.join(cacheFolder(), entry), { recursive: true, force: true });
  }
}
