import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { canInstallDebianPackages, installDebianPackages } from "./debian.mjs";
import { installOnce } from "./installOnce.mjs";
import { NODE_VERSIONS, nodeRuntime } from "./nodeRuntime.mjs";
import { npm } from "./npm.mjs";
import { say, step } from "./progress.mjs";

/**
 * The npm package code-server carries a whole VS Code: workbench, extension host, SecretStorage, webviews.
 * @typedef {"oldest" | "newest"} HostName
 * @typedef {{ name: HostName; vscode: string; node: import("./nodeRuntime.mjs").NodeRuntime; folder: string }} Host
 *   `vscode`: the VS Code version; `folder`: the installed package code-server
 */

/** @type {Readonly<Record<HostName, { vscode: string; codeServer: string; node: string }>>} */
export const HOSTS = {
  oldest: { vscode: "1.110.0", codeServer: "4.110.0", node: NODE_VERSIONS.oldest },
  newest: { vscode: "1.139.1", codeServer: "4.139.1", node: NODE_VERSIONS.newest },
};

/**
 * What the host needs compiled: without spdlog it writes no log files, without the watchdog it outlives its parent.
 * Its other native modules come with a binary for each platform, or are for parts that are not used here.
 */
const COMPILED = ["@vscode/spdlog", "@vscode/native-watchdog"];
const COMPILER = ["make", "g++", "python3"];

/**
 * @param {HostName} name
 * @returns {Promise<Host>}
 */
export function installHost(name) {
  const { vscode, codeServer, node: nodeVersion } = HOSTS[name];
  return step(`VS Code ${vscode}`, async (detail) => {
    const node = await nodeRuntime(nodeVersion, detail);
    const top = await installOnce(`code-server-${codeServer}`, (folder) => fill(folder, codeServer, node, detail), detail);
    return { name, vscode, node, folder: path.join(top, "node_modules", "code-server") };
  });
}

/**
 * Install scripts stay off: of those in the package some want a compiler and others a download, for things not needed here.
 * @param {string} folder
 * @param {string} version
 * @param {import("./nodeRuntime.mjs").NodeRuntime} node
 * @param {(text: string) => void} detail
 */
async function fill(folder, version, node, detail) {
  await writeFile(path.join(folder, "package.json"), JSON.stringify({ private: true }));
  detail(`fetching code-server ${version}`);
  await npm(["install", "--ignore-scripts", "--no-save", `code-server@${version}`], { cwd: folder, node, onLine: detail });
  const vscode = path.join(folder, "node_modules", "code-server", "lib", "vscode");
  detail("fetching what VS Code depends on");
  await npm(["install", "--omit=dev", "--ignore-scripts", "--no-save"], { cwd: vscode, node, onLine: detail });
  detail("compiling native modules");
  await compile(vscode, node, detail);
}

/**
 * @param {string} vscode
 * @param {import("./nodeRuntime.mjs").NodeRuntime} node
 * @param {(text: string) => void} detail
 */
async function compile(vscode, node, detail) {
  const packages = COMPILED.filter((name) => existsSync(path.join(vscode, "node_modules", name)));
  const rebuild = () => npm(["rebuild", ...packages], { cwd: vscode, node, onLine: detail });
  if (!COMPILER.every(onPath) && canInstallDebianPackages()) await installDebianPackages(COMPILER, detail);
  try {
    await rebuild();
  } catch (error) {
    say(`  This VS Code will write no log files, because a module of it could not be compiled (it takes ${COMPILER.join(", ")}).`);
    say(`  ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @param {string} program */
function onPath(program) {
  return (process.env["PATH"] ?? "").split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await installHost("newest");
  await installHost("oldest");
}
