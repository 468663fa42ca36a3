import { existsSync, readFileSync } from "node:fs";
import { turnsUntil } from "./machine.ts";

/** How often the thread of `mortalWorker` was started for this file. */
export function startsOf(file: string): number {
  return readFileSync(`${file}.starts`, "utf8").split("\n").length - 1;
}

/** The last to close a database takes its log away. */
export function closed(file: string): Promise<void> {
  return turnsUntil("nobody has the file open", () => existsSync(file) && !existsSync(`${file}-wal`));
}
