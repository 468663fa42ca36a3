/**
 * When to ask again. Every attempt counts, whatever it failed of; the server's own `Retry-After` outranks ours; and
 * there is an end, in tries and in time, so that a surface never waits on a server that will not answer.
 */
export const mostTries = 4;
/** From the first attempt to the last word, in milliseconds. */
export const mostTime = 60_000;
/** A server that asks for a day of silence may be lying; after an hour (milliseconds) it is asked once more. */
export const longestHalt = 3_600_000;

/** Milliseconds after the first, second and third failed try, before jitter. */
const backoff = [500, 1_500, 4_000] as const;

const retriedStatus = new Set([408, 409, 429]);

export function isRetried(status: number): boolean {
  return retriedStatus.has(status) || status >= 500;
}

/**
 * Milliseconds to wait before the next try, or `undefined` to give up.
 *
 * @param tries attempts made so far, at least 1
 * @param spent milliseconds since the first attempt began
 * @param retryAfter milliseconds the server asked for, where it did
 * @param random `[0, 1)`: half to all of the backoff is waited, so that many clients do not return at once
 */
export function retryDelay(tries: number, spent: number, retryAfter: number | undefined, random: number): number | undefined {
  if (tries >= mostTries) return undefined;
  const own = (backoff[tries - 1] ?? 4_000) * (0.5 + random / 2);
  const delay = retryAfter === undefined ? own : Math.max(retryAfter, own / 2);
  return spent + delay < mostTime ? delay : undefined;
}

/**
 * Milliseconds that a `Retry-After` header asks for: whole seconds or an HTTP date; anything else is nothing.
 *
 * @param now Unix milliseconds by the clock that a date is of: the server's
 */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  // Seconds of any length: `Date.parse` would make a year, or nothing, of a long run of digits.
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
