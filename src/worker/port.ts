import type { Disposable } from "../domain/emitter.ts";
import { isSpendErrorKind, SpendError } from "../domain/errors.ts";
import type { CallName, Calls, HistoryNews, SentError } from "./calls.ts";

/** The way to the thread that keeps history. */
export interface HistoryPort {
  /** Rejects with a `SpendError`; buffers in what is asked are moved, not copied. */
  call<N extends CallName>(name: N, ask: Calls[N]["ask"]): Promise<Calls[N]["answer"]>;
  /**
   * Whether there may be something to read, from before or by now: then it is read before anything is asked. A first
   * start has nothing, and does not wait for the file to be made.
   */
  readonly hasPast: boolean;
  /** Counts the starts of the thread: what was opened in an earlier one has to be opened again. */
  readonly generation: number;
  /** News that no call asked for: another window has brought something. */
  onNews(listener: (news: HistoryNews) => void): Disposable;
  /** Has what other windows have written told at once; resolves once it is. Never rejects. */
  look(): Promise<void>;
  /** The thread has died. */
  onDeath(listener: () => void): Disposable;
  close(): Promise<void>;
}

/** Buffers of a message that change hands with it: the bytes of an answer, and the columns of rows. */
export function buffersOf(value: unknown): ArrayBuffer[] {
  if (typeof value !== "object" || value === null) return [];
  const found: readonly unknown[] = [
    ...("body" in value && Array.isArray(value.body) ? (value.body as readonly unknown[]) : []),
    ...("segments" in value && typeof value.segments === "object" && value.segments !== null && "columns" in value.segments ? [value.segments.columns] : []),
  ];
  return found.filter((part) => part instanceof ArrayBuffer);
}

export function sentError(error: unknown): SentError {
  if (error instanceof SpendError) {
    // The cause may hold anything, sockets included; what a person is told is in the rest.
    const { cause: _, ...detail } = error.detail;
    return { errorKind: error.kind, message: error.message, detail };
  }
  return { errorKind: "historyFailed", message: `Local history failed: ${error instanceof Error ? error.message : String(error)}`, detail: {} };
}

export function receivedError({ errorKind, message, detail }: SentError): SpendError {
  return new SpendError(isSpendErrorKind(errorKind) ? errorKind : "historyFailed", message, detail);
}
