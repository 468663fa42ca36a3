import { createHash } from "node:crypto";
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Claims } from "../model/budgetWatch.ts";
import type { Log } from "../model/log.ts";

/** A claim is for a day or a month; after this long (milliseconds) nobody asks for it any more. */
const keptFor = 62 * 86_400_000;

/** Claims as empty files: whoever creates one first has it, which the file system decides for all windows at once. */
export class FileClaims implements Claims {
  readonly #folder: string;
  readonly #log: Log;
  #ready: Promise<void> | undefined;

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  async claim(mark: string): Promise<boolean> {
    try {
      await (this.#ready ??= this.#prepare());
      return await createdFirst(path.join(this.#folder, createHash("sha256").update(mark).digest("hex").slice(0, 32)));
    } catch (error) {
      this.#ready = undefined;
      // Better told twice than not at all.
      this.#log.warn(`What was told of budgets cannot be kept: ${error instanceof Error ? error.message : String(error)}`);
      return true;
    }
  }

  async #prepare(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    for (const name of await readdir(this.#folder)) {
      const file = path.join(this.#folder, name);
      // Another window may clear away the same file at the same time.
      const known = await stat(file).catch(() => undefined);
      if (known && Date.now() - known.mtimeMs > keptFor) await rm(file, { force: true });
    }
  }
}

async function createdFirst(file: string): Promise<boolean> {
  try {
    await writeFile(file, "", { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}
