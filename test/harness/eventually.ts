import { setTimeout as delay } from "node:timers/promises";

const PAUSE_MS = 200;

/**
 * Tries until it succeeds; after the limit it fails with the last reason.
 * @param what a sentence that is true in the end: "the tree shows the project"
 */
export async function eventually<T>(what: string, attempt: () => Promise<T> | T, limitMs = 30_000): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`Waited ${String(limitMs / 1000)} s until ${what}: ${reason}`, { cause: error });
      }
      await delay(PAUSE_MS);
    }
  }
}

/** For a string inside a CSS attribute selector. */
export function escaped(text: string): string {
  return text.replace(/["\\]/g, "\\$&");
}

/** For a text inside a regular expression. */
export function verbatim(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
