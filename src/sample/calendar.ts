/** Seconds and days in UTC. Everything here is calendar-fixed, so that a closed day never changes as time goes on. */

export const secondsPerHour = 3600;
export const secondsPerDay = 86_400;

/** The UTC day that holds `seconds`, counted from 1970-01-01. */
export function dayOf(seconds: number): number {
  return Math.floor(seconds / secondsPerDay);
}

/** Midnight UTC at or before `seconds`. */
export function midnight(seconds: number): number {
  return dayOf(seconds) * secondsPerDay;
}

/** 0 is Sunday. */
export function weekday(day: number): number {
  return (day + 4) % 7;
}

/** The Monday at or before `day`. */
export function monday(day: number): number {
  return day - ((day + 3) % 7);
}

export function utcSeconds(isoDate: string): number {
  return Date.parse(`${isoDate}T00:00:00Z`) / 1000;
}

/** `YYYY-MM-DD` in UTC. */
export function isoDate(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}
