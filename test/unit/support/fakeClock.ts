import type { Clock } from "../../../src/api/clock.ts";

/** A clock that moves only by what is slept or set: every sleep is over at once, and is written down. */
export class FakeClock implements Clock {
  readonly sleeps: number[] = [];
  #time: number;

  /** @param time Unix milliseconds */
  constructor(time: number) {
    this.#time = time;
  }

  now(): number {
    return this.#time;
  }

  pass(milliseconds: number): void {
    this.#time += milliseconds;
  }

  async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.sleeps.push(milliseconds);
    this.#time += milliseconds;
    await Promise.resolve();
  }
}

/** Never wakes by itself: a sleep ends when it is aborted, and `asleep` resolves once somebody sleeps. */
export class DeepSleepClock implements Clock {
  readonly asleep: Promise<void>;
  readonly #time: number;
  #begun: () => void = () => undefined;

  constructor(time: number) {
    this.#time = time;
    this.asleep = new Promise((resolve) => {
      this.#begun = resolve;
    });
  }

  now(): number {
    return this.#time;
  }

  sleep(_milliseconds: number, signal: AbortSignal): Promise<void> {
    this.#begun();
    return untilAborted(signal);
  }
}

/** Settles only when `signal` is aborted, and then with its reason. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
