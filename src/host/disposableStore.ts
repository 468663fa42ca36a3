import type { Disposable } from "../domain/emitter.ts";

/** Owns what must be given back: newest first, once, and on after an error. */
export class DisposableStore implements Disposable {
  readonly #owned: Disposable[] = [];
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void = () => undefined) {
    this.#onError = onError;
  }

  add<T extends Disposable>(item: T): T {
    this.#owned.push(item);
    return item;
  }

  dispose(): void {
    for (let item = this.#owned.pop(); item; item = this.#owned.pop()) {
      try {
        item.dispose();
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
