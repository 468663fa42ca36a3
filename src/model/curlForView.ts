import { curlText } from "../api/curl.ts";
import type { BaseUrl } from "../api/baseUrl.ts";
import { dayOf, dayStart, widthSeconds } from "../domain/buckets.ts";
import { allDimensions, dimensionSpec } from "../domain/dimensions.ts";
import { comparedPeriod } from "../domain/periodBefore.ts";
import { checkQuery, type AnyQuery } from "../domain/query.ts";
import { sourceSpec } from "../domain/sources.ts";
import { resolveView, type ResolvedView, type ViewQuery } from "../domain/viewQuery.ts";

/**
 * A dashboard's question as the requests that answer it, one cURL command each. What the API cannot filter by (it
 * takes no `null`, and not every dimension) is said in a comment instead of being left out in silence.
 *
 * @param now Unix seconds
 */
export function curlForView(view: ViewQuery, now: number, baseUrl: BaseUrl | undefined): string {
  const spec = sourceSpec(view.source);
  const resolved = resolveView(view, now);
  const said: string[] = [];
  const filters: Record<string, AnyQuery[string]> = {};
  for (const dimension of allDimensions) {
    const values = view.filters[dimension];
    if (!values) continue;
    const { filter, boolean, label, values: known } = dimensionSpec(dimension);
    // Rows may carry what the API's own filter does not take: null, an empty text, a size that is newer than its list.
    const texts = values.filter((value): value is string => value !== null && value !== "" && (!known || known.includes(value)));
    if (!filter || !(spec.filters as readonly string[]).includes(filter) || texts.length < values.length || texts.length === 0 || (boolean && texts.length !== 1))
      said.push(`# ${label} is filtered in the extension; the API cannot filter by it here.`);
    else filters[filter] = boolean ? texts[0] === "true" : texts;
  }
  const commands = (period: ResolvedView): readonly string[] => commandsFor(view, filters, period, now, baseUrl);
  const before = comparedPeriod(view, now);
  return [...said, ...commands(resolved), ...(before ? ["# The period before, which it is compared with:", ...commands(before)] : [])].join("\n");
}

/** One command for as many buckets as one request may ask for, until the period is covered. */
function commandsFor(view: ViewQuery, filters: AnyQuery, { from, to, width }: ResolvedView, now: number, baseUrl: BaseUrl | undefined): readonly string[] {
  const step = widthSeconds[width];
  const most = (sourceSpec(view.source).widths[width]?.most ?? 1) * step;
  const commands: string[] = [];
  for (let start = from; start < to; start += most) {
    const end = Math.min(to, start + most);
    const query: AnyQuery = {
      start_time: start,
      ...(end <= dayStart(dayOf(now)) && { end_time: end }),
      bucket_width: width,
      ...(view.groupBy !== "none" && { group_by: [view.groupBy] }),
      ...filters,
      limit: Math.ceil((end - start) / step),
    };
    checkQuery(view.source, query);
    commands.push(curlText(view.source, query, baseUrl));
  }
  return commands;
}
