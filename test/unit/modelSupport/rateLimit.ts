/** A server that bears `perSecond` requests and `burst` more at once, as most do: a bucket that fills and empties. */
export class RateLimit {
  /** Unix milliseconds of every request. */
  readonly sent: number[] = [];
  refused = 0;
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
      return false;
    }
    this.#tokens -= 1;
    return true;
  }

  /** The most requests that came within any one second. */
  get mostInASecond(): number {
    return Math.max(...this.sent.map((from) => this.sent.filter((at) => at >= from && at < from + 1_000).length));
  }
}
