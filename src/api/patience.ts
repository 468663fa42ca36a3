import { mostTime } from "./retry.ts";

/**
 * Milliseconds that a body may take: at two megabits a second, a page of sixty megabytes. One that stops for longer than
 * the transport is ready to wait has failed long before.
 */
const longestBody = 300_000;

/** How long one request is waited for, all its tries together. */
export class Patience {
  /** Aborted with the caller's signal, or once it is over. */
  readonly signal: AbortSignal;
  readonly #over = new AbortController();
  #flowing = false;

  constructor(caller: AbortSignal) {
    this.signal = AbortSignal.any([caller, this.#over.signal]);
    this.#endAfter(mostTime, () => !this.#flowing);
  }

  /** Takes a body whose headers have come. What flows is not cut off: asked for again, it would take as long once more. */
  async during<T>(body: Promise<T>): Promise<T> {
    this.#flowing = true;
    this.#endAfter(longestBody, () => this.#flowing);
    try {
      return await body;
    } finally {
      this.#flowing = false;
    }
  }

  #endAfter(milliseconds: number, stillCounts: () => boolean): void {
    const timer = AbortSignal.timeout(milliseconds);
    timer.addEventListener("abort", () => {
      if (stillCounts()) this.#over.abort(timer.reason);
    });
  }
}
