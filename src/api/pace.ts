import type { Clock } from "./clock.ts";
import { longestHalt } from "./retry.ts";

/** Requests side by side while the API has not complained: about as many as there are sources and views to ask for. */
export const fullWidth = 20;
/** After a 429 that does not say how long to wait, nothing is sent for this long (milliseconds). */
const breather = 1_000;
/** Milliseconds between two requests: what a first 429 leads to, and what no number of them goes beyond. */
const firstInterval = 250;
const longestInterval = 2_000;
/** A pace as quick as this (milliseconds) is none. */
const noInterval = 20;
/** So long after the last 429 (milliseconds) it is forgotten: rate limits count by the second or by the minute. */
const forgivenAfter = 300_000;

/** When a request was sent; what it comes to is judged by what was known then. */
export type Turn = number;

/**
 * How quickly the API may be asked, which no document says. The API says it with 429: then everything stops for a
 * moment and goes on at half the pace and half the width; each answer widens both a little. Near the pace that was too
 * quick it grows slowly, so that a limit is touched now and then instead of being run into all the time.
 */
export class Pace {
  readonly #clock: Clock;
  #width = fullWidth;
  #interval = 0;
  /** The interval that was too short; 0 while none was. */
  #tooQuick = 0;
  #slowedAt = -Infinity;
  #pausedUntil = -Infinity;
  #next = -Infinity;
  #lastSeen = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many requests may be under way at once. */
  get width(): number {
    return Math.max(1, Math.floor(this.#width));
  }

  /**
   * Waits until a request may be sent.
   *
   * @param longest milliseconds
   * @returns undefined, at once, where the API wants to be left alone for longer than that
   */
  async turn(longest: number, signal: AbortSignal): Promise<Turn | undefined> {
    for (;;) {
      const now = this.#now();
      this.#forgive(now);
      const at = Math.max(now, this.#pausedUntil, this.#next);
      if (at - now > longest) return undefined;
      if (at <= now) {
        this.#next = now + this.#interval;
        return now;
      }
      // A place in the row, so that those who wait do not all start together.
      if (at >= this.#pausedUntil && this.#interval > 0) this.#next = at + this.#interval;
      await this.#clock.sleep(at - now, signal);
      if (this.#now() >= this.#pausedUntil) return this.#now();
    }
  }

  /** Milliseconds for which nothing is sent, because the API asked for it. */
  get pausedFor(): number {
    const now = this.#now(); // first: it may move the rest
    return Math.max(0, this.#pausedUntil - now);
  }

  /** The API answered. */
  good(turn: Turn): void {
    if (turn <= this.#slowedAt) return;
    this.#width = Math.min(fullWidth, this.#width + 0.25);
    this.#interval *= this.#interval > 2 * this.#tooQuick ? 0.8 : 0.97;
    if (this.#interval < noInterval) this.#interval = 0;
  }

  /** @param retryAfter milliseconds the API asked for, where it did */
  limited(turn: Turn, retryAfter: number | undefined): void {
    const now = this.#now();
    this.#pausedUntil = Math.max(this.#pausedUntil, now + Math.min(retryAfter ?? breather, longestHalt));
    // Requests that were under way when the first of them was refused say nothing of the pace that followed.
    if (turn <= this.#slowedAt) return;
    this.#slowedAt = now;
    this.#tooQuick = Math.max(this.#interval, firstInterval / 2); // without any, the answers came as quickly as they could
    this.#interval = Math.min(longestInterval, 2 * this.#tooQuick);
    this.#width = Math.max(1, this.#width / 2);
    this.#next = this.#pausedUntil;
  }

  #forgive(now: number): void {
    if (now - this.#slowedAt <= forgivenAfter) return;
    this.#slowedAt = -Infinity;
    this.#interval = 0;
    this.#tooQuick = 0;
    this.#width = fullWidth;
  }

  /** Unix milliseconds. Where the clock was set back, all that is remembered moves with it: a pause stays as long as it was. */
  #now(): number {
    const now = this.#clock.now();
    if (now < this.#lastSeen) {
      const back = this.#lastSeen - now;
      this.#slowedAt -= back;
      this.#pausedUntil -= back;
      this.#next -= back;
    }
    this.#lastSeen = now;
    return now;
  }
}
