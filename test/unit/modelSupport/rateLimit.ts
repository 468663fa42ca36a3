/** A server that bears `perSecond` requests and `burst` more at once, as most do: a bucket that fills and empties. */
export class RateLimit {
  /** Unix milliseconds of every request. */
  readonly sent: number[] = [];
  refused = 0;
  /** Unix milliseconds at which the first request was refused. */
  firstRefusal = Infinity;
  #tokens: number;
  #at: number;
  readonly #perSecond: number;
  readonly #burst: number;

  constructor(perSecond: number, burst: number, now: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#tokens = burst;
    this.#at = now;
  }

  bears(now: number): boolean {
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    this.sent.push(now);
    if (this.#tokens < 1) {
      this.refused += 1;
      this.firstRefusal = Math.min(this.firstRefusal, now);
      return false;
    }
    this.#tokens -= 1;
    return true;
  }

  /** The most requests that came within any one second. @param after Unix milliseconds; those that came sooner do not count */
  mostInASecond(after = -Infinity): number {
    return Math.max(...this.sent.filter((from) => from > after).map((from) => this.sent.filter((at) => at >= from && at < from + 1_000).length));
  }
}
