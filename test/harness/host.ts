import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type HostName, installHost } from "../../scripts/hosts.mjs";
import { type RunningServer, startCodeServer } from "../../scripts/hostProcess.mjs";
import { lastLines, runCommand } from "../../scripts/runCommand.mjs";
import { testEnvironment } from "../../scripts/testInNode.mjs";
import { checkout } from "./checkout.ts";
import { installVsix } from "./installedVsix.ts";

export type Settings = Readonly<Record<string, unknown>>;

export interface HostOptions {
  readonly version?: HostName;
  /** The packaged extension to install; `dist/openai-spend.vsix` unless told, none when `false`. */
  readonly vsix?: string | false;
  /** Run the extension from this folder instead, as F5 does. */
  readonly devPath?: string;
  readonly settings?: Settings;
  /** Reaches the extension host. The keys and proxies of the machine never do. */
  readonly env?: Readonly<Record<string, string>>;
  /** Everything this host writes is in here; it is kept. Without it a new folder is made, and removed in the end. */
  readonly folder?: string;
}

/** A VS Code of its own: user data, extensions, and the profile of the browser that opens it. */
export interface RunningHost {
  readonly url: string;
  readonly folder: string;
  readonly userDataDir: string;
  readonly profileDir: string;
  readonly devPath: string | undefined;
  /** The user settings of a running window change with the file, a moment later. */
  setUserSettings(settings: Settings): Promise<void>;
  readonly logsFolder: string;
  /** What the extension keeps for all windows is in here. */
  readonly storageFolder: string;
  /** Process ids of the extension hosts of all windows. */
  extensionHosts(): Promise<readonly number[]>;
  /** Kills the extension hosts of all windows, as a crash would. @returns how many there were */
  killExtensionHosts(): Promise<number>;
  logTail(lines?: number): Promise<string>;
  /** Ends VS Code and starts it again on the same folder and at the same address. */
  restart(): Promise<void>;
  end(): Promise<void>;
}

const BASE_SETTINGS: Settings = {
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "workbench.enableExperiments": false,
  "extensions.ignoreRecommendations": true,
  "extensions.autoCheckUpdates": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.colorTheme": "Default Dark Modern",
};

export async function startHost(options: HostOptions = {}): Promise<RunningHost> {
  const host = await installHost(options.version ?? "newest");
  const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), "openai-spend-host-")));
  const userDataDir = path.join(folder, "data");
  const extensionsDir = path.join(folder, "extensions");
  const settingsFile = path.join(userDataDir, "User", "settings.json");
  await mkdir(path.dirname(settingsFile), { recursive: true });
  await mkdir(extensionsDir, { recursive: true });
  const setUserSettings = (settings: Settings) => writeFile(settingsFile, JSON.stringify({ ...BASE_SETTINGS, ...settings }, null, 2));
  await setUserSettings(options.settings ?? {});
  const vsix = options.vsix ?? (options.devPath === undefined ? path.join(checkout, "dist", "openai-spend.vsix") : false);
  if (vsix !== false) await installVsix(host, vsix, extensionsDir);

  const start = (port: number) => {
    const env = { ...withoutMachine(), ...options.env };
    return startCodeServer(host, { userDataDir, extensionsDir, env, port });
  };
  let server: RunningServer = await start(0);
  const { url } = server;
  const logsFolder = path.join(userDataDir, "logs");
  return {
    url,
    folder,
    userDataDir,
    profileDir: path.join(folder, "profile"),
    devPath: options.devPath,
    setUserSettings,
    logsFolder,
    storageFolder: path.join(userDataDir, "User", "globalStorage", "openai-spend.openai-spend"),
    extensionHosts: () => extensionHostsOf(server.child.pid ?? 0),
    killExtensionHosts: async () => {
      const pids = await extensionHostsOf(server.child.pid ?? 0);
      for (const pid of pids) process.kill(pid, "SIGKILL");
      return pids.length;
    },
    logTail: async (lines = 40) => `${lastLines(server.output(), lines)}\n${await tailOfLogs(logsFolder, lines)}`,
    restart: async () => {
      await server.end();
      server = await start(Number(new URL(url).port));
    },
    end: async () => {
      await server.end();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The host's environment starts from the machine's; what tests must not see there is set to undefined. */
function withoutMachine(): NodeJS.ProcessEnv {
  const kept = testEnvironment({});
  return Object.fromEntries(Object.keys(process.env).map((name) => [name, kept[name]]));
}

/** The server leads a process group of its own, so that nobody else's extension hosts are found. */
async function extensionHostsOf(group: number): Promise<readonly number[]> {
  const lines = (await runCommand("ps", ["-A", "-o", "pid=,pgid=,args="])).split("\n");
  const processes = lines.map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)).filter((found) => found !== null);
  return processes.filter(([, , pgid, args]) => Number(pgid) === group && args?.includes("--type=extensionHost")).map(([, pid]) => Number(pid));
}

async function tailOfLogs(folder: string, lines: number): Promise<string> {
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  const interesting = files.filter((file) => /exthost|openai/i.test(file) && file.endsWith(".log"));
  const tails = interesting.map(async (file) => `--- ${file}\n${lastLines(await readFile(path.join(folder, file), "utf8"), lines)}`);
  return (await Promise.all(tails)).join("\n");
}
