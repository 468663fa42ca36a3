import type { TestContext } from "node:test";
import { lineProcess, type LineProcess } from "./lineProcess.ts";
import { program } from "./programs.ts";

/** A process that fetches the year, from the Unix milliseconds it is told to start at; see `yearFiller.ts`. */
export function filler(t: TestContext, url: string, key: string, file: string): Promise<LineProcess> {
  return lineProcess(t, program("yearFiller"), [url, key, file]);
}
