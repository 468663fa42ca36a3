import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { runCommand } from "./runCommand.mjs";

const TRIES = 3;

/**
 * Runs npm with the user's own configuration (registry, proxy, certificates), up to three times.
 * @param {readonly string[]} args
 * @param {{ cwd: string; node?: import("./nodeRuntime.mjs").NodeRuntime; onLine?: (line: string) => void }} options
 *   `node`: the Node that npm and every install script run with
 */
export async function npm(args, { cwd, node, onLine }) {
  const env = npmEnvironment(node);
  for (let attempt = 1; ; attempt++) {
    try {
      return await runCommand("npm", [...args, "--no-audit", "--no-fund"], {
        cwd,
        env,
        onLine: (line) => {
          if (!line.startsWith("npm warn")) onLine?.(line);
        },
      });
    } catch (error) {
      if (attempt === TRIES) throw error;
      onLine?.(`npm failed, trying again (${attempt + 1} of ${TRIES})`);
      await delay(attempt * 2000);
    }
  }
}

/**
 * Under `npm run` the environment describes the project that is being run; an npm for another folder must not see that.
 * What the user configures through the environment (npm_config_registry and the like) stays.
 * @param {import("./nodeRuntime.mjs").NodeRuntime} [node]
 */
function npmEnvironment(node) {
  /** @type {NodeJS.ProcessEnv} */
  const env = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (/^npm_(package|lifecycle|command|execpath|node_execpath)/i.test(name)) continue;
    if (/^npm_config_(local_prefix|user_agent|node_gyp|npm_version|init_module)$/i.test(name)) continue;
    if (name === "INIT_CWD") continue;
    env[name] = value;
  }
  if (node) {
    env["PATH"] = path.dirname(node.binary) + path.delimiter + (process.env["PATH"] ?? "");
    // The package brings its own headers, so that native modules compile without a download.
    env["npm_config_nodedir"] = node.folder;
    // From npm 12 on, scripts run only where they are allowed. Here they are off but for the few packages rebuilt by name.
    env["npm_config_dangerously_allow_all_scripts"] = "true";
  }
  return env;
}
