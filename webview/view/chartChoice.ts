import { metricOf } from "../../src/domain/sources.ts";
import type { ResolvedView, ViewQuery } from "../../src/domain/viewQuery.ts";
import { chartKinds, type ChartKind } from "../state/look.ts";

/** Why a question cannot be looked at in one kind of chart; `null` where it can. */
export function chartRefusal(kind: ChartKind, query: ViewQuery, { width }: ResolvedView): string | null {
  switch (kind) {
    case "weekHours":
      return width === "1h" ? levelRefusal(query) : "needs buckets of 1 hour";
    case "cumulative":
      return levelRefusal(query);
    case "bars":
    case "lines":
    case "share":
      return null;
  }
}

/** Yesterday's stored bytes and today's are the same bytes. */
function levelRefusal({ source, metric }: ViewQuery): string | null {
  return metricOf(source, metric).over === "last" ? "a level is not added up" : null;
}

/** The kind that is drawn: the chosen one, or bars where that has no meaning. The choice is kept for when it has. */
export function drawnKind(chosen: ChartKind, query: ViewQuery, resolved: ResolvedView): ChartKind {
  return chartRefusal(chosen, query, resolved) === null ? chosen : "bars";
}

export const allChartKinds = Object.keys(chartKinds) as readonly ChartKind[]; // keys of the table, by its type
