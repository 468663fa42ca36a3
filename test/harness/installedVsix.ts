import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { withLock } from "../../scripts/fileLock.mjs";
import { codeServerFolders, hostEnvironment } from "../../scripts/hostProcess.mjs";
import type { Host } from "../../scripts/hosts.mjs";
import { runCommand } from "../../scripts/runCommand.mjs";
import { checkout } from "./checkout.ts";

/** Fills `extensionsDir` as `code-server --install-extension` does. The same .vsix is really installed once, then copied, also where tests run side by side. */
export async function installVsix(host: Host, vsix: string, extensionsDir: string): Promise<void> {
  const digest = createHash("sha256").update(await readFile(vsix)).digest("hex").slice(0, 16);
  const installed = path.join(checkout, "out", "test", "extensions", `${host.vscode}-${digest}`);
  if (!existsSync(installed)) await withLock(`${installed}.lock`, () => installOnce(host, vsix, installed));
  await cp(installed, extensionsDir, { recursive: true });
}

async function installOnce(host: Host, vsix: string, installed: string): Promise<void> {
  if (existsSync(installed)) return; // by a test beside this one
  const partial = `${installed}.${String(process.pid)}`;
  const data = `${partial}.data`;
  await mkdir(data, { recursive: true });
  const entry = path.join(host.folder, "out", "node", "entry.js");
  const args = [entry, ...codeServerFolders(data, partial), "--install-extension", vsix];
  await runCommand(host.node.binary, args, { env: hostEnvironment({}), timeoutMs: 120_000 });
  await rm(data, { recursive: true, force: true });
  await rename(partial, installed);
}
