import { crc32 } from "node:zlib";
import { HistoryError } from "./historyError.ts";

/**
 * Texts as SQLite can keep them. What comes from outside may hold NUL, at which SQLite's text functions (and Node 22
 * when it reads) stop, or half a surrogate pair, which UTF-8 cannot spell and which would become U+FFFD: two texts
 * would collapse into one. Such texts are kept as JSON, and so are those that look like it.
 */
const needsSpelling = /^"|[\0\p{Surrogate}]/u;

export function storedText(text: string): string {
  return needsSpelling.test(text) ? JSON.stringify(text) : text;
}

/** @throws {HistoryError} where `stored` was not made by `storedText`. */
export function textOf(stored: string): string {
  if (!stored.startsWith('"')) return stored;
  try {
    return String(JSON.parse(stored));
  } catch (error) {
    throw new HistoryError("damaged", "The file is damaged: a text is not spelled as it was.", error);
  }
}

/**
 * CRC-32 of a dictionary text as it is stored, begun with its number, so that a text under another number is found out.
 * Signed, since SQLite then keeps any of them in four bytes.
 */
export function textSum(number: number, stored: string): number {
  return crc32(stored, number) | 0;
}

/** The same of a fact, begun with its name. */
export function factSum(name: string, stored: string): number {
  return textSum(crc32(name), stored);
}
