import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { cacheFolder } from "./checkout.mjs";
import { checkDemo } from "./demoCheck.mjs";
import { prepareDependencies } from "./dependencies.mjs";
import { codeServerFolders, hostEnvironment, startCodeServer } from "./hostProcess.mjs";
import { installHost } from "./hosts.mjs";
import { whenInterrupted } from "./ownedProcesses.mjs";
import { packageExtension } from "./package.mjs";
import { say, step } from "./progress.mjs";
import { runCommand } from "./runCommand.mjs";
import { startSampleServer } from "./sampleServer.mjs";

/**
 * `npm run demo`: a real VS Code in the browser with the packaged extension, showing the sample organization, or with
 * OPENAI_ADMIN_KEY set the real one. `--check` looks at the status bar itself, and ends.
 */

const SETTINGS = {
  "workbench.startupEditor": "none",
  "chat.disableAIFeatures": true,
  "extensions.ignoreRecommendations": true,
  "extensions.autoCheckUpdates": false,
  "telemetry.telemetryLevel": "off",
};

const checking = process.argv.includes("--check");
const realKey = checking ? undefined : process.env["OPENAI_ADMIN_KEY"];

/** @returns {Promise<number>} the exit code */
async function demo() {
  await prepareDependencies();
  const host = await installHost("newest");
  const vsix = await packageExtension();

  const sample = realKey ? undefined : await step("Sample organization", () => startSampleServer(host.node));
  // Real history is worth keeping from one start to the next; the sample organization starts afresh.
  const kept = path.join(cacheFolder(), "demo");
  const folder = sample ? await mkdtemp(path.join(tmpdir(), "openai-spend-demo-")) : kept;
  const userDataDir = path.join(folder, "data");
  const extensionsDir = path.join(folder, "extensions");
  const server = await step(`VS Code ${host.vscode} with the extension`, async () => {
    await mkdir(path.join(userDataDir, "User"), { recursive: true });
    const settings = { ...SETTINGS, ...(sample ? { "openaiSpend.apiBaseUrl": sample.url } : {}) };
    await writeFile(path.join(userDataDir, "User", "settings.json"), JSON.stringify(settings, null, 2));
    const entry = path.join(host.folder, "out", "node", "entry.js");
    const install = [entry, ...codeServerFolders(userDataDir, extensionsDir), "--install-extension", vsix, "--force"];
    await runCommand(host.node.binary, install, { env: hostEnvironment({}) });
    // The names that OpenAI's own clients read; the extension takes the key from them when none has been entered.
    const env = sample ? { OPENAI_ADMIN_KEY: sample.key, OPENAI_BASE_URL: sample.url } : {};
    return startCodeServer(host, { userDataDir, extensionsDir, env });
  });
  const end = async () => {
    await server.end();
    await sample?.end();
    if (folder !== kept) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  if (checking && sample) {
    try {
      return (await checkDemo(server.url, sample)) ? 0 : 1;
    } finally {
      await end();
    }
  }
  say("");
  say(sample ? `  The sample organization is served at ${sample.url}` : "  OPENAI_ADMIN_KEY is set: this is your own organization.");
  say(`  Open ${server.url}/?ew=true in a browser. Ctrl-C ends the demo.\n`);
  whenInterrupted(async () => {
    await end();
    process.exit(0);
  });
  await once(server.child, "exit");
  say("VS Code ended by itself.");
  await end();
  return 1;
}

process.exit(
  await demo().catch((/** @type {unknown} */ error) => {
    say(`\n${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }),
);
