import { longestHalt, mostTime } from "../api/retry.ts";
import type { SpendError } from "../domain/errors.ts";

/** Nobody answers at that address: then nobody will a moment later, and every surface can say so at once. */
const unreachable: ReadonlySet<string> = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH"]);
const unreachableFor = 2_000;

/** What one request ran into and every other would, too. A single endpoint that fails or hangs is not that. */
export class Halts {
  readonly #clockNow: () => number;
  /** When it was last looked at the clock. */
  #lastSeen = -Infinity;
  #error: SpendError | undefined;
  /** Unix milliseconds by this machine's clock. */
  #until = -Infinity;

  /** @param now Unix milliseconds by this machine's clock */
  constructor(now: () => number) {
    this.#clockNow = now;
  }

  /** Why nothing is asked now: the key was rejected, the server wants to be left alone, or nobody is there. */
  get current(): SpendError | undefined {
    return this.#now() < this.#until ? this.#error : undefined;
  }

  note(error: SpendError): void {
    const now = this.#now();
    const { retryAfter, code = "" } = error.detail;
    if (error.kind === "keyRejected") this.#halt(error, Infinity);
    // Less than that is waited out in line: see `Pace`.
    else if (error.kind === "rateLimited" && retryAfter !== undefined && retryAfter >= mostTime) this.#halt(error, now + Math.min(retryAfter, longestHalt));
    else if (error.kind === "offline" && unreachable.has(code)) this.#halt(error, now + unreachableFor);
  }

  /** Forgets that the key was rejected, or that nobody was there. What the server asked for with `Retry-After` stands. */
  tryAgain(): void {
    if (this.#error?.kind !== "rateLimited") this.#until = -Infinity;
  }

  /** Where the clock was set back, the halt moves with it, and stays as long as it was. */
  #now(): number {
    const now = this.#clockNow();
    if (now < this.#lastSeen) this.#until -= this.#lastSeen - now;
    this.#lastSeen = now;
    return now;
  }

  #halt(error: SpendError, until: number): void {
    this.#error = error;
    this.#until = until;
  }
}
