/** Bytes that are taken in before the event loop goes on: a few milliseconds of what undici does for them. */
const mostAtOnce = 1 << 19;

/**
 * Lets the event loop go on between chunks of many answers. One turn of it reads each socket for as long as that has
 * something, up to two megabytes, and sixteen answers come at once: whatever else the extension host has to do would wait
 * for them all. Measured over cold years: the most that the host works without a pause goes from 17 to 11 ms, and from 28
 * to 13 at worst, while a year takes as long.
 */
export class LoopTurns {
  #taken = 0;
  #next: Promise<void> | undefined;

  /** @returns what is to be waited for before more is read; undefined where nothing is */
  after(bytes: number): Promise<void> | undefined {
    this.#taken += bytes;
    if (this.#taken < mostAtOnce) return undefined;
    return (this.#next ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#taken = 0;
        this.#next = undefined;
        resolve();
      });
    }));
  }
}
