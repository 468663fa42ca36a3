import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { cacheFolder, checkout } from "./checkout.mjs";
import { withLock } from "./fileLock.mjs";
import { npm } from "./npm.mjs";
import { step } from "./progress.mjs";

/** Installs node_modules when it is missing or is not what package-lock.json says. Costs a few milliseconds when it is. */
export async function prepareDependencies() {
  if (await agree()) return;
  const id = createHash("sha256").update(checkout).digest("hex").slice(0, 16);
  await step("Dependencies", (detail) =>
    withLock(
      path.join(cacheFolder(), "locks", `dependencies-${id}`),
      async () => {
        if (await agree()) return;
        await npm(["ci"], { cwd: checkout, onLine: detail });
        if (!(await agree())) throw new Error("`npm ci` ended well, and node_modules is still not what package-lock.json says.");
      },
      () => detail("another process is installing them"),
    ),
  );
}

/** npm writes what it has installed into a lock file of its own, as the last thing an install does. */
async function agree() {
  const [wanted, installed] = await Promise.all([
    packagesOf(path.join(checkout, "package-lock.json")),
    packagesOf(path.join(checkout, "node_modules", ".package-lock.json")),
  ]);
  if (!wanted) throw new Error("package-lock.json cannot be read.");
  if (!installed) return false;
  return Object.entries(wanted).every(([where, entry]) => {
    if (where === "") return true;
    const found = installed[where];
    // Binaries for other platforms are optional, and are not installed on this one.
    if (!found) return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/**
 * @typedef {{ version?: string; integrity?: string; optional?: boolean; devOptional?: boolean; peer?: boolean }} LockedPackage
 * @param {string} file
 * @returns {Promise<Record<string, LockedPackage> | undefined>}
 */
async function packagesOf(file) {
  try {
    return JSON.parse(await readFile(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}
