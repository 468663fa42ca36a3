import { hashText, mix } from "./hash.ts";
import type { Query } from "./query.ts";

/**
 * Cursors that look like the API's (`page_AAAAAGdGxdEiJdKOAAAAAGcqsYA=`): 20 bytes in base64, so that they end in `=` and may hold
 * `+` and `/`, which break a client that does not percent-encode. They carry where to go on, and a hash of the query.
 */

function word(bytes: Uint8Array, at: number, value: number): void {
  new DataView(bytes.buffer).setUint32(at, value >>> 0);
}

export function writeCursor(query: Query, nextStart: number): string {
  const bytes = new Uint8Array(20);
  const hash = hashText(query.identity);
  word(bytes, 4, mix(hash, nextStart));
  word(bytes, 8, hash);
  word(bytes, 16, nextStart);
  return `page_${btoa(String.fromCharCode(...bytes))}`;
}

/** The start that a cursor stands for; null where it was not made for this query. */
export function readCursor(query: Query, cursor: string): number | null {
  if (!/^page_[A-Za-z0-9+/]{27}=$/.test(cursor)) return null;
  const bytes = Uint8Array.from(atob(cursor.slice("page_".length)), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const nextStart = view.getUint32(16);
  return writeCursor(query, nextStart) === cursor ? nextStart : null;
}
