import { addUsage, restatedFor } from "./meter.ts";
import { secondsPerDay } from "./calendar.ts";
import type { Organization } from "./organization.ts";
import { quantities } from "./price.ts";

/** What all streams of an organization used on a UTC day; stream `i` starts at `i * quantities`. */
export type DayTotals = (day: number, now: number) => Float64Array;

const keptDays = 400;
const keptNumbers = 2_000_000;

/** Day totals that remember final days: those are asked for again and again, and never change. */
export function dayTotals(organization: Organization): DayTotals {
  const { streams } = organization;
  const final = new Map<number, Float64Array>();
  const room = Math.min(keptDays, Math.floor(keptNumbers / Math.max(1, streams.length * quantities)));
  return (day, now) => {
    const known = final.get(day);
    if (known !== undefined) return known;
    const sums = new Float64Array(streams.length * quantities);
    const start = day * secondsPerDay;
    streams.forEach((stream, index) => {
      if (day >= stream.fromDay && day < stream.toDay) addUsage(stream, start, start + secondsPerDay, now, sums, index * quantities);
    });
    if (now >= start + secondsPerDay + restatedFor && final.size < room) final.set(day, sums);
    return sums;
  };
}
