import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { asHistoryError } from "./historyError.ts";

/** What SQLite keeps beside a database. */
const companions = ["-wal", "-shm"];

/**
 * Moves a file that is of no use out of the way, with what belongs to it, and deletes nothing: somebody may yet want
 * to see what happened. Nobody may be opening the file meanwhile.
 *
 * @param now Unix milliseconds
 * @returns the file's new path
 * @throws {HistoryError} where the file system refuses, as Windows does while another process has the file open
 */
export function setAside(file: string, now: number): string {
  const target = freeName(`${file}.broken-${new Date(now).toISOString().replace(/[-:]|\.\d+/g, "")}`);
  try {
    renameSync(file, target);
    for (const ending of companions) if (existsSync(file + ending)) renameSync(file + ending, target + ending);
  } catch (error) {
    throw asHistoryError(error);
  }
  return target;
}

/** Deletes all that was ever set aside: it holds rows, too. */
export function deleteSetAside(file: string): void {
  try {
    for (const name of filesSetAside(file)) rmSync(path.join(path.dirname(file), name), { force: true });
  } catch (error) {
    throw asHistoryError(error);
  }
}

/** Names of all that was ever set aside, and of what belongs to it. */
export function filesSetAside(file: string): readonly string[] {
  try {
    return readdirSync(path.dirname(file)).filter((name) => name.startsWith(`${path.basename(file)}.broken-`));
  } catch {
    return []; // no folder: nothing was ever kept
  }
}

/** Whether a file is only what SQLite kept beside another. */
export function isCompanion(name: string): boolean {
  return companions.some((ending) => name.endsWith(ending));
}

function freeName(wanted: string): string {
  let name = wanted;
  for (let number = 2; existsSync(name); number += 1) name = `${wanted}-${number}`;
  return name;
}
