import assert from "node:assert/strict";
import path from "node:path";
import { parseBaseUrl } from "../../../src/api/baseUrl.ts";
import { FetchTransport, type HostFetch } from "../../../src/api/fetchTransport.ts";
import type { Transport } from "../../../src/api/transport.ts";
import { dayOf, type UtcDay } from "../../../src/domain/buckets.ts";
import { sessionOpener } from "../../../src/host/sessions.ts";
import type { Account } from "../../../src/model/account.ts";
import { parseSettings, type SettingName } from "../../../src/model/settings.ts";
import type { Session } from "../../../src/model/session.ts";
import { UsageModel } from "../../../src/model/usageModel.ts";
import { LocalPort } from "../../../src/worker/localPort.ts";
import { startLoopbackServer, type LoopbackOptions, type LoopbackServer } from "../../server/loopbackServer.ts";
import { DatedTransport } from "../modelSupport/datedTransport.ts";
import { FakeClock } from "../modelSupport/fakeClock.ts";
import { cable, type Cable } from "../modelSupport/hostFetches.ts";
import { withFolder } from "../modelSupport/memoryPort.ts";
import { KeptLog } from "../modelSupport/modelOnServer.ts";

export type KeyAccount = Account & { readonly kind: "key" };

/** One VS Code window: a model of its own on the history file that it shares with the others. */
export interface Window {
  readonly model: UsageModel;
  readonly port: LocalPort;
  readonly log: KeptLog;
  /** Shows the account and waits until its first refresh is over. */
  start(account?: Account): Promise<void>;
  /** Called right before the window's first request is sent. */
  beforeFirst: () => void;
  /** How many requests the window has sent. */
  readonly sent: number;
  /** Ends it as VS Code does. */
  close(): Promise<void>;
}

/** One machine with a history file and a server; the server's clock goes with the machine's but for `serverAhead`. */
export interface Machine {
  readonly server: LoopbackServer;
  readonly clock: FakeClock;
  readonly cable: Cable;
  readonly file: string;
  /** Of all windows. */
  readonly settings: Partial<Record<SettingName, unknown>>;
  /** Milliseconds by which the server's clock differs from this machine's. */
  serverAhead: number;
  account(key?: string, server?: LoopbackServer): KeyAccount;
  open(): Window;
}

export interface MachineOptions extends Omit<LoopbackOptions, "port" | "now"> {
  readonly settings?: Partial<Record<SettingName, unknown>>;
  readonly clock?: FakeClock;
  /** In place of a network that can be unplugged. */
  readonly fetch?: HostFetch;
}

/** Everything that was opened ends with the test. */
export async function withMachine(options: MachineOptions, body: (machine: Machine) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const clock = options.clock ?? new FakeClock();
    const wire = cable();
    const network = new FetchTransport(options.fetch ?? wire.fetch);
    const serverNow = (): number => clock.now() + machine.serverAhead;
    const server = await startLoopbackServer({ ...options, now: serverNow });
    const settings: Partial<Record<SettingName, unknown>> = { range: 7, ...options.settings };
    const file = path.join(folder, "history.db");
    const windows: Window[] = [];
    const account = (key = server.adminKey, at = server): KeyAccount => ({ kind: "key", baseUrl: parseBaseUrl(at.url), key: () => Promise.resolve(key), from: "stored" });
    const open = (): Window => {
      const log = new KeptLog();
      const port = new LocalPort({ file, now: () => clock.now(), owner: `window ${String(windows.length)}`, log: (line) => log.lines.push(line) });
      const dated = new DatedTransport(network, serverNow);
      let sent = 0;
      const transport: Transport = {
        get: (request) => {
          sent += 1;
          if (sent === 1) window.beforeFirst();
          return dated.get(request);
        },
      };
      const openSession = sessionOpener(transport, port, clock, log);
      const model = new UsageModel({ clock, log, settings: () => parseSettings((name) => settings[name]), openSession });
      const window: Window = {
        ...{ model, port, log },
        beforeFirst: () => undefined,
        get sent() {
          return sent;
        },
        start: async (shown = account()) => {
          model.setAccount(shown);
          await model.refresh();
        },
        close: async () => {
          model.dispose();
          await port.close();
        },
      };
      windows.push(window);
      return window;
    };
    const machine: Machine = { server, clock, cable: wire, file, settings, serverAhead: 0, account, open };
    try {
      await body(machine);
    } finally {
      for (const window of windows) await window.close();
      await network.close();
      await server.close();
    }
  });
}

/** A window that has fetched all that it could of the year. @returns with what it knows, and the API's today */
export async function filledWindow({ open }: Machine): Promise<{ readonly window: Window; readonly session: Session; readonly today: UtcDay }> {
  const window = open();
  await window.start();
  await window.model.yearFill?.run();
  const { session } = window.model;
  assert.ok(session);
  return { window, session, today: dayOf(window.model.now()) };
}

/** Lets everything else have its turn until it is so. Bounded: what does not come within so many turns does not come. */
export async function turnsUntil(what: string, isSo: () => boolean, most = 20_000): Promise<void> {
  for (let turn = 0; turn < most; turn += 1) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, turn < 100 ? 0 : 5));
  }
  assert.fail(`It never came about that ${what}.`);
}
