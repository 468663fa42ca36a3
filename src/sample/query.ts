import type { Dimensions } from "./stream.ts";

export type DimensionName = keyof Dimensions | "line_item";

/** A request for costs or usage, read from its URL. Not checked beyond what is needed to answer. */
export interface Query {
  readonly endpoint: string;
  readonly start: number;
  /** Null where the range reaches now. */
  readonly end: number | null;
  readonly width: number;
  readonly limit: number;
  readonly groupBy: readonly DimensionName[];
  /** Wanted values by dimension. */
  readonly filters: ReadonlyMap<DimensionName, ReadonlySet<string>>;
  readonly page: string | null;
  /** Everything but the cursor, in one order: a cursor holds for this and nothing else. */
  readonly identity: string;
}

const widths: Readonly<Record<string, number>> = { "1m": 60, "1h": 3600, "1d": 86_400 };
const usualLimits: Readonly<Record<string, number>> = { "1m": 60, "1h": 24, "1d": 7 };

const filterDimensions: readonly (readonly [parameter: string, dimension: DimensionName])[] = [
  ["project_ids", "project_id"],
  ["user_ids", "user_id"],
  ["api_key_ids", "api_key_id"],
  ["models", "model"],
  ["line_items", "line_item"],
  ["batch", "batch"],
  ["sources", "source"],
  ["sizes", "size"],
  ["vector_store_ids", "vector_store_id"],
  ["context_levels", "context_level"],
];

export const dimensionNames: readonly DimensionName[] = [
  "project_id",
  "user_id",
  "api_key_id",
  "model",
  "line_item",
  "batch",
  "service_tier",
  "api_source",
  "size",
  "source",
  "vector_store_id",
  "context_level",
];

/** All values of an array parameter, sent as `name=a&name=b` or `name[]=a`. */
export function listParameter(parameters: URLSearchParams, name: string): readonly string[] {
  return [...parameters.getAll(name), ...parameters.getAll(`${name}[]`)];
}

export function readQuery(endpoint: string, parameters: URLSearchParams): Query {
  const widthName = parameters.get("bucket_width") ?? "1d";
  const grouped = listParameter(parameters, "group_by");
  const filters = new Map<DimensionName, ReadonlySet<string>>();
  for (const [parameter, dimension] of filterDimensions) {
    const values = listParameter(parameters, parameter);
    if (values.length > 0) filters.set(dimension, new Set(values));
  }
  const end = parameters.get("end_time");
  const others = [...parameters].filter(([name]) => name !== "page").map(([name, value]) => `${name.replace("[]", "")}=${value}`);
  return {
    endpoint,
    start: Number(parameters.get("start_time")),
    end: end === null ? null : Number(end),
    width: widths[widthName] ?? 86_400,
    limit: Number(parameters.get("limit") ?? usualLimits[widthName] ?? 7),
    groupBy: dimensionNames.filter((name) => grouped.includes(name)),
    filters,
    page: parameters.get("page"),
    identity: `${endpoint}?${others.sort().join("&")}`,
  };
}
