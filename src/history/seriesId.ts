import type { BucketWidth } from "../domain/buckets.ts";
import type { Dimension } from "../domain/dimensions.ts";
import { viewId, type SourceId } from "../domain/sources.ts";

/** A series as one text, from its grouping or from the grouping's `viewId`. */
export function seriesId({ source, view, width }: { source: SourceId; view: readonly Dimension[] | string; width: BucketWidth }): string {
  return `${source} ${width} ${typeof view === "string" ? view : viewId(view)}`;
}
