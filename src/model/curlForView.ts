import { curlText } from "../api/curl.ts";
import type { BaseUrl } from "../api/baseUrl.ts";
import { dayOf, dayStart, widthSeconds } from "../domain/buckets.ts";
import { allDimensions, dimensionSpec, type Dimension } from "../domain/dimensions.ts";
import { comparedPeriod } from "../domain/periodBefore.ts";
import { checkQuery, type AnyQuery } from "../domain/query.ts";
import { sourceSpec } from "../domain/sources.ts";
import { resolveView, type ResolvedView, type ViewQuery } from "../domain/viewQuery.ts";

/**
 * A dashboard's question as the requests that answer it, one cURL command each. What the API cannot filter by (it
 * takes no `null`, and not every dimension) the answer is grouped by instead, and a comment says which rows to keep.
 *
 * @param now Unix seconds
 */
export function curlForView(view: ViewQuery, now: number, baseUrl: BaseUrl | undefined): string {
  const spec = sourceSpec(view.source);
  const resolved = resolveView(view, now);
  const said: string[] = [];
  const afterwards: Dimension[] = [];
  const filters: Record<string, AnyQuery[string]> = {};
  for (const dimension of allDimensions) {
    const values = view.filters[dimension];
    if (!values) continue;
    const { filter, boolean, label, values: known } = dimensionSpec(dimension);
    // Rows may carry what the API's own filter does not take: null, an empty text, a size that is newer than its list.
    const texts = values.filter((value): value is string => value !== null && value !== "" && (!known || known.includes(value)));
    if (!filter || !(spec.filters as readonly string[]).includes(filter) || texts.length < values.length || texts.length === 0 || (boolean && texts.length !== 1)) {
      said.push(`# ${label} is filtered in the extension; the API cannot filter by it here. ${rowsToKeep(dimension, values)}`);
      afterwards.push(dimension);
    } else filters[filter] = boolean ? texts[0] === "true" : texts;
  }
  const groupBy = allDimensions.filter((dimension) => (dimension === view.groupBy || afterwards.includes(dimension)) && spec.groupBy.includes(dimension));
  const commands = (period: ResolvedView): readonly string[] => commandsFor(view, { ...filters, ...(groupBy.length > 0 && { group_by: groupBy }) }, period, now, baseUrl);
  const before = comparedPeriod(view, now);
  return [...said, ...commands(resolved), ...(before ? ["# The period before, which it is compared with:", ...commands(before)] : [])].join("\n");
}

/** `Of its answer keep the rows where service_tier is "default" or null.` */
function rowsToKeep(dimension: Dimension, values: readonly (string | null)[]): string {
  if (values.length === 0) return "No row of its answer is to be kept.";
  const written = values.map((value) => (dimensionSpec(dimension).boolean ? (value ?? "null") : JSON.stringify(value)));
  return `Of its answer keep the rows where ${dimension} is ${written.join(" or ")}.`.replace(/\p{C}|\p{Zl}|\p{Zp}/gu, escaped);
}

/** Nothing in a value ends the comment's line, or hides or turns around what stands behind it. */
function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
}

/** One command for as many buckets as one request may ask for, until the period is covered. @param narrowed what it is filtered and grouped by */
function commandsFor(view: ViewQuery, narrowed: AnyQuery, { from, to, width }: ResolvedView, now: number, baseUrl: BaseUrl | undefined): readonly string[] {
  const step = widthSeconds[width];
  const most = (sourceSpec(view.source).widths[width]?.most ?? 1) * step;
  const commands: string[] = [];
  for (let start = from; start < to; start += most) {
    const end = Math.min(to, start + most);
    const query: AnyQuery = {
      start_time: start,
      ...(end <= dayStart(dayOf(now)) && { end_time: end }),
      bucket_width: width,
      ...narrowed,
      limit: Math.ceil((end - start) / step),
    };
    checkQuery(view.source, query);
    commands.push(curlText(view.source, query, baseUrl));
  }
  return commands;
}
