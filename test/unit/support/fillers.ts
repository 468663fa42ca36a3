import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import type { TestContext } from "node:test";
import { build } from "esbuild";
import { checkout } from "../../harness/checkout.ts";

/** Bundles the program and its thread, which then start in a third of the time. Answers the program's path. */
export async function buildFiller(folder: string): Promise<string> {
  const source = (name: string): string => path.join(checkout, "test", "unit", "support", `${name}.ts`);
  await build({
    entryPoints: [source("yearFiller"), source("pinnedWorker")],
    outdir: folder,
    outExtension: { ".js": ".cjs" },
    ...{ bundle: true, platform: "node", format: "cjs", target: "node22", logLevel: "warning", absWorkingDir: checkout },
  });
  return path.join(folder, "yearFiller.cjs");
}

/** A process that fetches the year; see `yearFiller.ts`. */
export interface Filler {
  readonly child: ChildProcess;
  readonly said: readonly string[];
  readonly ended: Promise<unknown>;
  /** @param now Unix milliseconds */
  start(now: number): void;
}

export async function filler(t: TestContext, program: string, url: string, key: string, file: string): Promise<Filler> {
  const child = spawn(process.execPath, ["--no-warnings", program, url, key, file], { stdio: ["pipe", "pipe", "inherit"] });
  t.after(() => child.kill("SIGKILL"));
  const ended = once(child, "close");
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout });
  const ready = once(lines, "line");
  lines.on("line", (line) => said.push(line));
  await Promise.race([ready, ended.then(() => { throw new Error("The process ended before it was ready."); })]);
  return { child, said, ended, start: (now) => void child.stdin.write(`${String(now)}\n`) };
}
