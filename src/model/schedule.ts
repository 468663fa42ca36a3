import { dayOf } from "../domain/buckets.ts";
import type { Clock } from "../api/clock.ts";
import type { Disposable } from "./emitter.ts";
import { baseSeries } from "./session.ts";
import type { UsageModel } from "./usageModel.ts";

/** How often the schedule looks at the clock (milliseconds); a laptop that wakes is noticed within this. */
const glance = 15_000;

/**
 * Refreshes every few minutes, and right after midnight UTC, when today becomes yesterday. It compares times instead
 * of trusting one long timer, which a sleeping laptop would stop.
 */
export class Schedule implements Disposable {
  readonly #ends = new AbortController();
  readonly #model: UsageModel;
  readonly #clock: Clock;

  constructor(model: UsageModel, clock: Clock) {
    this.#model = model;
    this.#clock = clock;
  }

  /** Runs until disposed. */
  async run(): Promise<void> {
    let last = this.#clock.now();
    // Of the API's clock, which this machine's may be hours off: what it is, is learned from the answers.
    let day = dayOf(this.#model.now());
    for (;;) {
      const ended = await this.#clock.sleep(glance, this.#ends.signal).then(
        () => false,
        () => true, // disposed
      );
      if (ended) return;
      const now = this.#clock.now();
      const today = dayOf(this.#model.now());
      const newDay = today !== day;
      day = today;
      const due = now - last >= this.#model.settings.refreshIntervalMinutes * 60_000;
      if (newDay) this.#model.touch();
      // A clock set back must not put the next refresh off by as much.
      if (now < last) last = now;
      if ((newDay || due) && this.#mayAsk()) {
        last = now;
        await this.#model.refresh();
      }
    }
  }

  dispose(): void {
    this.#ends.abort();
  }

  /** A rejected key stays rejected until a person sets another: asking on would look like an attack. */
  #mayAsk(): boolean {
    const failed = this.#model.session?.state(baseSeries("costs")).failed ?? [];
    return !failed.some(({ error }) => error.kind === "keyRejected");
  }
}
