import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { Emitter } from "../domain/emitter.ts";
import { SpendError } from "../domain/errors.ts";
import type { CallName, Calls, HistoryNews, Reply } from "./calls.ts";
import { buffersOf, receivedError, type HistoryPort } from "./port.ts";

export interface ThreadOptions {
  /** Built script of the thread. */
  readonly script: string | URL;
  /** Database file; undefined keeps everything in memory. */
  readonly file: string | undefined;
  readonly log: (line: string) => void;
}

/** A thread that dies this often within a minute (milliseconds) would die again. */
const mostDeaths = 3;
const deathsWithin = 60_000;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: SpendError) => void;
}

/** The engine in a thread of its own, started at the first call and again after it has died. */
export class ThreadPort implements HistoryPort {
  generation = 1;
  hasPast: boolean;
  readonly #options: ThreadOptions;
  /** Names this window, whichever thread works for it: a new one has the leases of the one that died. */
  readonly #owner = randomUUID();
  readonly #news: Emitter<HistoryNews>;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #calls = 0;
  #deaths: readonly number[] = [];
  #closed = false;

  constructor(options: ThreadOptions) {
    this.#options = options;
    this.hasPast = options.file !== undefined && existsSync(options.file);
    this.#news = new Emitter((error) => {
      options.log(`News were not heard: ${String(error)}`);
    });
  }

  call<N extends CallName>(name: N, ask: Calls[N]["ask"]): Promise<Calls[N]["answer"]> {
    return new Promise((resolve, reject) => {
      const worker = this.#started();
      if (!worker) {
        reject(gone());
        return;
      }
      const id = (this.#calls += 1);
      // What the thread answers to a call of this name is what the table says: both ends are built from it.
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      worker.postMessage({ id, name, ask }, buffersOf(ask));
    });
  }

  onNews(listener: (news: HistoryNews) => void): { dispose(): void } {
    return this.#news.on(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    this.#worker = undefined;
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
    if (this.#closed || this.#deaths.length >= mostDeaths) return undefined;
    this.#worker ??= this.#start();
    return this.#worker;
  }

  #start(): Worker {
    const { script, file, log } = this.#options;
    const worker = new Worker(script, {
      workerData: { file, owner: this.#owner },
      // SQLite is marked experimental in Node; a warning in somebody else's log helps nobody.
      execArgv: ["--no-warnings"],
      // Measured: parsing a year leaves a hundred megabytes less behind than with Node's own default, and takes no longer.
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    worker.on("message", (reply: Reply) => { this.#receive(reply); });
    worker.on("error", (error) => { log(`The thread that keeps history failed: ${error.message}`); });
    worker.on("exit", () => { this.#ended(worker); });
    return worker;
  }

  #receive(reply: Reply): void {
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
    const now = Date.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < deathsWithin), now];
    this.#failAll(new SpendError("historyFailed", "The thread that keeps local history has ended; it is started again."));
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
