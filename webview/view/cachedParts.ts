import { sourceSpec, type Metric } from "../../src/domain/sources.ts";
import type { ViewQuery } from "../../src/domain/viewQuery.ts";

/** The metrics that tell how much of the input came from the cache, where a source has them. */
export function cachedParts({ source }: ViewQuery): { readonly cached: Metric; readonly input: Metric } | undefined {
  const { metrics } = sourceSpec(source);
  const cached = metrics.find(({ id }) => id === "input_cached_tokens");
  const input = metrics.find(({ id }) => id === "input_tokens");
  return cached && input ? { cached, input } : undefined;
}
