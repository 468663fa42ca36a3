import { dayStart, type UtcDay } from "../domain/buckets.ts";
import { breakDown } from "../domain/aggregate.ts";
import { isZero, subtract, zero, type Decimal } from "../domain/decimal.ts";
import type { Segment } from "../domain/segment.ts";
import { mainMetric } from "../domain/sources.ts";
import { addUsd, noDollars, usd, type Usd } from "../domain/money.ts";
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

/**
 * What is known of restated days after more of them, newest first. A day that moves little by little is told by all
 * it has moved since it was first shown; one that moved back is not told any more.
 */
export function addRestatements(known: readonly Restatement[], added: readonly Restatement[]): readonly Restatement[] {
  const changes = new Map(known.map(({ day, change }) => [day, change]));
  const moved = added.map(({ day, change }) => ({ day, change: addUsd(changes.get(day) ?? noDollars, change) }));
  const days = new Set(moved.map(({ day }) => day));
  return [...moved.filter(({ change }) => !isZero(change)), ...known.filter(({ day }) => !days.has(day))];
}

function costOf(segment: Segment): Decimal {
  const from = dayStart(segment.day);
  return breakDown([segment], { metric: mainMetric("costs"), width: "1d", from, to: dayStart(segment.day + 1), groupBy: null, keep: {} }).total ?? zero;
}
