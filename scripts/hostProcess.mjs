import path from "node:path";
import { endOwned, startOwned } from "./ownedProcesses.mjs";
import { lastLines } from "./runCommand.mjs";

const START_LIMIT_MS = 60_000;

/**
 * @typedef {{ said: string; child: import("node:child_process").ChildProcess; output: () => string; end: () => Promise<void> }} StartedServer
 *   `said`: the part of its output that told it was ready; `output`: what it has printed so far
 * @typedef {StartedServer & { url: string }} RunningServer
 */

/**
 * The whole product, as a user opens it: code-server with its own user data and extensions folders.
 * @param {import("./hosts.mjs").Host} host
 * @param {{ userDataDir: string; extensionsDir: string; env?: NodeJS.ProcessEnv; port?: number }} options
 * @returns {Promise<RunningServer>}
 */
export async function startCodeServer(host, { userDataDir, extensionsDir, env = {}, port = 0 }) {
  const entry = path.join(host.folder, "out", "node", "entry.js");
  const all = [entry, "--auth", "none", "--bind-addr", `127.0.0.1:${port}`, ...codeServerFolders(userDataDir, extensionsDir)];
  all.push("--disable-telemetry", "--disable-update-check", "--disable-getting-started-override", "--ignore-last-opened");
  const server = await startServer(host.node.binary, all, hostEnvironment(env), /HTTP server listening on (http:\/\/[\d.:]+)/);
  return { ...server, url: server.said };
}

/**
 * @param {string} userDataDir
 * @param {string} extensionsDir
 */
export function codeServerFolders(userDataDir, extensionsDir) {
  // Without --config it reads, and writes, a file in the user's home.
  const config = path.join(userDataDir, "code-server.yaml");
  return ["--config", config, "--user-data-dir", userDataDir, "--extensions-dir", extensionsDir];
}

/**
 * VS Code's own server without code-server's part, which can be told to run tests in its extension host.
 * @param {import("./hosts.mjs").Host} host
 * @param {{ dataDir: string; env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<RunningServer>}
 */
export async function startTestServer(host, { dataDir, env = {} }) {
  const entry = path.join(host.folder, "lib", "vscode", "out", "server-main.js");
  const args = [entry, "--host", "127.0.0.1", "--port", "0", "--without-connection-token", "--accept-server-license-terms"];
  args.push("--server-data-dir", dataDir, "--disable-telemetry", "--disable-workspace-trust", "--enable-smoke-test-driver");
  const server = await startServer(host.node.binary, args, hostEnvironment(env), /Extension host agent listening on (\d+)/);
  return { ...server, url: `http://127.0.0.1:${server.said}` };
}

/**
 * Started from a terminal inside VS Code, a host would take itself for a part of that one.
 * @param {NodeJS.ProcessEnv} extra
 */
export function hostEnvironment(extra) {
  const own = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|npm_)/.test(name) && name !== "NODE_OPTIONS" && name !== "PORT");
  return { ...Object.fromEntries(own), ...extra };
}

/**
 * Starts a server and waits for what it says when it listens.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {RegExp} ready its group captures what is wanted of that
 * @returns {Promise<StartedServer>}
 */
export function startServer(command, args, env, ready) {
  const child = startOwned(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  return new Promise((resolve, reject) => {
    /** @param {string} what */
    const fail = (what) => {
      clearTimeout(limit);
      void endOwned(child);
      reject(new Error(`${path.basename(args[0] ?? command)} ${what}:\n${lastLines(output)}`));
    };
    const limit = setTimeout(() => fail("did not start listening within a minute"), START_LIMIT_MS);
    child.once("error", (error) => fail(`could not be started (${error.message})`));
    child.once("exit", (code, signal) => fail(`ended with ${signal ?? `code ${code}`} before it listened`));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8");
      stream?.on("data", (/** @type {string} */ text) => {
        output += text;
        const found = ready.exec(output)?.[1];
        if (!found) return;
        clearTimeout(limit);
        resolve({ said: found, child, output: () => output, end: () => endOwned(child) });
      });
    }
  });
}
