/**
 * Answers that the thread has been given and has not read yet. Requests run ahead of it, since it takes a while to come
 * up to speed, but not without end: answers fill the memory, and one that somebody looks at waits for those before it.
 */
export class Backlog {
  readonly #most: number;
  #bytes = 0;
  #waiting: (() => void)[] = [];

  /** @param most bytes beyond which nothing more is asked for */
  constructor(most: number) {
    this.#most = most;
  }

  /** Resolves once there is room for another answer. */
  async room(): Promise<void> {
    while (this.#bytes > this.#most) await new Promise<void>((goOn) => this.#waiting.push(goOn));
  }

  /** Counts `bytes` for as long as `read` takes. */
  async during<T>(bytes: number, read: () => Promise<T>): Promise<T> {
    this.#bytes += bytes;
    try {
      return await read();
    } finally {
      this.#bytes -= bytes;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const goOn of waiting) goOn();
    }
  }
}
