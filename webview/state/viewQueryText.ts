import { allDimensions, isDimension } from "../../src/domain/dimensions.ts";
import { isSourceId, sourceSpec } from "../../src/domain/sources.ts";
import { rangePresets, type RangePreset, type ViewQuery } from "../../src/domain/viewQuery.ts";

/** One text per question, whatever order its parts were written in: equal questions have equal keys. */
export function queryKey(query: ViewQuery): string {
  const filters = allDimensions.flatMap((name) => (query.filters[name] ? [[name, query.filters[name]]] : []));
  const range = typeof query.range === "string" ? query.range : [query.range.from, query.range.to, ...(query.range.minutes ?? [])];
  return JSON.stringify([query.source, query.metric, query.groupBy, range, query.width, filters, query.compare]);
}

/** The question that kept state spells, or `null`: an older version of the page may have written it. */
export function readViewQuery(value: unknown): ViewQuery | null {
  if (!isRecord(value)) return null;
  const { source, metric, groupBy, width } = value;
  if (typeof source !== "string" || !isSourceId(source)) return null;
  const spec = sourceSpec(source);
  if (typeof metric !== "string" || !spec.metrics.some((known) => known.id === metric)) return null;
  if (typeof groupBy !== "string" || !(groupBy === "none" || isDimension(groupBy))) return null;
  if (groupBy !== "none" && !spec.views.some((view) => view.includes(groupBy))) return null;
  if (width !== "auto" && width !== "1d" && width !== "1h" && width !== "1m") return null;
  const range = readRange(value["range"]);
  const filters = readFilters(value["filters"]);
  const compare = value["compare"] === true; // absent in what an earlier version kept
  return range && filters ? { source, metric, groupBy, range, width, filters, compare } : null;
}

function readRange(value: unknown): ViewQuery["range"] | null {
  if (typeof value === "string") return isPreset(value) ? value : null;
  if (!isRecord(value) || typeof value["from"] !== "string" || typeof value["to"] !== "string") return null;
  const range = { from: value["from"], to: value["to"] };
  const minutes: unknown = value["minutes"];
  if (minutes === undefined) return range;
  if (!Array.isArray(minutes) || minutes.length !== 2) return null;
  const [from, to] = minutes as readonly unknown[];
  return isMinute(from) && isMinute(to) ? { ...range, minutes: [from, to] } : null;
}

function isMinute(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 24 * 60;
}

function readFilters(value: unknown): ViewQuery["filters"] | null {
  if (!isRecord(value)) return null;
  const filters: Record<string, (string | null)[]> = {};
  for (const [name, values] of Object.entries(value)) {
    if (!isDimension(name) || !Array.isArray(values)) return null;
    filters[name] = values.filter((item): item is string | null => item === null || typeof item === "string");
  }
  return filters;
}

export function isPreset(text: string): text is RangePreset {
  return Object.hasOwn(rangePresets, text);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a JSON text holds; nothing where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // nobody's look: then it is the usual one
  }
}
