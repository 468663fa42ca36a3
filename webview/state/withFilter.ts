import type { Dimension } from "../../src/domain/dimensions.ts";
import type { ViewQuery } from "../../src/domain/viewQuery.ts";

/** The question with one dimension's filter replaced; `null` keeps all. */
export function withFilter(query: ViewQuery, dimension: Dimension, values: readonly (string | null)[] | null): ViewQuery {
  const others = Object.entries(query.filters).filter(([name]) => name !== dimension);
  return { ...query, filters: Object.fromEntries(values ? [...others, [dimension, values]] : others) };
}
