import { dimensionSpec } from "../../src/domain/dimensions.ts";
import { metricOf, sourceSpec } from "../../src/domain/sources.ts";
import type { ViewQuery } from "../../src/domain/viewQuery.ts";
import { phrase } from "./words.ts";

/** The question as a title: `Costs by project`, `Completions: input tokens by model`, `Images by model` of the metric of that name. */
export function titleOf(query: ViewQuery): string {
  const spec = sourceSpec(query.source);
  const metric = metricOf(query.source, query.metric);
  const what = spec.metrics.length === 1 || spec.label.toLowerCase().endsWith(phrase(metric.label)) ? spec.label : `${spec.label}: ${phrase(metric.label)}`;
  return query.groupBy === "none" ? what : `${what} by ${phrase(dimensionSpec(query.groupBy).label)}`;
}
