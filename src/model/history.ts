import type { PageEnd } from "../api/pageReader.ts";
import { bytesOf, type Body } from "../api/body.ts";
import type { PageSink } from "../api/usageClient.ts";
import type { Disposable } from "../domain/emitter.ts";
import { asSpendError } from "../domain/errors.ts";
import type { HistoryTrouble } from "../history/historyDatabase.ts";
import type { Bound, HistoryNews, HistorySize, Want, WindowLanding } from "../worker/calls.ts";
import type { HistoryPort } from "../worker/port.ts";
import { Backlog } from "./backlog.ts";
import { HistoryCalls, type HistoryOwner } from "./historyCalls.ts";
import { KeptRows } from "./keptRows.ts";
import type { Log } from "./log.ts";

/** Bytes; some 300 ms of the thread. */
const mostUnread = 2 ** 24;

let windows = 0;

/**
 * What the extension host knows of one account's history: the kept rows, with those in memory that somebody looks at,
 * facts, and the calls that change them. Reads are of memory and never wait; what other windows bring comes in as news.
 */
export class History extends KeptRows {
  /** `org-…`, once costs have named it. */
  organization: string | null = null;
  /** Why what is kept is not the file it should be; undefined where all is well. */
  trouble: HistoryTrouble | undefined;
  readonly unread = new Backlog(mostUnread);
  readonly #port: HistoryPort;
  readonly #calls: HistoryCalls;
  readonly #log: Log;
  readonly #changed: () => void;
  readonly #facts = new Map<string, string>();
  /** Facts on their way to the thread, which tells nobody of what it was told here: until it has them, no news knows better. */
  readonly #unkept = new Map<string, { readonly json: string }>();
  readonly #holders = new Map<object, readonly Want[]>();
  /** Whether the thread was told what is held. */
  #toldHolds = true;
  readonly #listening: readonly Disposable[];

  constructor(port: HistoryPort, owner: HistoryOwner, log: Log, changed: () => void) {
    super();
    this.#port = port;
    this.#calls = new HistoryCalls(port, owner, (news) => this.#begin(news));
    this.#log = log;
    this.#changed = changed;
    this.#listening = [
      port.onNews((news) => {
        if (news.account === this.account) this.#take(news);
      }),
      // What other windows bring is heard of from the next thread on, also where nothing is asked of it.
      port.onDeath(() => { if (this.#calls.everOpened) void this.open(); }),
    ];
  }

  /** Tells accounts apart, for as long as the extension host lives. */
  get account(): number {
    return this.#calls.account;
  }

  /** Whether there is anything to read before anything is asked. */
  get hasPast(): boolean {
    return this.#port.hasPast;
  }

  /** Reads what is kept. Never rejects: without it, everything is asked for anew. */
  async open(): Promise<void> {
    await this.#calls.open().catch((error: unknown) => {
      const known = asSpendError(error);
      if (known.kind !== "cancelled") this.#log.error(known.message);
    });
  }

  close(): void {
    for (const listening of this.#listening) listening.dispose();
    this.#calls.close();
  }

  /** Brings days into memory and keeps them there, fresh, until `holder` holds something else or lets go. */
  async hold(holder: object, wants: readonly Want[]): Promise<void> {
    if (this.#toldHolds && JSON.stringify(this.#holders.get(holder)) === JSON.stringify(wants)) return;
    this.#holders.set(holder, wants);
    await this.#sendHolds();
  }

  release(holder: object): void {
    if (this.#holders.delete(holder)) void this.#sendHolds().catch((error: unknown) => { this.#warn(error); });
  }

  /** Takes the pages of one window and lands them together; nothing is kept of a window that is dropped. */
  window(): PageSink & { land(landing: WindowLanding): Promise<void>; drop(): void } {
    const window = (windows += 1);
    return {
      begin: (question) => void this.#calls.call("begin", { window, question }).catch(() => undefined), // the page that follows fails, and is told
      page: (body: Body): Promise<PageEnd> => this.unread.during(bytesOf(body), () => this.#calls.call("page", { window, body })),
      land: async (landing) => { this.#take(await this.#calls.call("land", { account: this.account, window, landing })); },
      drop: () => void this.#calls.call("drop", { window }).catch(() => undefined), // a thread that has ended has dropped it
    };
  }

  fact(name: string): string | undefined {
    return this.#facts.get(name);
  }

  /** Keeps a small text for this organization; every window hears of it. */
  setFact(name: string, json: string): void {
    if (this.#facts.get(name) === json) return;
    const unkept = { json };
    this.#facts.set(name, json);
    this.#unkept.set(name, unkept);
    this.#calls
      .call("setFact", { account: this.account, name, json })
      .catch((error: unknown) => { this.#warn(error); })
      .finally(() => { if (this.#unkept.get(name) === unkept) this.#unkept.delete(name); });
  }

  /** @param wait milliseconds to wait for another window at most; true where the task is this window's now */
  lease(task: string, wait: number): Promise<boolean> {
    return this.#calls.call("lease", { account: this.account, task, wait });
  }

  releaseLease(task: string): void {
    this.#calls.call("release", { account: this.account, task }).catch((error: unknown) => { this.#warn(error); });
  }

  async prune(bounds: readonly Bound[]): Promise<void> {
    await this.#calls.call("prune", { bounds });
  }

  describe(): Promise<HistorySize> {
    return this.#calls.call("describe", { account: this.account });
  }

  async clear(): Promise<void> {
    await this.#calls.call("clear", { account: this.account });
    await this.#sendHolds();
  }

  /** Of an account that is closed, nothing is to be kept. */
  #warn(error: unknown): void {
    const known = asSpendError(error);
    if (known.kind !== "cancelled") this.#log.warn(known.message);
  }

  /** A thread that died is a new one: it is told first whose rows are wanted, and which. */
  async #begin(news: HistoryNews): Promise<void> {
    this.#take(news);
    if (this.#holders.size > 0) this.#take(await this.#port.call("hold", { account: this.account, wants: this.#wants() }));
  }

  async #sendHolds(): Promise<void> {
    this.keepOnly(this.#wants());
    this.#toldHolds = false;
    this.#take(await this.#calls.call("hold", { account: this.account, wants: this.#wants() }));
    this.#toldHolds = true;
  }

  #wants(): readonly Want[] {
    return [...this.#holders.values()].flat();
  }

  #take(news: HistoryNews): void {
    const tells = this.#tells(news);
    if (news.fresh) {
      this.forgetRows();
      this.#facts.clear();
    }
    this.organization = news.organization;
    this.trouble = news.trouble;
    this.takeRows(news);
    for (const [name, json] of news.facts) this.#facts.set(name, json);
    for (const [name, { json }] of this.#unkept) this.#facts.set(name, json);
    if (tells) this.#changed();
  }

  /** Looking at what is in memory already brings nothing: no surface need repaint, least of all while what was opened is drawn. */
  #tells({ fresh, covered, segments, facts, organization, trouble }: HistoryNews): boolean {
    return fresh || covered.length > 0 || segments.heads.length > 0 || facts.length > 0 || organization !== this.organization || trouble?.kind !== this.trouble?.kind || trouble?.reason !== this.trouble?.reason;
  }
}
