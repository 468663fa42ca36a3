import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { checkout } from "../scripts/checkout.mjs";
import { codeServerFolders, hostEnvironment } from "../scripts/hostProcess.mjs";
import { installHost } from "../scripts/hosts.mjs";
import { packageExtension } from "../scripts/package.mjs";
import { runCommand } from "../scripts/runCommand.mjs";
import { EMPTY, LARGE, packageEmptyExtensions } from "./emptyExtensions.mjs";
import { openTimes } from "./openPanel.mjs";
import { median } from "./timing.mjs";
import { startYearServer } from "./yearProcess.mjs";

/** What the extension costs a real VS Code: its start, the memory of its extension host, and how long the dashboard takes to open. */
const STARTS = 5;
/** Of each panel in each start, after one that is not counted. */
const OPENINGS = 3;
const PRODUCT = "OpenAI Spend";
const MEGABYTE = 2 ** 20;
/** As people have it: the first rows of the dashboard's table are in sight. */
const VIEWPORT = { width: 1400, height: 1000 };
/** Milliseconds after which an extension host has settled. */
const SETTLED = 10_000;
/** And one whose extension has nothing to do: its thread ends after five seconds, and V8 gives back what it had after eight more. */
const IDLE = 30_000;

// The tests' own harness; bundling gives it this name otherwise.
Object.assign(globalThis, { CHECKOUT: checkout });
const { eventually } = await import("../test/harness/eventually.ts");
const { startHost } = await import("../test/harness/host.ts");
const { Workbench } = await import("../test/harness/workbench.ts");

/** @returns {Promise<readonly import("./results.mjs").Line[]>} */
export async function benchmark() {
  const folder = await mkdtemp(path.join(tmpdir(), "openai-spend-bench-"));
  const server = await startYearServer();
  const env = { OPENAI_ADMIN_KEY: server.key, OPENAI_BASE_URL: server.url };
  const settings = { "openaiSpend.apiBaseUrl": server.url };
  try {
    const vsix = [await packageExtension(), ...(await packageEmptyExtensions(folder))];
    const own = path.join(folder, "with");
    const bare = path.join(folder, "without");
    await installAll(own, vsix);
    await installAll(bare, vsix.slice(1));
    // Once, for the year to be fetched: what is measured is a machine on which the extension has been used.
    await inWindow({ folder: own, vsix: false, env, settings }, async (workbench) => {
      await workbench.runCommand("OpenAI Spend: Refresh");
      await delay(SETTLED);
    });
    /** @type {Record<string, number[]>} */
    const times = { [PRODUCT]: [], [EMPTY]: [], [LARGE]: [] };
    const memory = { with: /** @type {number[]} */ ([]), without: /** @type {number[]} */ ([]) };
    const opened = { dashboard: /** @type {number[]} */ ([]), empty: /** @type {number[]} */ ([]) };
    for (let start = 0; start < STARTS; start += 1) {
      await inWindow({ folder: own, vsix: false, env, settings }, async (workbench, host) => {
        await delay(IDLE);
        memory.with.push(await memoryOf(await host.extensionHosts()));
        for (const [name, milliseconds] of await activationTimes(workbench, Object.keys(times))) times[name]?.push(milliseconds);
        const { dashboard, empty } = await openTimes(workbench, OPENINGS);
        opened.dashboard.push(...dashboard);
        opened.empty.push(...empty);
      });
      await inWindow({ folder: bare, vsix: false }, async (_, host) => {
        await delay(IDLE);
        memory.without.push(await memoryOf(await host.extensionHosts()));
      });
    }
    const [empty, large] = [median(times[EMPTY] ?? []), median(times[LARGE] ?? [])];
    const blank = median(opened.empty);
    const [more, less] = [median(memory.with), median(memory.without)];
    return [
      { what: "activation", unit: "ms", measured: median(times[PRODUCT] ?? []), reach: 1.5 * empty, reachedBy: "1.5 × an empty extension's", beside: { "empty extension": empty, "250 kB bundle": large } },
      { what: "memory of the extension host over one without", unit: "MB", measured: more - less, reach: 25, reachedBy: "25 MB", beside: { with: more, without: less } },
      { what: "dashboard, from the click to its stored numbers", unit: "ms", measured: median(opened.dashboard), reach: 2 * blank, reachedBy: "2 × an empty panel", beside: { "empty webview panel": blank } },
    ];
  } finally {
    await server.end();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * @param {string} folder
 * @param {readonly string[]} files
 */
async function installAll(folder, files) {
  const host = await installHost("newest");
  for (const vsix of files) {
    const args = [path.join(host.folder, "out", "node", "entry.js"), ...codeServerFolders(path.join(folder, "data"), path.join(folder, "extensions")), "--install-extension", vsix];
    await runCommand(host.node.binary, args, { env: hostEnvironment({}), timeoutMs: 120_000 });
  }
}

/**
 * @param {import("../test/harness/host.ts").HostOptions} options
 * @param {(workbench: import("../test/harness/workbench.ts").Workbench, host: import("../test/harness/host.ts").RunningHost) => Promise<void>} work
 */
async function inWindow(options, work) {
  const host = await startHost(options);
  const workbench = await Workbench.open(host, { viewport: VIEWPORT });
  try {
    await work(workbench, host);
  } finally {
    await workbench.close();
    await host.end();
  }
}

/**
 * VS Code's own figures, read where a person reads them. Throws where one of these extensions has none.
 * @param {import("../test/harness/workbench.ts").Workbench} workbench
 * @param {readonly string[]} names
 * @returns {Promise<readonly (readonly [name: string, milliseconds: number])[]>}
 */
async function activationTimes(workbench, names) {
  const { page } = workbench;
  const usual = page.viewportSize() ?? VIEWPORT;
  // The quickest stand last, and a list draws what is in sight.
  await page.setViewportSize({ ...usual, height: 2_400 });
  await workbench.runCommand("Developer: Show Running Extensions");
  const rows = page.locator(".runtime-extensions-editor .extension");
  const found = await eventually("each extension's activation is shown", async () => {
    const texts = await rows.evaluateAll((all) => all.map((row) => [row.querySelector(".name")?.textContent ?? "", row.querySelector(".activation-time")?.textContent ?? ""]));
    const times = new Map(texts.map(([name = "", time = ""]) => [name.trim(), /(\d+)\s?ms/.exec(time)?.[1]]));
    return names.map((name) => {
      const milliseconds = times.get(name);
      if (milliseconds === undefined) throw new Error(`${name} is not among ${texts.map((text) => text.join(" ")).join("; ")}`);
      return /** @type {const} */ ([name, Number(milliseconds)]);
    });
  });
  await page.setViewportSize(usual);
  return found;
}

/** Megabytes that these processes have for themselves and share of what they share. @param {readonly number[]} processes */
async function memoryOf(processes) {
  const sizes = processes.map(async (id) => {
    const [, kilobytes = "0"] = /^Pss:\s+(\d+) kB/m.exec(await readFile(`/proc/${id}/smaps_rollup`, "utf8")) ?? [];
    return (Number(kilobytes) * 1024) / MEGABYTE;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
