import type * as vscode from "vscode";

/** Owns what must be given back: newest first, once, and on after an error. */
export class DisposableStore implements vscode.Disposable {
  readonly #owned: vscode.Disposable[] = [];
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void = () => undefined) {
    this.#onError = onError;
  }

  add<T extends vscode.Disposable>(item: T): T {
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
