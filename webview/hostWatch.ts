/** The host is asked after this much silence, and has this long to answer; in milliseconds. */
export const quiet = 60_000;
export const patience = 10_000;

/**
 * Notices that the host has gone: it may have crashed, and the one that VS Code starts in its place knows nothing of
 * this page. Its silence alone says nothing, since there may be no news; so it is asked. One timer, and none while the
 * page is hidden, because VS Code throws that page away.
 */
export class HostWatch {
  readonly #ask: () => void;
  readonly #gone: () => void;
  #timer = 0;
  #waiting = false;

  /** @param ask sends what the host answers with a state at once; @param gone the answer did not come */
  constructor(ask: () => void, gone: () => void) {
    this.#ask = ask;
    this.#gone = gone;
  }

  /** A state came. */
  heard(): void {
    this.#after(quiet, () => {
      this.ask();
    });
  }

  ask(): void {
    this.#ask();
    this.expect();
  }

  /** Something was sent that a state answers. */
  expect(): void {
    // What waits for an answer does not wait anew: a person who clicks on and on must still be told.
    if (this.#waiting) return;
    this.#after(patience, () => {
      this.heard();
      this.#gone();
    });
    this.#waiting = true;
  }

  #after(time: number, act: () => void): void {
    clearTimeout(this.#timer);
    this.#waiting = false;
    this.#timer = window.setTimeout(act, time);
  }
}
