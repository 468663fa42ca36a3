import { breakDown } from "../domain/aggregate.ts";
import { isoDay } from "../domain/buckets.ts";
import { toCsv, type Cell } from "../domain/csv.ts";
import { toText } from "../domain/decimal.ts";
import { dimensions, allDimensions } from "../domain/dimensions.ts";
import { displayName } from "../domain/names.ts";
import { metricOf, sourceSpec } from "../domain/sources.ts";
import { isoRange, resolveView, type ViewQuery } from "../domain/viewQuery.ts";
import { asOfDays, errorFor } from "./seriesState.ts";
import { missingDays } from "./session.ts";
import type { UsageModel } from "./usageModel.ts";

export type ExportFormat = "csv" | "json";

/** What an export holds: one line for each group and bucket, numbers exact, with the question beside them. */
interface ExportTable {
  readonly query: Readonly<Record<string, string>>;
  readonly rows: readonly { readonly start: string; readonly id: string | null; readonly name: string; readonly value: string }[];
}

/** The view as text, or `undefined` where nothing of it is known. */
export function exportText(model: UsageModel, query: ViewQuery, format: ExportFormat): string | undefined {
  const table = exportTable(model, query);
  if (!table) return undefined;
  if (format === "json") return `${JSON.stringify(table, null, 2)}\n`;
  const group = query.groupBy === "none" ? "Total" : dimensions[query.groupBy].label;
  const header = ["Start (UTC)", `${group} id`, group, metricOf(query.source, query.metric).label];
  const lines = table.rows.map((row): readonly Cell[] => [row.start, row.id, row.name, { number: row.value }]);
  const about = Object.entries(table.query).map(([name, value]): readonly Cell[] => [name, value]);
  return toCsv(header, [...lines, [], ...about]);
}

function exportTable(model: UsageModel, query: ViewQuery): ExportTable | undefined {
  const { session } = model;
  const { view, width, days, from, to } = resolveView(query, model.now());
  if (!session || !view) return undefined;
  const series = { source: query.source, view, width };
  const kept = session.history.days(series, days);
  if (kept.length === 0) return undefined;
  const { dictionary } = session.history;
  const metric = metricOf(query.source, query.metric);
  const groupBy = query.groupBy === "none" ? null : query.groupBy;
  const breakdown = breakDown(kept.map(({ segment }) => segment), { metric, width, from, to, groupBy, keep: keptIds(query, (text) => dictionary.find(text)) });
  const rows = breakdown.starts.flatMap((start, bucket) =>
    breakdown.groups.flatMap((group) => {
      const value = group.at(bucket);
      if (!value) return [];
      const id = groupBy ? dictionary.textOf(group.id) : null;
      const name = groupBy ? displayName(groupBy, id, session.names.names) : "Total";
      return [{ start: new Date(start * 1000).toISOString(), id, name, value: toText(value) }];
    }),
  );
  const missing = missingDays(session, series, days);
  const asOf = asOfDays(kept);
  const problem = errorFor(session.state(series), days);
  const filters = allDimensions.flatMap((name) => {
    const values = query.filters[name];
    return values ? [`${dimensions[name].label}: ${values.map((value) => displayName(name, value, session.names.names)).join(" | ")}`] : [];
  });
  return {
    query: {
      organization: model.account.kind === "sample" ? "Sample organization (not real data)" : (session.organization ?? "unknown"),
      source: sourceSpec(query.source).label,
      metric: metric.label,
      unit: metric.unit,
      group_by: query.groupBy === "none" ? "none" : dimensions[query.groupBy].label,
      range: `${isoRange(days)} (UTC)`,
      bucket_width: width,
      filters: filters.length === 0 ? "none" : filters.join("; "),
      as_of: asOf === null ? "never" : new Date(asOf * 1000).toISOString(),
      ...(problem && { not_up_to_date: problem.message }),
      ...(session.earliest !== undefined && session.earliest > days.from && { kept_from: isoDay(session.earliest) }),
      ...(missing.length > 0 && { missing_days: missing.map(isoDay).join(" ") }),
    },
    rows,
  };
}

/** Filters of a query as dictionary numbers; a value that no row has keeps nothing. */
export function keptIds(query: ViewQuery, find: (text: string | null) => number | undefined): Readonly<Partial<Record<keyof typeof dimensions, ReadonlySet<number>>>> {
  return Object.fromEntries(
    allDimensions.flatMap((name) => {
      const values = query.filters[name];
      return values ? [[name, new Set(values.flatMap((value) => find(value) ?? []))]] : [];
    }),
  );
}

/** File name that sorts: `openai-spend-costs-2026-11-01-to-2026-11-22.csv`. */
export function exportFileName(model: UsageModel, query: ViewQuery, format: ExportFormat): string {
  const { days } = resolveView(query, model.now());
  return `openai-spend-${query.source.replaceAll("_", "-")}-${isoRange(days).replaceAll(" ", "-")}.${format}`;
}

