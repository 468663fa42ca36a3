import { breakDown } from "../../src/domain/aggregate.ts";
import type { Dimension } from "../../src/domain/dimensions.ts";
import { displayName, noNames } from "../../src/domain/names.ts";
import type { PageRows } from "../../src/shared/protocol.ts";
import { withFilter } from "../state/withFilter.ts";
import { askOf, type Drawing } from "./drawing.ts";
import { namesOf } from "./namesOf.ts";
import { subjectsOf, type Subject } from "./subjects.ts";

export type FacetValue = Pick<Subject, "value" | "name" | "id" | "total" | "archived">;

/**
 * The values a filter can keep, each with its total under all the other filters, largest first. What is chosen already
 * but has no usage here comes last, so that it can be taken back.
 */
export function facetValues(drawing: Drawing, dimension: Dimension): readonly FacetValue[] {
  const { query, resolved, rows } = drawing;
  const names = namesOf(rows);
  const ask = askOf({ ...withFilter(query, dimension, null), groupBy: dimension }, resolved, rows);
  const segments = rows.segments.filter(({ day }) => day >= resolved.days.from && day < resolved.days.to);
  const found = subjectsOf(breakDown(segments, ask), dimension, rows, names);
  const chosen = query.filters[dimension] ?? [];
  const known = chosen.length > 0 ? new Set(found.map((subject) => subject.value)) : undefined;
  const absent = chosen.filter((value) => !known?.has(value));
  const empty = absent.map((value): FacetValue => ({ value, name: filterName(value, dimension, rows), id: null, total: undefined, archived: false }));
  return [...found, ...empty];
}

/** A filter's value as a person reads it, names where the rows brought them. */
export function filterName(value: string | null, dimension: Dimension, rows: PageRows | null): string {
  return displayName(dimension, value, rows ? namesOf(rows) : noNames);
}
