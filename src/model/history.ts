import type { PageEnd } from "../api/pageReader.ts";
import { bytesOf, type Body } from "../api/body.ts";
import type { PageSink } from "../api/usageClient.ts";
import type { DayRange, UtcDay } from "../domain/buckets.ts";
import { daysOf } from "../domain/buckets.ts";
import { Dictionary } from "../domain/dictionary.ts";
import { asSpendError, SpendError } from "../domain/errors.ts";
import { unpackSegments } from "../domain/segmentPack.ts";
import type { Segment } from "../domain/segment.ts";
import type { HistoryTrouble } from "../history/historyDatabase.ts";
import type { KeptDay, Series } from "../history/series.ts";
import { seriesId } from "../history/seriesId.ts";
import type { Bound, CallName, Calls, HistoryNews, HistorySize, Want, WindowLanding } from "../worker/calls.ts";
import type { HistoryPort } from "../worker/port.ts";
import { Backlog } from "./backlog.ts";
import type { Log } from "./log.ts";

/** Whose rows: organizations lie apart by where and by which key they are asked for. */
export interface HistoryOwner {
  /** `https://api.openai.com`. */
  readonly origin: string;
  /** Tells keys apart without telling the key. */
  readonly fingerprint: () => Promise<string>;
}

interface CoveredDay {
  readonly fetchedAt: number;
  readonly rows: number;
}

interface Kept {
  /** All days that are kept on disk. */
  readonly covered: Map<UtcDay, CoveredDay>;
  /** Those of them that somebody looks at. */
  readonly segments: Map<UtcDay, Segment>;
  revision: number;
}

/** Milliseconds for which a key is waited for. */
const keyPatience = 15_000;

/** Bytes; some 300 ms of the thread. */
const mostUnread = 2 ** 24;

let accounts = 0;
let windows = 0;

/**
 * What the extension host knows of one account's history: which days are kept, and the rows of those that somebody
 * looks at. The rest stays on disk. Reads are of memory and never wait; what other windows bring comes in as news.
 */
export class History {
  /** Tells accounts apart, for as long as the extension host lives. */
  readonly account = (accounts += 1);
  dictionary = new Dictionary();
  /** `org-…`, once costs have named it. */
  organization: string | null = null;
  /** Why what is kept is not the file it should be; undefined where all is well. */
  trouble: HistoryTrouble | undefined;
  readonly unread = new Backlog(mostUnread);
  /** Counts the changes of facts. */
  factsRevision = 0;
  readonly #port: HistoryPort;
  readonly #owner: HistoryOwner;
  readonly #log: Log;
  readonly #changed: () => void;
  readonly #series = new Map<string, Kept>();
  readonly #facts = new Map<string, string>();
  readonly #holders = new Map<object, readonly Want[]>();
  readonly #listening: { dispose(): void };
  #opened: { readonly generation: number; readonly done: Promise<void> } | undefined;
  /** Never goes back, so that the same number always means the same rows. */
  #revisions = 0;

  constructor(port: HistoryPort, owner: HistoryOwner, log: Log, changed: () => void) {
    this.#port = port;
    this.#owner = owner;
    this.#log = log;
    this.#changed = changed;
    this.#listening = port.onNews((news) => {
      if (news.account === this.account) this.#take(news);
    });
  }

  /** Whether there is anything to read before anything is asked. */
  get hasPast(): boolean {
    return this.#port.hasPast;
  }

  /** Reads what is kept. Never rejects: without it, everything is asked for anew. */
  async open(): Promise<void> {
    await this.#open().catch((error: unknown) => {
      this.#log.error(asSpendError(error).message);
    });
  }

  close(): void {
    this.#listening.dispose();
    void this.#port.call("close", { account: this.account }).catch(() => undefined); // the thread has ended: then it is closed
  }

  /** A day's rows, where they are in memory. */
  day(series: Series, day: UtcDay): KeptDay | undefined {
    const kept = this.#series.get(seriesId(series));
    const segment = kept?.segments.get(day);
    const covered = kept?.covered.get(day);
    return segment && covered && { segment, fetchedAt: covered.fetchedAt };
  }

  /** Days of a range that are in memory, in order. */
  days(series: Series, range: DayRange): readonly KeptDay[] {
    return this.#series.has(seriesId(series)) ? daysOf(range).flatMap((day) => this.day(series, day) ?? []) : [];
  }

  /** Unix seconds at which a day was last fetched, in memory or not; undefined where it never was. */
  fetchedAt(series: Series, day: UtcDay): number | undefined {
    return this.#series.get(seriesId(series))?.covered.get(day)?.fetchedAt;
  }

  /** How many rows a range has, in memory or not. */
  rows(series: Series, range: DayRange): number {
    const kept = this.#series.get(seriesId(series));
    return kept ? daysOf(range).reduce((sum, day) => sum + (kept.covered.get(day)?.rows ?? 0), 0) : 0;
  }

  /** Whether days of a range are kept and on their way into memory. */
  isLoading(series: Series, range: DayRange): boolean {
    const kept = this.#series.get(seriesId(series));
    return kept !== undefined && daysOf(range).some((day) => kept.covered.has(day) && !kept.segments.has(day));
  }

  /** The same number means the same rows in memory. */
  revision(series: Series): number {
    return this.#series.get(seriesId(series))?.revision ?? 0;
  }

  /** Brings days into memory and keeps them there, fresh, until `holder` holds something else or lets go. */
  async hold(holder: object, wants: readonly Want[]): Promise<void> {
    if (JSON.stringify(this.#holders.get(holder)) === JSON.stringify(wants)) return;
    this.#holders.set(holder, wants);
    await this.#sendHolds();
  }

  release(holder: object): void {
    if (this.#holders.delete(holder)) void this.#sendHolds().catch((error: unknown) => { this.#log.warn(asSpendError(error).message); });
  }

  /** Takes the pages of one window and lands them together; nothing is kept of a window that is dropped. */
  window(): PageSink & { land(landing: WindowLanding): Promise<void>; drop(): void } {
    const window = (windows += 1);
    return {
      begin: (question) => void this.#call("begin", { window, question }).catch(() => undefined), // the page that follows fails, and is told
      page: (body: Body): Promise<PageEnd> => this.unread.during(bytesOf(body), () => this.#call("page", { window, body })),
      land: async (landing) => { this.#take(await this.#call("land", { account: this.account, window, landing })); },
      drop: () => void this.#call("drop", { window }).catch(() => undefined), // a thread that has ended has dropped it
    };
  }

  fact(name: string): string | undefined {
    return this.#facts.get(name);
  }

  /** Keeps a small text for this organization; every window hears of it. */
  setFact(name: string, json: string): void {
    if (this.#facts.get(name) === json) return;
    this.#facts.set(name, json);
    this.factsRevision += 1;
    this.#call("setFact", { account: this.account, name, json }).catch((error: unknown) => { this.#log.warn(asSpendError(error).message); });
  }

  /** @param wait milliseconds to wait for another window at most; true where the task is this window's now */
  lease(task: string, wait: number): Promise<boolean> {
    return this.#call("lease", { account: this.account, task, wait });
  }

  releaseLease(task: string): void {
    this.#call("release", { account: this.account, task }).catch((error: unknown) => { this.#log.warn(asSpendError(error).message); });
  }

  async prune(bounds: readonly Bound[]): Promise<void> {
    await this.#call("prune", { bounds });
  }

  describe(): Promise<HistorySize> {
    return this.#call("describe", { account: this.account });
  }

  async clear(): Promise<void> {
    await this.#call("clear", { account: this.account });
    await this.#sendHolds();
  }

  /** A thread that died is a new one: it is told first whose rows are wanted, and which. */
  async #call<N extends CallName>(name: N, ask: Calls[N]["ask"]): Promise<Calls[N]["answer"]> {
    await this.#open();
    return await this.#port.call(name, ask);
  }

  async #open(): Promise<void> {
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

  async #openNow(): Promise<void> {
    const { origin, fingerprint } = this.#owner;
    this.#take(await this.#port.call("open", { account: this.account, origin, fingerprint: await inTime(fingerprint()) }));
    if (this.#holders.size > 0) this.#take(await this.#port.call("hold", { account: this.account, wants: this.#wants() }));
  }

  async #sendHolds(): Promise<void> {
    this.#letGo();
    this.#take(await this.#call("hold", { account: this.account, wants: this.#wants() }));
  }

  #wants(): readonly Want[] {
    return [...this.#holders.values()].flat();
  }

  /** Forgets rows that nobody looks at any more. */
  #letGo(): void {
    const wanted = new Map<string, Set<UtcDay>>();
    for (const want of this.#wants()) {
      const days = wanted.get(seriesId(want)) ?? new Set();
      wanted.set(seriesId(want), days);
      for (const day of daysOf(want.days)) days.add(day);
    }
    for (const [id, kept] of this.#series)
      for (const day of [...kept.segments.keys()]) if (wanted.get(id)?.has(day) !== true) kept.segments.delete(day);
  }

  #take(news: HistoryNews): void {
    if (news.fresh) this.#forget();
    this.organization = news.organization;
    this.trouble = news.trouble;
    this.dictionary.append(news.texts);
    for (const { day, fetchedAt, rows, ...series } of news.covered) {
      const kept = this.#kept(seriesId(series));
      day.forEach((number, index) => {
        kept.covered.set(number, { fetchedAt: fetchedAt[index] ?? 0, rows: rows[index] ?? 0 });
        kept.segments.delete(number); // what is held comes along below
      });
    }
    for (const segment of unpackSegments(news.segments)) this.#kept(seriesId(segment)).segments.set(segment.day, segment);
    for (const [name, json] of news.facts) this.#facts.set(name, json);
    if (news.facts.length > 0) this.factsRevision += 1;
    this.#changed();
  }

  #forget(): void {
    this.dictionary = new Dictionary();
    this.#facts.clear();
    for (const kept of this.#series.values()) {
      kept.covered.clear();
      kept.segments.clear();
      kept.revision = this.#revisions += 1;
    }
  }

  /** What is kept of a series that is about to change. */
  #kept(id: string): Kept {
    const kept = this.#series.get(id) ?? { covered: new Map(), segments: new Map(), revision: 0 };
    this.#series.set(id, kept);
    kept.revision = this.#revisions += 1;
    return kept;
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
