import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { checkout } from "./checkout.ts";
import { type HostOptions, type RunningHost, startHost } from "./host.ts";
import { Workbench, type WorkbenchOptions } from "./workbench.ts";

export interface InVSCode {
  readonly host: RunningHost;
  readonly workbench: Workbench;
}

/**
 * Starts a VS Code with the packaged extension, opens it, and ends both after `work`. When `work` fails, a screenshot and the
 * end of the logs are kept in out/failures/, and the error says so.
 * @param name of the test: the evidence is filed under it
 */
export async function inVSCode(name: string, options: HostOptions & WorkbenchOptions, work: (own: InVSCode) => Promise<void>): Promise<void> {
  const host = await startHost(options);
  let workbench: Workbench | undefined;
  try {
    workbench = await Workbench.open(host, options);
    await work({ host, workbench });
  } catch (error) {
    const kept = await keepEvidence(name, host, workbench);
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason}\nKept: ${kept}`, { cause: error });
  } finally {
    await workbench?.close();
    await host.end();
  }
}

async function keepEvidence(name: string, host: RunningHost, workbench: Workbench | undefined): Promise<string> {
  const folder = path.join(checkout, "out", "failures");
  const base = path.join(folder, name.replace(/[^\w-]+/g, "-").slice(0, 80));
  await mkdir(folder, { recursive: true });
  const errors = workbench?.errors.join("\n") ?? "the workbench did not open";
  await writeFile(`${base}.log`, `${await host.logTail(200)}\n--- errors of the page\n${errors}\n`);
  await workbench?.page.screenshot({ path: `${base}.png` }).catch(() => undefined);
  return `${path.relative(checkout, base)}.png and .log`;
}
