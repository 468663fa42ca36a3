import { dayStart, type UtcDay } from "../domain/buckets.ts";
import { breakDown } from "../domain/aggregate.ts";
import { isZero, subtract, zero, type Decimal } from "../domain/decimal.ts";
import type { Segment } from "../domain/segment.ts";
import { mainMetric } from "../domain/sources.ts";
import { usd, type Usd } from "../domain/money.ts";
import type { KeptDay } from "../history/historyStore.ts";

/** A closed day whose cost the API has changed since it was last fetched. */
export interface Restatement {
  readonly day: UtcDay;
  readonly change: Usd;
}

/** What a day's new cost differs by, where the day was already over when it was fetched before. */
export function restatementOf(before: KeptDay | undefined, after: Segment): Restatement | undefined {
  if (!before || before.fetchedAt < dayStart(after.day + 1)) return undefined;
  const change = subtract(costOf(after), costOf(before.segment));
  return isZero(change) ? undefined : { day: after.day, change: usd(change) };
}

function costOf(segment: Segment): Decimal {
  const from = dayStart(segment.day);
  return breakDown([segment], { metric: mainMetric("costs"), width: "1d", from, to: dayStart(segment.day + 1), groupBy: null, keep: {} }).total ?? zero;
}
