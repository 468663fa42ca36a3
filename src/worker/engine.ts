import { overBy } from "../domain/buckets.ts";
import { openHistory, type HistoryDatabase } from "../history/historyDatabase.ts";
import { sampleAnswers } from "../sample/sampleTransport.ts";
import { Accounts } from "./accounts.ts";
import type { Bound, CallName, Calls, HistoryNews, HistorySize, WindowLanding } from "./calls.ts";
import { KeptAccount } from "./keptAccount.ts";
import { Leases } from "./leases.ts";
import { birthOf, stampOf, type Resting } from "./restingThread.ts";
import { Windows } from "./windows.ts";

export interface EngineOptions {
  /** Database file; undefined keeps everything in memory. */
  readonly file: string | undefined;
  /** Unix milliseconds by this machine's clock. */
  readonly now: () => number;
  /** Names this window among those that share the database. */
  readonly owner: string;
  readonly log: (line: string) => void;
  /** Told what another window has brought. */
  readonly push: (news: HistoryNews) => void;
}

/** How often the database is asked whether another window has written (milliseconds): one read of shared memory. */
const lookEvery = 1_000;
/** Days pruned in one transaction, and the pause after it (milliseconds), in which others write. */
const prunedAtOnce = 100;
const pruneEvery = 50;

type Handlers = { readonly [N in CallName]: (ask: Calls[N]["ask"]) => Calls[N]["answer"] | Promise<Calls[N]["answer"]> };

/** Everything heavy: parsing, the database, the sample. Lives in a thread of its own and never touches the network. */
export class HistoryEngine {
  readonly #options: EngineOptions;
  readonly #accounts = new Accounts();
  readonly #windows = new Windows();
  readonly #leases: Leases;
  readonly #sample = sampleAnswers();
  #database: HistoryDatabase | undefined;
  #looking: NodeJS.Timeout | undefined;
  #closed = false;

  readonly #handlers: Handlers = {
    open: ({ account, origin, fingerprint }) =>
      this.#use((database) => {
        const opened = new KeptAccount(database, account, origin, fingerprint);
        this.#accounts.add(opened);
        this.#lookOn();
        return opened.news(database);
      }),
    close: ({ account }) => {
      this.#accounts.delete(account);
      // Who took a task cannot give it back any more, and other windows would wait for it for as long as this one lives.
      this.#leases.giveAll(account);
    },
    closeAll: () => {
      this.#closed = true;
      this.#end();
    },
    rest: () => this.#rest(),
    look: () => { this.look(); },
    hold: ({ account, wants }) => {
      this.#accounts.get(account).hold(wants);
      return this.#news(account);
    },
    begin: ({ window, question }) => { this.#windows.begin(window, question); },
    page: ({ window, body }) => this.#windows.page(window, body),
    land: ({ account, window, landing }) => this.#land(account, window, landing),
    drop: ({ window }) => { this.#windows.drop(window); },
    setFact: ({ account, name, json }) => {
      const kept = this.#accounts.get(account);
      kept.wrote(this.#use((database) => database.setFact(kept.organization, name, json)));
    },
    lease: async ({ account, task, wait }) => {
      this.#goBack(); // work begins: what it brings is to outlive this window, and what others brought need not be asked for
      const had = await this.#leases.take(this.#accounts.get(account).number, task, wait);
      // What another window brought while it had the lease is heard of before this one begins, or it would ask for it again.
      if (had) this.look();
      return had;
    },
    release: ({ account, task }) => { this.#leases.give(account, task); },
    prune: ({ bounds }) => this.#prune(bounds),
    describe: ({ account }) => this.#use((database) => this.#describe(database, account)),
    clear: ({ account }) => {
      this.#goBack(); // what is deleted is to be gone from the file, and not only from what stands in for it
      this.#use((database) => { database.clear(account === undefined ? undefined : this.#accounts.get(account).organization); });
    },
    sample: ({ url, now }) => this.#sample(new URL(url), now),
  };

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#leases = new Leases(options.owner, (work) => this.#use(work), (account) => this.#accounts.organizationOf(account));
  }

  async call<N extends CallName>(name: N, ask: Calls[N]["ask"]): Promise<Calls[N]["answer"]> {
    const handler: Handlers[N] = this.#handlers[name];
    return await handler(ask);
  }

  /** Tells what other windows have written since the last look. */
  look(): void {
    this.#orTell("Local history could not be read", () => {
      const changed = this.#use((database) => database.changedElsewhere());
      // Where the file was found to be another one, nobody has asked for the news of it.
      if (changed || this.#accounts.untold) this.#pushNews();
    });
  }

  /** Goes on for the thread before, which has ended for want of work, and tells what was written since. */
  resume({ accounts, identity }: Resting): void {
    const { file } = this.#options;
    this.#use((database) => {
      const same = !database.trouble && file !== undefined && birthOf(file) === identity;
      for (const left of accounts) {
        const account = new KeptAccount(database, left.number, left.origin, left.fingerprint);
        account.hold(left.wants);
        if (same) account.resume(database, left);
        this.#accounts.add(account);
      }
    });
    this.#lookOn();
    this.#pushNews();
  }

  #lookOn(): void {
    this.#looking ??= setInterval(() => { this.look(); }, lookEvery).unref();
  }

  #pushNews(): void {
    for (const account of this.#accounts.numbers) {
      const news = this.#news(account);
      // Leases come and go all the time; they are no news. Texts are, also without a day: the next ones are counted from them. Rows are, also of
      // days that did not change: they could not be read before.
      if (news.fresh || [news.covered, news.facts, news.texts, news.segments.heads].some((part) => part.length > 0)) this.#options.push(news);
    }
  }

  async #rest(): Promise<Resting | undefined> {
    const { file } = this.#options;
    if (file === undefined) return undefined;
    // What is written from here on changes the stamp, and what was before is told by this look.
    const before = await stampOf(file);
    this.look();
    // What is kept in memory would be lost, and a trouble that was told is to be told on.
    if (this.#leases.any || this.#windows.any || this.#database?.trouble || this.#accounts.untold) return undefined;
    const identity = birthOf(file);
    const accounts = this.#accounts.rest();
    this.#end();
    const after = await stampOf(file);
    // Who is the last to close the file moves its log into it: that is nobody's news.
    return { accounts, identity, stamp: before.log !== "" && after.log === "" ? after : before };
  }

  #land(number: number, window: number, { series, days, fetchedAt }: WindowLanding): HistoryNews {
    const { segments, texts, organization } = this.#windows.finish(window, overBy(days, fetchedAt));
    const account = this.#accounts.get(number);
    // Costs are the one answer that is sure to be the organization's own; see the wire's notes on `organization_id`.
    const named = series.source === "costs" ? organization : null;
    // A clock that was ahead has asked for days that have not begun; the host knows better by now.
    const brought = segments.filter(({ day }) => day >= days.from && day < days.to);
    const news = this.#use((database) => {
      const landed = database.land(account.organization, { series, days, segments: brought, texts, fetchedAt, organization: named });
      if (landed.organization !== account.organization) account.restart(landed.organization);
      return account.news(database);
    });
    this.#follow(number);
    return news;
  }

  async #prune(bounds: readonly Bound[]): Promise<undefined> {
    // Once all is closed, the rest is for the next window: it would open the file again.
    while (!this.#closed && this.#use((database) => database.prune(bounds, prunedAtOnce))) await new Promise((resolve) => setTimeout(resolve, pruneEvery));
  }

  #describe(database: HistoryDatabase, account: number | undefined): HistorySize {
    const size = { ...database.size(), from: undefined };
    if (account === undefined) return size;
    const { days, rows, from } = database.summary(this.#accounts.get(account).organization);
    return { ...size, days, rows, from };
  }

  #news(account: number): HistoryNews {
    const news = this.#use((database) => this.#accounts.get(account).news(database));
    this.#follow(account);
    return news;
  }

  /** What was read of the account may have told that it is another organization's. That its tasks cannot follow loses no news. */
  #follow(account: number): void {
    this.#orTell("A lease could not be renewed", () => { this.#leases.follow(account); });
  }

  #orTell(what: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#options.log(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /**
   * Works on the database, opened at the first use. Where the file turns out to be broken or cannot be written, it
   * goes on with a new one, or in memory, and the work is done there: a number is shown rather than lost. Where others
   * keep the file locked for too long, this work fails, and is asked for again.
   */
  #use<T>(work: (database: HistoryDatabase) => T): T {
    const { file, now, log } = this.#options;
    const database = (this.#database ??= openHistory(file, { now, log }));
    try {
      return work(database);
    } catch (error) {
      if (!database.rescue(error)) throw error;
      this.#accounts.enterAll(database);
      return work(database);
    }
  }

  /** A file that could not be written is tried again, and told anew where it can be. */
  #goBack(): void {
    const went = this.#use((database) => {
      if (!database.goBack()) return false;
      this.#accounts.enterAll(database);
      return true;
    });
    if (went) this.#pushNews();
  }

  #end(): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
    if (!this.#database) return;
    this.#orTell("A lease could not be given back", () => { this.#leases.giveAll(); }); // it runs out by itself
    this.#accounts.clear();
    this.#database.close();
    this.#database = undefined;
  }
}
