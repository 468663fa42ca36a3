import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { Emitter, type Disposable } from "../domain/emitter.ts";
import { SpendError } from "../domain/errors.ts";
import type { CallName, Calls, HistoryNews, Reply } from "./calls.ts";
import { buffersOf, receivedError, type HistoryPort } from "./port.ts";
import { isWritten, whenWritten, type Resting } from "./restingThread.ts";

export interface ThreadOptions {
  /** Built script of the thread. */
  readonly script: string | URL;
  /** Database file; undefined keeps everything in memory. */
  readonly file: string | undefined;
  readonly log: (line: string) => void;
  /** Milliseconds without a call or news after which the thread ends until there are some again; five seconds where nothing is said. */
  readonly restAfter?: number;
  /** Milliseconds by a clock that never goes back; the process's own where nothing is said. */
  readonly now?: () => number;
}

/** How often a file whose thread rests is looked at, for what other windows write (milliseconds). */
const lookEvery = 1_000;
/** A thread that dies this often within a minute (milliseconds) would die again; so long after the last time it is tried once more. */
const mostDeaths = 3;
const deathsWithin = 60_000;
const forgivenAfter = 3_600_000;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: SpendError) => void;
}

/**
 * The engine in a thread of its own, started at the first call and again after it has died. A thread takes some 15 MB,
 * so one that has nothing to do ends; the next call, or what another window writes, starts one that goes on from there,
 * unnoticed by whoever calls.
 */
export class ThreadPort implements HistoryPort {
  generation = 1;
  hasPast: boolean;
  readonly #options: ThreadOptions;
  /** Names this window, whichever thread works for it: a new one has the leases of the one that died. */
  readonly #owner = randomUUID();
  readonly #news: Emitter<HistoryNews>;
  readonly #died: Emitter<undefined>;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  readonly #now: () => number;
  #calls = 0;
  /** When it died: the last time, and those within a minute before. */
  #deaths: readonly number[] = [];
  #closed = false;
  #quiet: NodeJS.Timeout | undefined;
  /** Calls that wait while the thread is asked whether it can rest. */
  #held: (() => void)[] | undefined;
  /** What a thread that rests has left, and the watch on its file. */
  #left: Resting | undefined;
  #watch: { dispose(): void } | undefined;

  constructor(options: ThreadOptions) {
    this.#options = options;
    this.#now = options.now ?? ((): number => performance.now());
    this.hasPast = options.file !== undefined && existsSync(options.file);
    const unheard = (error: unknown): void => { options.log(`News were not heard: ${String(error)}`); };
    this.#news = new Emitter(unheard);
    this.#died = new Emitter(unheard);
  }

  call<N extends CallName>(name: N, ask: Calls[N]["ask"]): Promise<Calls[N]["answer"]> {
    return new Promise((resolve, reject) => {
      const send = (): void => {
        const worker = this.#started();
        // What the thread answers to a call of this name is what the table says: both ends are built from it.
        if (worker) this.#send(worker, name, ask, { resolve: resolve as (value: unknown) => void, reject });
        else reject(gone());
      };
      if (this.#held) this.#held.push(send);
      else send();
    });
  }

  #send<N extends CallName>(worker: Worker, name: N, ask: Calls[N]["ask"], waiting: Waiting): void {
    const id = (this.#calls += 1);
    this.#waiting.set(id, waiting);
    worker.postMessage({ id, name, ask }, buffersOf(ask));
  }

  onNews(listener: (news: HistoryNews) => void): Disposable {
    return this.#news.on(listener);
  }

  async look(): Promise<void> {
    const { file } = this.#options;
    const rests = !this.#worker;
    // A thread that rests is not woken to find that there is nothing new.
    if (rests && !(file !== undefined && this.#left && (await isWritten(file, this.#left.stamp)))) return;
    await this.call("look", undefined).catch(() => undefined); // whoever asks next is told why
  }

  onDeath(listener: () => void): Disposable {
    return this.#died.on(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    this.#worker = undefined;
    this.#stopWaiting();
    // A moment to give its leases back; the database needs no goodbye.
    if (worker) await this.#goodbye(worker);
    this.#failAll(gone());
  }

  #goodbye(worker: Worker): Promise<unknown> {
    const ended = new Promise((resolve) => worker.once("exit", resolve));
    worker.postMessage({ id: 0, name: "closeAll", ask: undefined });
    const timer = setTimeout(() => void worker.terminate(), 1_000);
    return ended.finally(() => { clearTimeout(timer); });
  }

  #started(): Worker | undefined {
    if (this.#closed || this.#givenUp) return undefined;
    try {
      this.#worker ??= this.#start();
    } catch (error) {
      this.#options.log(`The thread that keeps history could not be started: ${error instanceof Error ? error.message : String(error)}`);
    }
    return this.#worker;
  }

  get #givenUp(): boolean {
    return this.#deaths.length >= mostDeaths && this.#now() - (this.#deaths.at(-1) ?? 0) < forgivenAfter;
  }

  #start(): Worker {
    const { script, file, log } = this.#options;
    const left = this.#left;
    this.#stopWaiting();
    this.#heard();
    const worker = new Worker(script, {
      workerData: { file, owner: this.#owner, left },
      // SQLite is marked experimental in Node; a warning in somebody else's log helps nobody.
      execArgv: ["--no-warnings"],
      // Measured: parsing a year leaves a hundred megabytes less behind than with Node's own default, and takes no longer.
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    this.#left = undefined; // only now: a thread that could not be started has taken nothing over
    worker.on("message", (reply: Reply) => { this.#receive(reply); });
    worker.on("error", (error) => { log(`The thread that keeps history failed: ${error.message}`); });
    worker.on("exit", () => { this.#ended(worker); });
    return worker;
  }

  /** Something was said: the thread may rest when that was the last for a while. */
  #heard(): void {
    clearTimeout(this.#quiet);
    const { file, restAfter = 5_000 } = this.#options;
    if (file !== undefined) this.#quiet = setTimeout(() => { this.#rest(file); }, restAfter).unref();
  }

  #rest(file: string): void {
    const worker = this.#worker;
    if (!worker || this.#waiting.size > 0) return; // the answer is heard
    this.#held = [];
    const goOn = (): void => {
      const held = this.#held ?? [];
      this.#held = undefined;
      for (const send of held) send();
    };
    const resolve = (left: unknown): void => {
      if (left !== undefined && !this.#closed) this.#rests(file, left as Resting); // as the table of calls says
      goOn();
    };
    this.#send(worker, "rest", undefined, { resolve, reject: goOn });
  }

  #rests(file: string, left: Resting): void {
    this.#worker = undefined;
    this.#left = left;
    this.#stopWaiting();
    if (left.accounts.length > 0) this.#watch = whenWritten(file, left.stamp, lookEvery, () => void this.#started());
  }

  #stopWaiting(): void {
    clearTimeout(this.#quiet);
    this.#watch?.dispose();
    this.#watch = undefined;
  }

  #receive(reply: Reply): void {
    if (reply.kind !== "log") this.#heard();
    switch (reply.kind) {
      case "news":
        this.#news.fire(reply.news);
        return;
      case "log":
        this.#options.log(reply.line);
        return;
      case "answer":
        this.hasPast = true;
        this.#waiting.get(reply.id)?.resolve(reply.value);
        this.#waiting.delete(reply.id);
        return;
      case "failed":
        this.#waiting.get(reply.id)?.reject(receivedError(reply.error));
        this.#waiting.delete(reply.id);
    }
  }

  #ended(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.generation += 1;
    const now = this.#now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < deathsWithin), now];
    this.#failAll(new SpendError("historyFailed", "The thread that keeps local history has ended; it is started again."));
    this.#died.fire(undefined);
  }

  #failAll(error: SpendError): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }
}

function gone(): SpendError {
  return new SpendError("historyFailed", "The thread that keeps local history does not run. Reload the window.");
}
