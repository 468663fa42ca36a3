import type { Clock } from "../../../src/api/clock.ts";

/** A Sunday evening, UTC: 22 November 2026, 19:40:11. */
export const sundayEvening = Date.UTC(2026, 10, 22, 19, 40, 11);
export const hour = 3_600_000;
export const day = 86_400_000;

/** A clock whose sleepers never wait: a retry's pause moves the time on and is over. Pauses side by side overlap. */
export class FakeClock implements Clock {
  #now: number;

  constructor(now: number = sundayEvening) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }

  set(now: number): void {
    this.#now = now;
  }

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    const until = this.#now + milliseconds;
    return new Promise((resolve, reject) => {
      // A turn later, so that pauses that begin together end together.
      setImmediate(() => {
        if (signal.aborted) {
          reject(new Error("aborted"));
          return;
        }
        this.#now = Math.max(this.#now, until);
        resolve();
      });
    });
  }
}

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** A clock whose sleepers wait until somebody moves the time on. */
export class ManualClock implements Clock {
  #now: number;
  #sleepers: readonly Sleeper[] = [];

  constructor(now: number = sundayEvening) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  get sleeping(): number {
    return this.#sleepers.length;
  }

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper = { until: this.#now + milliseconds, wake: resolve };
      this.#sleepers = [...this.#sleepers, sleeper];
      signal.addEventListener("abort", () => {
        this.#sleepers = this.#sleepers.filter(({ wake }) => wake !== resolve);
        reject(new Error("aborted"));
      });
    });
  }

  /** Sets the time, wakes who is due, and lets what they do next happen. */
  async moveTo(now: number): Promise<void> {
    this.#now = now;
    const due = this.#sleepers.filter(({ until }) => until <= now);
    this.#sleepers = this.#sleepers.filter(({ until }) => until > now);
    for (const { wake } of due) wake();
    await settled();
  }

  /** Somebody sets the clock: who sleeps goes on sleeping for as long as before. */
  set(now: number): void {
    this.#sleepers = this.#sleepers.map(({ until, wake }) => ({ until: until + now - this.#now, wake }));
    this.#now = now;
  }

  /** Moves the time on in steps, so that every sleeper of a loop is woken in its turn. */
  async advance(milliseconds: number, step = 15_000): Promise<void> {
    const end = this.#now + milliseconds;
    while (this.#now < end) await this.moveTo(Math.min(end, this.#now + step));
  }
}

/** All promises that can settle without the network have. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
