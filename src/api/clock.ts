/** Time as a value that is given, so that tests can set it. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Resolves after `milliseconds`, rejects with the signal's reason when aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const end = (): void => {
        signal.removeEventListener("abort", stop);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
      };
      if (signal.aborted) stop();
      else signal.addEventListener("abort", stop, { once: true });
    }),
};
