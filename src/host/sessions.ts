import { createHash } from "node:crypto";
import { parseBaseUrl } from "../api/baseUrl.ts";
import type { Clock } from "../api/clock.ts";
import type { Transport } from "../api/transport.ts";
import { SpendError } from "../domain/errors.ts";
import type { Account } from "../model/account.ts";
import { History } from "../model/history.ts";
import type { Log } from "../model/log.ts";
import { Session } from "../model/session.ts";
import { createSampleTransport } from "../sample/sampleTransport.ts";
import type { HistoryPort } from "../worker/port.ts";

/** Nothing is ever sent there: the sample answers in its place, and `.invalid` can never be a host (RFC 2606). */
const sampleBaseUrl = parseBaseUrl("https://sample.invalid/v1");

/** Opens the session that an account deserves; none where there is nothing to ask, or nobody. */
export function sessionOpener(network: Transport, port: HistoryPort, clock: Clock, log: Log): (account: Account, changed: () => void) => Session | undefined {
  return (account, changed) => {
    const common = { clock, log: (line: string) => { log.info(line); }, logTo: log, changed };
    switch (account.kind) {
      case "none":
      case "refused":
        return undefined;
      case "sample": {
        const transport = createSampleTransport(
          () => clock.now(),
          (url, now) => port.call("sample", { url: url.href, now }),
        );
        const history = new History(port, { origin: sampleBaseUrl.origin, fingerprint: () => Promise.resolve("sample") }, log, changed);
        return new Session({ ...common, transport, history, baseUrl: sampleBaseUrl, key: () => Promise.resolve("sk-admin-sample") });
      }
      case "key": {
        const { baseUrl } = account;
        const key = onlyOne(account);
        const fingerprint = async (): Promise<string> => {
          const text = await key();
          // Of no key, all that have none would share what is kept.
          if (text === undefined) throw new SpendError("noKey", `No admin key is set for ${baseUrl.host}.`);
          return fingerprintOf(baseUrl.origin, text);
        };
        const history = new History(port, { origin: baseUrl.origin, fingerprint }, log, changed);
        return new Session({ ...common, transport: network, history, baseUrl, key });
      }
    }
  };
}

/**
 * The account's key for as long as it is the one that was there first. What another one brings is another organization's,
 * and would be kept as this one's until the account that it belongs to is shown, a moment later or with the next focus.
 */
function onlyOne({ baseUrl, key }: Account & { readonly kind: "key" }): () => Promise<string | undefined> {
  let first: string | undefined;
  return async () => {
    const text = await key();
    if (text === undefined) return undefined;
    const fingerprint = fingerprintOf(baseUrl.origin, text);
    first ??= fingerprint;
    if (fingerprint !== first) throw new SpendError("noKey", `The admin key for ${baseUrl.host} was replaced. What the new one brings is shown once this window is used again.`);
    return text;
  };
}

/** Tells keys apart. An admin key is long and random: from its hash it cannot be found again, nor tried. */
export function fingerprintOf(origin: string, key: string): string {
  return createHash("sha256").update(`${origin}\n${key}`).digest("hex").slice(0, 32);
}
