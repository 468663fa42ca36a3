import { dayOf, dayStart, isComplete, type UtcDay } from "../../src/domain/buckets.ts";
import { add, type Decimal } from "../../src/domain/decimal.ts";
import type { Drawing } from "./drawing.ts";

export interface DayTotal {
  readonly day: UtcDay;
  /** `undefined` where nothing of the day is reported. */
  readonly total: Decimal | undefined;
  /** The whole day was over when it was fetched, and the whole of it is in the range. */
  readonly complete: boolean;
}

/** Bucket totals, added up by UTC day. */
export function dayTotals({ breakdown, resolved, rows }: Drawing): readonly DayTotal[] {
  const totals = new Map<UtcDay, Decimal | undefined>();
  breakdown.starts.forEach((start, bucket) => {
    const day = dayOf(start);
    const value = breakdown.bucketTotals[bucket];
    const sum = totals.get(day);
    totals.set(day, value && sum ? add(sum, value) : (value ?? sum));
  });
  return [...totals].map(([day, total]) => {
    const inside = dayStart(day) >= resolved.from && dayStart(day + 1) <= resolved.to;
    return { day, total, complete: inside && isComplete(day, rows.fetchedAt[day] ?? 0) };
  });
}
