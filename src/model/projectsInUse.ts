import type { Dictionary } from "../domain/dictionary.ts";
import type { KeptDay } from "../history/series.ts";

/** Ids of the projects that rows name, in order of first appearance. */
export function projectIdsIn(kept: readonly KeptDay[], dictionary: Dictionary): readonly string[] {
  const numbers = new Set(kept.flatMap(({ segment }) => [...(segment.dimensions.project_id ?? [])]));
  return [...numbers].flatMap((number) => dictionary.textOf(number) ?? []);
}
