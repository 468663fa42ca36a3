import { SpendError } from "../domain/errors.ts";
import type { CallName, Calls, HistoryNews } from "../worker/calls.ts";
import type { HistoryPort } from "../worker/port.ts";

/** Whose rows: organizations lie apart by where and by which key they are asked for. */
export interface HistoryOwner {
  /** `https://api.openai.com`. */
  readonly origin: string;
  /** Tells keys apart without telling the key. */
  readonly fingerprint: () => Promise<string>;
}

/** Milliseconds for which a key is waited for. */
const keyPatience = 15_000;

let accounts = 0;

/** One account's way to the thread that keeps history: opened before the first call, and again in a thread that follows one that died. */
export class HistoryCalls {
  /** Names the account among those of this extension host. */
  readonly account = (accounts += 1);
  readonly #port: HistoryPort;
  readonly #owner: HistoryOwner;
  readonly #whenOpened: (news: HistoryNews) => Promise<void>;
  #closed = false;
  #opened: { readonly generation: number; readonly done: Promise<void> } | undefined;

  /** @param whenOpened takes what is kept; no other call is sent before it has ended */
  constructor(port: HistoryPort, owner: HistoryOwner, whenOpened: (news: HistoryNews) => Promise<void>) {
    this.#port = port;
    this.#owner = owner;
    this.#whenOpened = whenOpened;
  }

  async call<N extends CallName>(name: N, ask: Calls[N]["ask"]): Promise<Calls[N]["answer"]> {
    await this.open();
    return await this.#port.call(name, ask);
  }

  get everOpened(): boolean {
    return this.#opened !== undefined;
  }

  async open(): Promise<void> {
    const { generation } = this.#port;
    if (this.#opened?.generation !== generation) this.#opened = { generation, done: this.#openNow() };
    const opened = this.#opened;
    try {
      await opened.done;
    } catch (error) {
      if (this.#opened === opened) this.#opened = undefined; // the next call tries again
      throw error;
    }
  }

  /** No call opens it any more: of whoever is still at work for it, the thread would keep it open for as long as this window lives. */
  close(): void {
    this.#closed = true;
    void this.#port.call("close", { account: this.account }).catch(() => undefined); // the thread has ended: then it is closed
  }

  async #openNow(): Promise<void> {
    const { origin } = this.#owner;
    const fingerprint = await inTime(this.#owner.fingerprint()).catch((error: unknown) => {
      // What a keyring says may repeat the key, and this is told and logged.
      throw error instanceof SpendError ? error : new SpendError("noKey", "The admin key cannot be read: secret storage has failed.", { cause: error });
    });
    if (this.#closed) throw new SpendError("cancelled", "This account was closed.");
    await this.#whenOpened(await this.#port.call("open", { account: this.account, origin, fingerprint }));
  }
}

/** A keyring may never answer, and everything else would wait for it. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => { reject(new SpendError("noKey", "The admin key cannot be read: secret storage does not answer.")); }, keyPatience);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
