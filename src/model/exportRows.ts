import { breakDown } from "../domain/aggregate.ts";
import { allDimensions, type Dimension } from "../domain/dimensions.ts";
import { bucketRows } from "../domain/bucketRows.ts";
import { aboutExport, exportFileName, exportText, sampleName, type ExportTable } from "../domain/exportTable.ts";
import { comparedPeriod } from "../domain/periodBefore.ts";
import { metricOf } from "../domain/sources.ts";
import { resolveView, type ViewQuery } from "../domain/viewQuery.ts";
import type { ExportFile, ExportFormat } from "../shared/protocol.ts";
import { asOfDays, errorFor } from "./seriesState.ts";
import { gapDays, partialDays } from "./session.ts";
import type { UsageModel } from "./usageModel.ts";
import { viewDays } from "./wants.ts";

/** The view's values by bucket as a file, or `undefined` where nothing of it is known. */
export function exportFile(model: UsageModel, query: ViewQuery, format: ExportFormat): ExportFile | undefined {
  const table = exportTable(model, query);
  return table && { name: exportFileName(query, resolveView(query, model.now()), format), format, text: exportText(table, format) };
}

function exportTable(model: UsageModel, query: ViewQuery): ExportTable | undefined {
  const { session } = model;
  const resolved = resolveView(query, model.now());
  const { view, width, days, from, to } = resolved;
  if (!session || !view) return undefined;
  const series = { source: query.source, view, width };
  const kept = session.history.days(series, days);
  if (kept.length === 0) return undefined;
  const { dictionary } = session.history;
  const groupBy = query.groupBy === "none" ? null : query.groupBy;
  const keep = keptIds(query, (text) => dictionary.find(text));
  const breakdown = breakDown(kept.map(({ segment }) => segment), { metric: metricOf(query.source, query.metric), width, from, to, groupBy, keep });
  const compared = comparedPeriod(query, model.now());
  const earlier = compared && session.history.days(series, compared.days);
  const before = compared && earlier && breakDown(earlier.map(({ segment }) => segment), { metric: metricOf(query.source, query.metric), width, from: compared.from, to: compared.to, groupBy, keep });
  const { names } = session.names;
  const about = aboutExport(query, resolved, {
    organization: model.account.kind === "sample" ? sampleName : (session.organization ?? "unknown"),
    names,
    now: model.now(),
    asOf: asOfDays(kept),
    problem: errorFor(session.state(series), days)?.message,
    keptFrom: session.earliest(series),
    missing: gapDays(session, series, days),
    partial: partialDays(session, series, viewDays(query, model.now())),
    missingBefore: compared && gapDays(session, series, compared.days),
  });
  return { about, ...bucketRows({ query, breakdown, before, names, textOf: (id) => dictionary.textOf(id) }) };
}

/** Filters of a query as dictionary numbers; a value that no row has keeps nothing. */
export function keptIds(query: ViewQuery, find: (text: string | null) => number | undefined): Readonly<Partial<Record<Dimension, ReadonlySet<number>>>> {
  return Object.fromEntries(
    allDimensions.flatMap((name) => {
      const values = query.filters[name];
      return values ? [[name, new Set(values.flatMap((value) => find(value) ?? []))]] : [];
    }),
  );
}
