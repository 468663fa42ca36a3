/**
 * Bytes that are on their way and have not arrived, and room for more as long as they are few. Requests run ahead of the
 * server that makes their answers and of the thread that reads them, but not without end: answers fill the memory, and
 * what somebody looks at waits for all that was begun before it.
 */
export class Backlog {
  readonly #most: number;
  #bytes = 0;
  #waiting: (() => void)[] = [];

  /** @param most bytes beyond which nothing more is begun; a single one that is longer than that goes alone */
  constructor(most: number) {
    this.#most = most;
  }

  /** Resolves once there is room for more. */
  async room(): Promise<void> {
    while (this.#bytes > this.#most) await this.#change();
  }

  /** Counts `bytes` from when there is room for them until `work` is done. */
  async inTurn<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    while (this.#bytes > this.#most) await this.#change(); // not `room`: it is looked and counted in one go
    return this.during(bytes, work);
  }

  /** Counts `bytes` for as long as `work` takes. */
  async during<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    this.#bytes += bytes;
    try {
      return await work();
    } finally {
      this.#bytes -= bytes;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const goOn of waiting) goOn();
    }
  }

  #change(): Promise<void> {
    return new Promise((goOn) => this.#waiting.push(goOn));
  }
}
