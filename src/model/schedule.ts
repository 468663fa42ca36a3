import { dayOf } from "../domain/buckets.ts";
import type { Clock } from "../api/clock.ts";
import type { Disposable } from "../domain/emitter.ts";
import { readFact } from "./facts.ts";
import { baseSeries } from "./session.ts";
import type { UsageModel } from "./usageModel.ts";

/** How often the schedule looks at the clock (milliseconds); a laptop that wakes is noticed within this. */
const glance = 15_000;

/**
 * Refreshes every few minutes, and right after midnight UTC, when today becomes yesterday; then has the rest of the
 * year fetched. It compares times instead of trusting one long timer, which a sleeping laptop would stop. What another
 * window of this machine has refreshed is not refreshed again.
 */
export class Schedule implements Disposable {
  readonly #ends = new AbortController();
  readonly #model: UsageModel;
  readonly #clock: Clock;
  /** Ends the present pause. */
  #wake = new AbortController();

  constructor(model: UsageModel, clock: Clock) {
    this.#model = model;
    this.#clock = clock;
  }

  /** Runs until disposed. */
  async run(): Promise<void> {
    let last = this.#clock.now();
    // Of the API's clock, which this machine's may be hours off: what it is, is learned from the answers.
    let day = dayOf(this.#model.now());
    let followed = this.#refreshed();
    let pruned: { readonly session: object; readonly day: number } | undefined;
    for (;;) {
      await this.#pause(followed);
      if (this.#ends.signal.aborted) return;
      const now = this.#clock.now();
      const today = dayOf(this.#model.now());
      const newDay = today !== day;
      day = today;
      const due = now - last >= this.#model.settings.refreshIntervalMinutes * 60_000;
      if (newDay) this.#model.touch();
      // A clock set back must not put the next refresh off by as much.
      if (now < last) last = now;
      if ((newDay || due) && !this.#model.fresh && this.#mayAsk()) {
        last = now;
        await this.#model.refresh();
      } else if (this.#refreshed() !== followed) await this.#model.follow();
      followed = this.#refreshed();
      await this.#model.settled();
      const { session } = this.#model;
      if (session && this.#model.knowsDay && (pruned?.session !== session || pruned.day !== today)) {
        pruned = { session, day: today };
        void this.#model.prune();
      }
      // Not awaited: it goes on for as long as it takes, and refreshes go on beside it.
      void this.#model.yearFill?.run();
    }
  }

  /** Looks at once: another account is shown. */
  wake(): void {
    this.#wake.abort();
  }

  dispose(): void {
    this.#ends.abort();
  }

  /** Until the next glance, or until there is something to look at: a refresh since `followed`, in whichever window, is. */
  async #pause(followed: number | undefined): Promise<void> {
    this.#wake = new AbortController();
    const heeding = this.#model.onDidChange(() => { if (this.#refreshed() !== followed) this.wake(); });
    const signal = AbortSignal.any([this.#ends.signal, this.#wake.signal]);
    await this.#clock.sleep(glance, signal).catch(() => undefined); // woken, or disposed
    heeding.dispose();
  }

  #refreshed(): number | undefined {
    const { session } = this.#model;
    return session && readFact(session.history, "refreshed");
  }

  /** A rejected key stays rejected until a person sets another: asking on would look like an attack. */
  #mayAsk(): boolean {
    const failed = this.#model.session?.state(baseSeries("costs")).failed ?? [];
    return !failed.some(({ error }) => error.kind === "keyRejected");
  }
}
