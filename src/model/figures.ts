import { breakDown, type Ask, type Breakdown } from "../domain/aggregate.ts";
import { dayOf, daysOf, dayStart, isPartial, knownSeconds, monthStart, type DayRange, type UtcDay } from "../domain/buckets.ts";
import { runRate } from "../domain/budget.ts";
import type { Decimal } from "../domain/decimal.ts";
import type { Dimension } from "../domain/dimensions.ts";
import { usd, type Usd } from "../domain/money.ts";
import { mainMetric, type SourceId } from "../domain/sources.ts";
import type { SpendError } from "../domain/errors.ts";
import type { Segment } from "../domain/segment.ts";
import type { KeptDay } from "../history/series.ts";
import { asOfDays, errorFor } from "./seriesState.ts";
import { baseSeries, missingDays, type Session } from "./session.ts";
import type { UsageModel } from "./usageModel.ts";

/** A number as a surface may show it: three things that must never be taken for one another. */
export type Figure =
  /** Not fetched yet, or not all of it. */
  | { readonly kind: "pending" }
  /** Fetched; the API has nothing to say: "—". */
  | ({ readonly kind: "nothing" } & Extent)
  | ({ readonly kind: "amount"; readonly usd: Usd } & Extent);

/** How much of its days a figure tells. */
export interface Extent {
  /** Unix seconds of the fetch of the first day that was not over then, and is now: of the rest of that day nothing is known. `null` where all is. */
  readonly upTo: number | null;
}

/** The answers the status bar, its tooltip and the quick pick give. */
export interface Glance {
  readonly day: UtcDay;
  readonly today: Figure;
  readonly yesterday: Figure;
  readonly month: Figure;
  /** Estimate of the whole month. */
  readonly runRate: Usd | undefined;
  /** Unix seconds of the last good fetch; null before the first. */
  readonly asOf: number | null;
  /** Why the numbers are not the newest; undefined where the last fetch brought them all. */
  readonly error: SpendError | undefined;
  /** No error, and yet no news: the machine slept, or a refresh is late by more than two rounds. */
  readonly overdue: boolean;
}

export function glanceOf(model: UsageModel): Glance {
  const now = model.now();
  const day = dayOf(now);
  const days = { from: Math.min(monthStart(day), day - 1), to: day + 1 };
  const monthDays = { from: monthStart(day), to: day + 1 };
  const month = costFigure(model, monthDays);
  const asOf = model.session ? asOfDays(shownDays(model.session, days)) : null;
  return {
    day,
    today: costFigure(model, { from: day, to: day + 1 }),
    yesterday: costFigure(model, { from: day - 1, to: day }),
    month,
    runRate: model.session && month.kind === "amount" ? runRate(month.usd, secondsOf(shownDays(model.session, monthDays)), day) : undefined,
    asOf,
    error: model.session && errorFor(model.session.state(baseSeries("costs")), days),
    overdue: asOf !== null && now - asOf > Math.max(2 * model.settings.refreshIntervalMinutes * 60, 900),
  };
}

/** Total cost of whole days; pending while one of them was never fetched. */
export function costFigure(model: UsageModel, days: DayRange): Figure {
  const { session } = model;
  if (!session) return { kind: "pending" };
  const undivided = onlyUndivided(session, days);
  if (!undivided && missingDays(session, baseSeries("costs"), days).length > 0) return { kind: "pending" };
  const total = undivided ? breakDown(segmentsOf(undivided), askFor("costs", days, null)).total : totalOf(model, "costs", days);
  const upTo = shownDays(session, days).find(({ segment, fetchedAt }) => isPartial(segment.day, fetchedAt, model.now()))?.fetchedAt ?? null;
  return total ? { kind: "amount", usd: usd(total), upTo } : { kind: "nothing", upTo };
}

/** Seconds of these days that had passed when they were fetched. */
function secondsOf(kept: readonly KeptDay[]): number {
  return kept.reduce((sum, { segment, fetchedAt }) => sum + knownSeconds(segment.day, fetchedAt), 0);
}

/** The days of costs, undivided, where that is all that is known of them: until they are there by project and line item. */
function onlyUndivided(session: Session, days: DayRange): readonly KeptDay[] | undefined {
  if (missingDays(session, baseSeries("costs"), days).length === 0) return undefined;
  const known = session.firstTotal.days(days);
  return known.length > 0 && known.length === daysOf(session.kept(baseSeries("costs"), days)).length ? known : undefined;
}

/** The days that figures of these days are told by. */
function shownDays(session: Session, days: DayRange): readonly KeptDay[] {
  const known = onlyUndivided(session, days) ?? session.history.days(baseSeries("costs"), days);
  return known.length > 0 ? known : session.firstTotal.days(days); // yesterday is known of a total that was brought before midnight
}

/** The main metric of a source over kept days, by a dimension of its base view. */
export function breakDownDays(
  model: UsageModel,
  source: SourceId,
  days: DayRange,
  groupBy: Dimension | null,
  keep: Ask["keep"] = {},
): Breakdown | undefined {
  const { session } = model;
  if (!session) return undefined;
  const kept = session.history.days(baseSeries(source), days);
  if (kept.length === 0) return undefined;
  const answer = (): Breakdown => breakDown(segmentsOf(kept), askFor(source, days, groupBy, keep));
  if (Object.keys(keep).length > 0) return answer();
  return remembered(session, `${source} ${String(days.from)} ${String(days.to)} ${groupBy ?? ""}`, session.history.revision(baseSeries(source)), answer);
}

function askFor(source: SourceId, days: DayRange, groupBy: Dimension | null, keep: Ask["keep"] = {}): Ask {
  return { metric: mainMetric(source), width: "1d", from: dayStart(days.from), to: dayStart(days.to), groupBy, keep };
}

function segmentsOf(kept: readonly KeptDay[]): readonly Segment[] {
  return kept.map(({ segment }) => segment);
}

interface Remembered {
  readonly revision: number;
  readonly breakdown: Breakdown;
}

/** Trees, status bar and tooltip ask the same few questions at each repaint; the answer changes when rows land. */
const answers = new WeakMap<Session, Map<string, Remembered>>();
/** Days move on and settings change: what nobody asks any more is forgotten, oldest first. */
const mostRemembered = 32;

function remembered(session: Session, question: string, revision: number, answer: () => Breakdown): Breakdown {
  const known = answers.get(session) ?? new Map<string, Remembered>();
  answers.set(session, known);
  const before = known.get(question);
  if (before?.revision === revision) return before.breakdown;
  const breakdown = answer();
  known.delete(question);
  known.set(question, { revision, breakdown });
  for (const oldest of known.keys()) {
    if (known.size <= mostRemembered) break;
    known.delete(oldest);
  }
  return breakdown;
}

/** Exact total of whole days, or undefined where nothing is reported. */
export function totalOf(model: UsageModel, source: SourceId, days: DayRange): Decimal | undefined {
  return breakDownDays(model, source, days, null)?.total;
}
