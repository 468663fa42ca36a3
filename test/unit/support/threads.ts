import { parseBaseUrl } from "../../../src/api/baseUrl.ts";
import { FetchTransport } from "../../../src/api/fetchTransport.ts";
import { sessionOpener } from "../../../src/host/sessions.ts";
import { parseSettings } from "../../../src/model/settings.ts";
import { UsageModel } from "../../../src/model/usageModel.ts";
import { ThreadPort } from "../../../src/worker/threadPort.ts";
import { DatedTransport } from "../modelSupport/datedTransport.ts";
import type { FakeClock } from "../modelSupport/fakeClock.ts";
import { globalFetch } from "../modelSupport/hostFetches.ts";
import { KeptLog } from "../modelSupport/modelOnServer.ts";

export interface ThreadedWindow {
  readonly model: UsageModel;
  readonly port: ThreadPort;
  readonly log: KeptLog;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** A window whose history has a thread of its own, as in the product. */
export function threadedWindow(script: string, file: string, clock: FakeClock, url: string, key: string, range = 7, restAfter?: number): ThreadedWindow {
  const log = new KeptLog();
  const port = new ThreadPort({ script, file, log: (line) => log.lines.push(line), ...(restAfter === undefined ? {} : { restAfter }) });
  const transport = new FetchTransport(globalFetch);
  const openSession = sessionOpener(new DatedTransport(transport, () => clock.now()), port, clock, log);
  const model = new UsageModel({ clock, log, settings: () => parseSettings((name) => (name === "range" ? range : undefined)), openSession });
  return {
    ...{ model, port, log },
    start: async () => {
      model.setAccount({ kind: "key", baseUrl: parseBaseUrl(url), key: () => Promise.resolve(key), from: "stored" });
      await model.refresh();
    },
    close: async () => {
      model.dispose();
      await port.close();
      await transport.close();
    },
  };
}
