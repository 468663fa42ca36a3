import { allDimensions, dimensionSpec, type Dimension } from "../../src/domain/dimensions.ts";
import { sourceSpec, viewFor } from "../../src/domain/sources.ts";
import type { ViewQuery } from "../../src/domain/viewQuery.ts";
import { phrase } from "../view/words.ts";

export interface SettledQuery {
  readonly query: ViewQuery;
  /** What had to give way, in a sentence; `null` where nothing did. */
  readonly notice: string | null;
}

/**
 * A question that can be answered. The API reports some pairs of dimensions never together (API key and line item,
 * say), so a new group-by may leave a filter without an answer: the newest choice wins, and the page says what it cost.
 */
export function settleQuery(query: ViewQuery): SettledQuery {
  const { groupBy, source } = query;
  const filtered = allDimensions.filter((dimension) => query.filters[dimension] !== undefined);
  const grouped: readonly Dimension[] = groupBy === "none" ? [] : [groupBy];
  if (viewFor(source, [...grouped, ...filtered])) return { query, notice: null };
  const view = viewFor(source, grouped) ?? [];
  const lost = filtered.filter((dimension) => !view.includes(dimension));
  const kept = filtered.filter((dimension) => view.includes(dimension));
  const filters = Object.fromEntries(kept.map((dimension) => [dimension, query.filters[dimension]]));
  const names = lost.map((dimension) => phrase(dimensionSpec(dimension).label)).join(" and ");
  const by = groupBy === "none" ? "these filters" : phrase(dimensionSpec(groupBy).label);
  return {
    query: { ...query, filters },
    notice: `The filter on ${names} was removed: ${phrase(sourceSpec(source).label)} are not reported by ${by} and ${names} together.`,
  };
}
