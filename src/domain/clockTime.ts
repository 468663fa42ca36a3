/** Times of day on a clock of 24 hours, the same on all surfaces. Not by `Intl`, for the reason in `numberPatterns.ts`. */

/** `14:05` in the reader's own zone. @param at Unix seconds */
export function localClock(at: number): string {
  const date = new Date(at * 1000);
  return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}

/** `13:05` in UTC. @param at Unix seconds */
export function utcClock(at: number): string {
  return new Date(at * 1000).toISOString().slice(11, 16);
}

export function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}
