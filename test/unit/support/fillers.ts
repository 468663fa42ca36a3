import path from "node:path";
import type { TestContext } from "node:test";
import { build } from "esbuild";
import { checkout } from "../../harness/checkout.ts";
import { lineProcess, type LineProcess } from "./lineProcess.ts";

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

/** A process that fetches the year, from the Unix milliseconds it is told to start at; see `yearFiller.ts`. */
export function filler(t: TestContext, program: string, url: string, key: string, file: string): Promise<LineProcess> {
  return lineProcess(t, program, [url, key, file]);
}
