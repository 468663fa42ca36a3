import { existsSync } from "node:fs";
import { Emitter, type Disposable } from "../domain/emitter.ts";
import type { CallName, Calls, HistoryNews } from "./calls.ts";
import { HistoryEngine, type EngineOptions } from "./engine.ts";
import { buffersOf, receivedError, sentError, type HistoryPort } from "./port.ts";

/** The engine in the caller's own thread: where there is no second one, and in tests. Messages are cloned all the same. */
export class LocalPort implements HistoryPort {
  readonly generation = 1;
  hasPast: boolean;
  readonly engine: HistoryEngine;
  readonly #news: Emitter<HistoryNews>;

  constructor(options: Omit<EngineOptions, "push">) {
    this.hasPast = options.file !== undefined && existsSync(options.file);
    this.#news = new Emitter((error) => {
      options.log(`News were not heard: ${String(error)}`);
    });
    this.engine = new HistoryEngine({ ...options, push: (news) => { this.#news.fire(structuredClone(news)); } });
  }

  async call<N extends CallName>(name: N, ask: Calls[N]["ask"]): Promise<Calls[N]["answer"]> {
    try {
      const answer = await this.engine.call(name, structuredClone(ask, { transfer: buffersOf(ask) }));
      this.hasPast = true;
      return structuredClone(answer, { transfer: buffersOf(answer) });
    } catch (error) {
      throw receivedError(sentError(error));
    }
  }

  onNews(listener: (news: HistoryNews) => void): Disposable {
    return this.#news.on(listener);
  }

  async look(): Promise<void> {
    await this.call("look", undefined);
  }

  /** It lives as long as its caller. */
  onDeath(): Disposable {
    return { dispose: () => undefined };
  }

  async close(): Promise<void> {
    await this.engine.call("closeAll", undefined);
  }
}
