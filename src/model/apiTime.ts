/** A clock further off than this (milliseconds) is wrong, not merely late. */
const tolerance = 90_000;

/** Time as the API counts it. UTC days are the API's, so where this machine's clock is wrong the API's is used. */
export class ApiTime {
  readonly #now: () => number;
  readonly #log: (line: string) => void;
  #off = 0;

  /** @param now Unix milliseconds by this machine's clock */
  constructor(now: () => number, log: (line: string) => void) {
    this.#now = now;
    this.#log = log;
  }

  /** Unix seconds, whole. */
  now(): number {
    return Math.floor(this.at(this.#now()));
  }

  /**
   * A time of this machine's clock (Unix milliseconds) as Unix seconds of the API's. How far the clock is off is known
   * from the first answer on only, so times from before are kept as they are and converted when they are used. With
   * its fraction: a refresh half a second after another must find what the other brought to be older.
   */
  at(milliseconds: number): number {
    return (milliseconds + this.#off) / 1000;
  }

  /** Seconds by which this machine's clock is wrong; 0 where it is right. */
  get off(): number {
    return Math.round(this.#off / 1000);
  }

  /** @param serverTime Unix milliseconds, as an answer's `Date` says */
  heard(serverTime: number): void {
    const off = serverTime - this.#now();
    const used = Math.abs(off) > tolerance ? off : 0;
    if (Math.abs(used - this.#off) < tolerance) return;
    this.#off = used;
    this.#log(`This machine's clock is ${String(Math.round(-used / 1000))} s ahead of the API's. UTC days follow the API.`);
  }
}
