import { parseBaseUrl } from "../../../src/api/baseUrl.ts";
import { FetchTransport, type HostFetch } from "../../../src/api/fetchTransport.ts";
import { dayOf, dayStart } from "../../../src/domain/buckets.ts";
import { sessionOpener } from "../../../src/host/sessions.ts";
import type { Account } from "../../../src/model/account.ts";
import type { Log } from "../../../src/model/log.ts";
import { parseSettings, type SettingName } from "../../../src/model/settings.ts";
import { UsageModel } from "../../../src/model/usageModel.ts";
import { startLoopbackServer, type LoopbackOptions, type LoopbackServer } from "../../server/loopbackServer.ts";
import { DatedTransport } from "./datedTransport.ts";
import type { LocalPort } from "../../../src/worker/localPort.ts";
import { memoryPort } from "./memoryPort.ts";
import { globalFetch } from "./hostFetches.ts";
import { amountsIn, dollars, exactSum } from "./exactSum.ts";
import { FakeClock } from "./fakeClock.ts";

/** A log that keeps its lines. */
export class KeptLog implements Log {
  readonly lines: string[] = [];
  info(line: string): void {
    this.lines.push(line);
  }
  warn(line: string): void {
    this.lines.push(line);
  }
  error(line: string): void {
    this.lines.push(line);
  }
}

export interface Stand {
  readonly server: LoopbackServer;
  readonly model: UsageModel;
  readonly clock: FakeClock;
  readonly log: KeptLog;
  /** Raw settings; change them as a settings file would. */
  readonly settings: Partial<Record<SettingName, unknown>>;
  /** The account of a key on the server. */
  account(key?: string, server?: LoopbackServer): Account & { readonly kind: "key" };
  /** Shows the account and waits until its first refresh is over. */
  start(account?: Account): Promise<void>;
  /** Exact dollars of whole days `[from, to)` counted from today, as the server reports them now. */
  costs(from: number, to: number, project?: string): string;
  /** Today's cost as the status bar must write it. */
  today(): string;
}

export interface StandOptions extends Omit<LoopbackOptions, "port"> {
  readonly settings?: Partial<Record<SettingName, unknown>>;
  readonly clock?: FakeClock;
  /** Milliseconds by which the server's clock differs from this machine's. */
  readonly serverAhead?: number;
  /** Where history is kept, closed with the test; in memory where it is not given. */
  readonly historyPort?: LocalPort;
  /** In place of the global `fetch`. */
  readonly fetch?: HostFetch;
}

/** A model over real HTTP to a loopback server of its own; both end with the test. */
export async function withModel(options: StandOptions, body: (stand: Stand) => Promise<void>): Promise<void> {
  const clock = options.clock ?? new FakeClock();
  const serverNow = (): number => clock.now() + (options.serverAhead ?? 0);
  const server = await startLoopbackServer({ now: serverNow, ...options });
  const network = new FetchTransport(options.fetch ?? globalFetch);
  const log = new KeptLog();
  const port = options.historyPort ?? memoryPort(clock);
  // A week keeps the requests small; a test that wants more says so.
  const settings: Partial<Record<SettingName, unknown>> = { range: 7, ...options.settings };
  const model = new UsageModel({
    clock,
    log,
    settings: () => parseSettings((name) => settings[name]),
    openSession: sessionOpener(new DatedTransport(network, serverNow), port, clock, log),
  });
  const account = (key = server.adminKey, at = server): Account & { readonly kind: "key" } => ({
    kind: "key",
    baseUrl: parseBaseUrl(at.url),
    key: () => Promise.resolve(key),
    from: "stored",
  });
  const costs = (from: number, to: number, project?: string): string => {
    const today = dayOf(serverNow() / 1000);
    const [start, end] = [dayStart(today + from), dayStart(today + to)];
    const answer = server.answer(`costs?start_time=${String(start)}&end_time=${String(end)}&limit=180&group_by=project_id&group_by=line_item`);
    return exactSum(amountsIn(answer, project));
  };
  const start = async (shown: Account = account()): Promise<void> => {
    model.setAccount(shown);
    await model.refresh();
  };
  try {
    await body({ server, model, clock, log, settings, account, start, costs, today: () => dollars(costs(0, 1)) });
  } finally {
    model.dispose();
    await port.close();
    await network.close();
    await server.close();
  }
}
