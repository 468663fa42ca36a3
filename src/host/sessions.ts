import { parseBaseUrl } from "../api/baseUrl.ts";
import type { Clock } from "../api/clock.ts";
import type { Transport } from "../api/transport.ts";
import { MemoryHistoryStore } from "../history/memoryHistoryStore.ts";
import type { Account } from "../model/account.ts";
import type { Log } from "../model/log.ts";
import { Session } from "../model/session.ts";
import { createSampleTransport } from "../sample/sampleTransport.ts";

/** Nothing is ever sent there: the sample answers in its place, and `.invalid` can never be a host (RFC 2606). */
const sampleBaseUrl = parseBaseUrl("https://sample.invalid/v1");

/** Opens the session that an account deserves; none where there is nothing to ask, or nobody. */
export function sessionOpener(network: Transport, clock: Clock, log: Log): (account: Account, changed: () => void) => Session | undefined {
  return (account, changed) => {
    const common = { clock, log: (line: string) => { log.info(line); }, logTo: log, store: new MemoryHistoryStore(), changed };
    switch (account.kind) {
      case "none":
      case "refused":
        return undefined;
      case "sample": {
        const transport = createSampleTransport(() => clock.now());
        return new Session({ ...common, transport, baseUrl: sampleBaseUrl, key: () => Promise.resolve("sk-admin-sample") });
      }
      case "key":
        return new Session({ ...common, transport: network, baseUrl: account.baseUrl, key: account.key });
    }
  };
}
