import { allDimensions, type Dimension } from "../../src/domain/dimensions.ts";
import { sourceSpec, viewFor } from "../../src/domain/sources.ts";
import type { ViewQuery } from "../../src/domain/viewQuery.ts";
import { withFilter } from "./withFilter.ts";

/**
 * The question behind one group: kept to it alone, and told apart by what says most of it next. Where nothing else is
 * reported together with it, it stands alone.
 */
export function drillInto(query: ViewQuery, value: string | null): ViewQuery {
  const { groupBy } = query;
  if (groupBy === "none") return query;
  const kept = withFilter(query, groupBy, [value]);
  return { ...kept, groupBy: nextDimension(kept) ?? groupBy };
}

/** What a question that is narrowed is best broken down by: the source's own breakdown, then who and where. */
export function nextDimension({ source, filters }: ViewQuery): Dimension | undefined {
  const filtered = allDimensions.filter((dimension) => filters[dimension] !== undefined);
  const order: readonly Dimension[] = [sourceSpec(source).breakdown, "project_id", "model", "api_key_id", "user_id"];
  return order.find((dimension) => !filtered.includes(dimension) && viewFor(source, [...filtered, dimension]) !== undefined);
}
