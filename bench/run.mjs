import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildForProduction } from "../scripts/package.mjs";
import { say, step } from "../scripts/progress.mjs";
import { describeMachine } from "./machine.mjs";
import { table, verdict } from "./results.mjs";
import { prepareBench } from "./setUp.mjs";

/**
 * The benchmarks, each in a file of its own that exports `benchmark()`, which gives its lines of the table. A new one is
 * one line here. Files are loaded when they are run, since what they import is installed by the set-up.
 * @type {Readonly<Record<string, () => Promise<{ benchmark: () => Promise<readonly import("./results.mjs").Line[]> }>>>}
 */
const BENCHMARKS = {
  aggregate: () => import("./aggregate.mjs"),
  pageTable: () => import("./pageTable.mjs"),
  coldYear: () => import("./coldYear.mjs"),
  freshness: () => import("./freshness.mjs"),
  database: () => import("./database.mjs"),
  inHost: () => import("./inHost.mjs"),
  page: () => import("./page.mjs"),
};

const { values } = parseArgs({ options: { only: { type: "string" } } });
const names = Object.keys(BENCHMARKS).filter((name) => values.only === undefined || name.includes(values.only));
if (names.length === 0) throw new Error(`No benchmark is called ${values.only ?? ""}: there are ${Object.keys(BENCHMARKS).join(", ")}.`);
const node = await prepareBench();
if (process.version === `v${node.version}`) await runAll();
// Numbers are those of the newest host's Node, whichever this one is.
else process.exitCode = spawnSync(node.binary, ["--no-warnings", fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" }).status ?? 1;

async function runAll() {
  await buildForProduction();
  const machine = describeMachine();
  say(`${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}`);
  say("Medians, each measured by turns with what stands beside it. On a machine that does other work, read the ratios only.\n");
  /** @type {Record<string, readonly import("./results.mjs").Line[]>} */
  const results = {};
  for (const name of names) {
    results[name] = await step(name, async () => (await BENCHMARKS[name]?.())?.benchmark() ?? []);
  }
  const lines = Object.values(results).flat();
  say(`\n${table(lines)}\n`);
  for (const { what, about } of lines) if (about) say(`${what}: ${about}`);
  const file = fileURLToPath(new URL("results.json", import.meta.url));
  const written = Object.fromEntries(Object.entries(results).map(([name, own]) => [name, own.map((line) => ({ ...line, verdict: verdict(line) }))]));
  await writeFile(file, `${JSON.stringify({ machine, results: written }, null, 2)}\n`);
  say(`Written to ${file}`);
}
