import { breakDown } from "../../src/domain/aggregate.ts";
import { dimensionSpec, type Dimension } from "../../src/domain/dimensions.ts";
import { displayName, noNames } from "../../src/domain/names.ts";
import type { PageRows } from "../../src/shared/protocol.ts";
import { withFilter } from "../state/withFilter.ts";
import { askOf, type Drawing } from "./drawing.ts";
import { namesOf } from "./namesOf.ts";
import { subjectsOf, type Subject } from "./subjects.ts";

export type FacetValue = Pick<Subject, "value" | "name" | "id" | "total" | "archived">;

/**
 * The values a filter can keep, each with its total under all the other filters, largest first. What has no usage here
 * comes last where it is chosen already, so that it can be taken back, or is one of the few that the API knows.
 */
export function facetValues(drawing: Drawing, dimension: Dimension): readonly FacetValue[] {
  const { query, resolved, rows } = drawing;
  const names = namesOf(rows);
  const ask = askOf({ ...withFilter(query, dimension, null), groupBy: dimension }, resolved, rows);
  const segments = rows.segments.filter(({ day }) => day >= resolved.days.from && day < resolved.days.to);
  const found = subjectsOf(breakDown(segments, ask), dimension, rows, names);
  const wanted = new Set([...(query.filters[dimension] ?? []), ...(dimensionSpec(dimension).values ?? [])]);
  if (wanted.size === 0) return found;
  const known = new Set(found.map((subject) => subject.value));
  const absent = [...wanted].filter((value) => !known.has(value));
  const empty = absent.map((value): FacetValue => ({ value, name: filterName(value, dimension, rows), id: null, total: undefined, archived: false }));
  return [...found, ...empty];
}

/** A filter's value as a person reads it, names where the rows brought them. */
export function filterName(value: string | null, dimension: Dimension, rows: PageRows | null): string {
  return displayName(dimension, value, rows ? namesOf(rows) : noNames);
}
