import { periodBefore, type DayRange } from "../domain/buckets.ts";
import { subtract, zero, type Decimal } from "../domain/decimal.ts";
import type { Dimension } from "../domain/dimensions.ts";
import type { SpendError } from "../domain/errors.ts";
import { shareOf, usd, type Usd } from "../domain/money.ts";
import { displayName, isArchived } from "../domain/names.ts";
import { allSources, mainMetric, sourceSpec, type Metric, type SourceId } from "../domain/sources.ts";
import { breakDownDays } from "./figures.ts";
import { asOfDays, errorFor, isLoading } from "./seriesState.ts";
import { baseSeries, missingDays, partialDays, type Session } from "./session.ts";
import type { UsageModel } from "./usageModel.ts";

/** One line of the sidebar: a value of a dimension with its share of the whole. */
export interface TreeGroup {
  readonly dimension: Dimension;
  /** As the API has it; null is "(unattributed)". */
  readonly value: string | null;
  readonly name: string;
  readonly archived: boolean;
  readonly metric: Metric;
  readonly total: Decimal | undefined;
  /** Of all groups, as a fraction of 1. */
  readonly share: number | undefined;
  /** Against the period before; undefined where either is not known in full. Costs only. */
  readonly change: Usd | undefined;
}

/** Projects by cost, dearest first, with the change against the period before where both are known in full. */
export function projectLines(model: UsageModel): readonly TreeGroup[] {
  const days = model.treeDays();
  const before = periodBefore(days);
  const lines = costLines(model, "project_id", days);
  const { session } = model;
  if (!session || before.from < session.kept(baseSeries("costs"), before).from || !isWhole(session, { from: before.from, to: days.to })) return lines;
  const old = new Map(costLines(model, "project_id", before).map((line) => [line.value, line.total ?? zero]));
  return lines.map((line) => ({ ...line, change: usd(subtract(line.total ?? zero, old.get(line.value) ?? zero)) }));
}

/** Whether all of the costs of some days is known, of today up to now. */
function isWhole(session: Session, days: DayRange): boolean {
  const costs = baseSeries("costs");
  return missingDays(session, costs, days).length === 0 && partialDays(session, costs, days).length === 0;
}

/** A project's cost by line item, dearest first. */
export function lineItemLines(model: UsageModel, project: string | null): readonly TreeGroup[] {
  const number = model.session?.history.dictionary.find(project);
  if (number === undefined) return [];
  return linesOf(model, "costs", "line_item", model.treeDays(), { project_id: new Set([number]) });
}

/** A source by its natural breakdown, largest first. */
export function sourceLines(model: UsageModel, source: SourceId): readonly TreeGroup[] {
  return linesOf(model, source, sourceSpec(source).breakdown, model.treeDays());
}

/** Costs of some days by one dimension, dearest first. */
export function costLines(model: UsageModel, dimension: "project_id" | "line_item", days: DayRange): readonly TreeGroup[] {
  return linesOf(model, "costs", dimension, days);
}

function linesOf(
  model: UsageModel,
  source: SourceId,
  dimension: Dimension,
  days: DayRange,
  keep: Readonly<Partial<Record<Dimension, ReadonlySet<number>>>> = {},
): readonly TreeGroup[] {
  const { session } = model;
  const breakdown = breakDownDays(model, source, days, dimension, keep);
  if (!session || !breakdown) return [];
  return breakdown.groups.map((group) => {
    const value = session.history.dictionary.textOf(group.id);
    return {
      dimension,
      value,
      name: displayName(dimension, value, session.names.names),
      archived: isArchived(dimension, value, session.names.names),
      metric: mainMetric(source),
      total: group.total,
      share: group.total && breakdown.total ? shareOf(group.total, breakdown.total) : undefined,
      change: undefined,
    };
  });
}

/** One endpoint in the sidebar. */
export interface EndpointLine {
  readonly source: SourceId;
  readonly metric: Metric;
  readonly total: Decimal | undefined;
  readonly loading: boolean;
  readonly error: SpendError | undefined;
  /** Days of the trees' range that are not known: what the total lacks. */
  readonly missing: number;
  /** Days that were fetched before they were over: of the rest of them, nothing is in the total. */
  readonly partial: number;
  /** Unix seconds; null where nothing was ever fetched. */
  readonly asOf: number | null;
}

export function endpointLines(model: UsageModel): readonly EndpointLine[] {
  return allSources.map((source) => endpointLine(model, source));
}

export function endpointLine(model: UsageModel, source: SourceId): EndpointLine {
  const { session } = model;
  const days = model.treeDays();
  const series = baseSeries(source);
  const state = session?.state(series);
  const kept = session?.history.days(series, days) ?? [];
  return {
    source,
    metric: mainMetric(source),
    total: breakDownDays(model, source, days, null)?.total,
    loading: state !== undefined && isLoading(state, days),
    error: state && errorFor(state, days),
    missing: session ? missingDays(session, series, days).length : 0,
    partial: session ? partialDays(session, series, days).length : 0,
    asOf: asOfDays(kept),
  };
}
