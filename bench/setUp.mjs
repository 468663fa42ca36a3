import { readFile } from "node:fs/promises";
import path from "node:path";
import { checkout } from "../scripts/checkout.mjs";
import { prepareDependencies } from "../scripts/dependencies.mjs";
import { NODE_VERSIONS, nodeRuntime } from "../scripts/nodeRuntime.mjs";
import { npm } from "../scripts/npm.mjs";
import { step } from "../scripts/progress.mjs";

const folder = path.join(checkout, "bench");

/** Node as in the newest host, and what the benchmarks stand beside the product, which the product itself does not need. */
export async function prepareBench() {
  await prepareDependencies();
  const node = await step("Node for the benchmarks", (detail) => nodeRuntime(NODE_VERSIONS.newest, detail));
  // Not `npm ci`: it refuses a lock file without the packages of platforms that a registry may not carry.
  if (!(await isInstalled())) await step("Dependencies of the benchmarks", (detail) => npm(["install", "--no-save", "--ignore-scripts"], { cwd: folder, node, onLine: detail }));
  return node;
}

/** Whether npm, as the last thing of an install, has written down all that the lock file wants. */
async function isInstalled() {
  const [wanted, installed] = await Promise.all([versionsOf("package-lock.json"), versionsOf(path.join("node_modules", ".package-lock.json"))]);
  if (!wanted || !installed) return false;
  // What is made for another kind of machine is in the lock file only.
  return Object.entries(wanted).every(([where, { version, optional }]) => installed[where]?.version === version || (optional === true && !installed[where]));
}

/**
 * @param {string} file
 * @returns {Promise<Record<string, { version?: string, optional?: boolean }> | undefined>}
 */
async function versionsOf(file) {
  try {
    /** @type {{ packages: Record<string, { version?: string, optional?: boolean }> }} */
    const { packages } = JSON.parse(await readFile(path.join(folder, file), "utf8"));
    return Object.fromEntries(Object.entries(packages).filter(([where]) => where !== ""));
  } catch {
    return undefined;
  }
}
