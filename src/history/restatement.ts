import { dayStart, isComplete, type UtcDay } from "../domain/buckets.ts";
import { breakDown } from "../domain/aggregate.ts";
import { isZero, parseDecimal, subtract, toText, zero, type Decimal } from "../domain/decimal.ts";
import type { Segment } from "../domain/segment.ts";
import { mainMetric, sourceSpec, viewId } from "../domain/sources.ts";
import { addUsd, noDollars, usd, type Usd } from "../domain/money.ts";
import type { KeptDay, Series } from "./series.ts";

/** Name of the fact under which restatements are kept. */
export const restatementsFact = "restatements";
/** More restated days than this are an API that makes all of its past anew; the newest are told. */
const mostKept = 366;

/** A closed day whose cost the API has changed since it was last fetched. */
export interface Restatement {
  readonly day: UtcDay;
  readonly change: Usd;
}

/** What a day's new cost differs by, where the day was already over when it was fetched before. */
export function restatementOf(before: KeptDay | undefined, after: Segment): Restatement | undefined {
  if (!before || !isComplete(after.day, before.fetchedAt)) return undefined;
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

/**
 * The fact after a landing of `series`, or undefined where nothing was restated. Told from the first view of costs
 * only: the others hold the same money again.
 *
 * @param before the fact as it was
 */
export function noteRestatements(
  before: string | undefined,
  series: Series,
  changed: readonly { readonly before: KeptDay | undefined; readonly after: KeptDay }[],
): string | undefined {
  if (series.source !== "costs" || viewId(series.view) !== viewId(sourceSpec("costs").views[0] ?? [])) return undefined;
  const added = changed.flatMap((day) => restatementOf(day.before, day.after.segment) ?? []);
  if (added.length === 0) return undefined;
  const after = addRestatements(readRestatements(before), added).slice(0, mostKept);
  return JSON.stringify(after.map(({ day, change }) => [day, toText(change)]));
}

/** Restatements as they were kept; what is no list of days and amounts is none. */
export function readRestatements(json: string | undefined): readonly Restatement[] {
  const parsed = parse(json);
  if (!Array.isArray(parsed)) return [];
  return parsed.flatMap((entry: unknown): Restatement[] => {
    const [day, text] = Array.isArray(entry) ? (entry as readonly unknown[]) : [];
    const change = typeof text === "string" ? parseDecimal(text) : undefined;
    return typeof day === "number" && change ? [{ day, change: usd(change) }] : [];
  });
}

function parse(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? "[]");
  } catch {
    return undefined; // another version wrote it; what it says is not worth a landing
  }
}

function costOf(segment: Segment): Decimal {
  const from = dayStart(segment.day);
  return breakDown([segment], { metric: mainMetric("costs"), width: "1d", from, to: dayStart(segment.day + 1), groupBy: null, keep: {} }).total ?? zero;
}
