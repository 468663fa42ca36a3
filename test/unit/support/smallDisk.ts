import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";

/** A disk in memory that ends with the test. */
export interface SmallDisk {
  readonly folder: string;
  makeReadOnly(): void;
}

/** Mounting is a right of the machine's administrator; without it this fails and says so, since a skipped test tells nothing. */
export function smallDisk(test: TestContext, bytes: number): SmallDisk {
  const folder = mkdtempSync(path.join(tmpdir(), "openai-spend-disk-"));
  mount(["-t", "tmpfs", "-o", `size=${bytes}`, "openai-spend-test", folder]);
  test.after(() => {
    execFileSync("umount", ["--lazy", folder]);
    rmdirSync(folder);
  });
  return { folder, makeReadOnly: () => { mount(["-o", "remount,ro", folder]); } };
}

function mount(args: readonly string[]): void {
  try {
    execFileSync("mount", args, { stdio: "pipe" });
  } catch (cause) {
    throw new Error("This test needs a disk of its own, and may not mount one: run it as root on Linux, in a container with the right to mount (CAP_SYS_ADMIN).", { cause });
  }
}
