import type { Frame } from "playwright-core";
import { startLoopbackServer, type LoopbackServer } from "../server/loopbackServer.ts";
import { dashboardTotals } from "./dashboard.ts";
import { costRows, dollars, sumOf, type CostRow } from "./expectedCosts.ts";
import { inVSCode } from "./inVSCode.ts";
import { noonToday } from "./noonToday.ts";
import type { Workbench, WorkbenchOptions } from "./workbench.ts";

const now = noonToday();
/** UTC day, since 1970-01-01: the server's and so the product's. */
export const today = Math.floor(now / 86_400_000);

/** The date of a UTC day: `2026-11-22`. */
export function isoDate(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

export interface Asking {
  readonly workbench: Workbench;
  readonly server: LoopbackServer;
  /** The dashboard's document. */
  readonly frame: () => Promise<Frame>;
  /** Costs of the last thirty days. */
  readonly month: readonly CostRow[];
  /** The dearest of its projects. */
  readonly project: string | null;
}

export interface AskingOptions extends WorkbenchOptions {
  /** What the server does differently. */
  readonly prepare?: (server: LoopbackServer) => void;
}

/** The dashboard in VS Code, as it opens, over a server of the sample organization. */
export async function asking(name: string, work: (own: Asking) => Promise<void>, { prepare, ...options }: AskingOptions = {}): Promise<void> {
  const server = await startLoopbackServer({ now: () => now });
  try {
    prepare?.(server);
    const month = costRows(server, today - 29, today + 1);
    const settings = { "openaiSpend.apiBaseUrl": server.url, "security.workspace.trust.enabled": false };
    const env = { OPENAI_ADMIN_KEY: server.adminKey, OPENAI_BASE_URL: server.url };
    await inVSCode(name, { ...options, settings, env }, async ({ workbench }) => {
      await workbench.statusBarItemWith("openaiSpend.today", /\$\d/);
      await workbench.runCommand("OpenAI Spend: Open Dashboard");
      await dashboardTotals(workbench, dollars(sumOf(month)));
      await work({ workbench, server, frame: () => workbench.dashboardFrame(), month, project: dearest(month) });
    });
  } finally {
    await server.close();
  }
}

function dearest(rows: readonly CostRow[]): string | null {
  const projects = [...new Set(rows.map((row) => row.project))];
  const cost = (project: string | null): bigint => sumOf(rows.filter((row) => row.project === project));
  return projects.reduce((most, each) => (cost(each) > cost(most) ? each : most));
}
