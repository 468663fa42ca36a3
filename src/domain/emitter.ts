export interface Disposable {
  dispose(): void;
}

/** Listeners of one event. One that throws does not keep the others from hearing. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  on(listener: (value: T) => void): Disposable {
    // A wrapper of its own, so that the same function can listen twice and leave once.
    const own = (value: T): void => {
      listener(value);
    };
    this.#listeners.add(own);
    return { dispose: () => this.#listeners.delete(own) };
  }

  fire(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
