import { allDimensions, dimensionSpec } from "../../src/domain/dimensions.ts";
import { resolveView, rangePresets, type ViewQuery } from "../../src/domain/viewQuery.ts";
import type { PageRows } from "../../src/shared/protocol.ts";
import { filterName } from "./facets.ts";
import { rangeText } from "./localTime.ts";
import { titleOf } from "./title.ts";
import { count, firstFew } from "./words.ts";

/** So many values of one filter are named, more are counted. */
const mostNamed = 2;

/**
 * A step of the way by what it adds to the one before: `Voice agents`, `20 Nov 2026`; its title where it adds neither
 * a filter nor another range, or where it is the first.
 *
 * @param now Unix seconds
 */
export function stepName(step: ViewQuery, before: ViewQuery | undefined, rows: PageRows | null, now: number): string {
  if (!before) return titleOf(step);
  const added = [...filtersAdded(step, before, rows), ...(JSON.stringify(step.range) === JSON.stringify(before.range) ? [] : [rangeName(step, now)])];
  return added.length > 0 ? added.join(", ") : titleOf(step);
}

function filtersAdded(step: ViewQuery, before: ViewQuery, rows: PageRows | null): readonly string[] {
  return allDimensions.flatMap((dimension) => {
    const values = step.filters[dimension];
    if (!values || JSON.stringify(values) === JSON.stringify(before.filters[dimension])) return [];
    const { plural } = dimensionSpec(dimension);
    return values.length > mostNamed ? [count(values.length, plural, plural)] : [firstFew(values.map((value) => filterName(value, dimension, rows)))];
  });
}

function rangeName(step: ViewQuery, now: number): string {
  return typeof step.range === "string" ? rangePresets[step.range] : rangeText(resolveView(step, now));
}
