import { widthSeconds, type BucketWidth } from "./buckets.ts";
import { dimensionOfFilter, type dimensions, dimensionSpec, type Dimension } from "./dimensions.ts";
import { describeValue } from "./describeValue.ts";
import { SpendError } from "./errors.ts";
import { type sources, sourceSpec, type SourceId } from "./sources.ts";

/**
 * One request to a costs or usage endpoint. Each source has its own type, derived from the table, so that a parameter
 * an endpoint does not take is a type error; `checkQuery` refuses the same at run time for what comes from outside.
 */
type FiltersOf<S extends SourceId> = (typeof sources)[S]["filters"][number];
type FilterValue<F> = {
  [D in Dimension]: (typeof dimensions)[D] extends { filter: F }
    ? (typeof dimensions)[D] extends { boolean: true }
      ? boolean
      : (typeof dimensions)[D] extends { values: readonly (infer V)[] }
        ? readonly V[]
        : readonly string[]
    : never;
}[Dimension];

export type QueryOf<S extends SourceId> = {
  /** Unix seconds, inclusive. */
  readonly start_time: number;
  /** Unix seconds, exclusive; leave out for a range that reaches now. */
  readonly end_time?: number;
  readonly bucket_width?: Extract<keyof (typeof sources)[S]["widths"], BucketWidth>;
  readonly group_by?: readonly (typeof sources)[S]["groupBy"][number][];
  /** Buckets per page, not rows. */
  readonly limit?: number;
  /** Cursor of the page wanted. */
  readonly page?: string;
} & { readonly [F in FiltersOf<S>]?: FilterValue<F> };

/** A query whose source is known at run time only. */
export type AnyQuery = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

const common = ["start_time", "end_time", "bucket_width", "group_by", "limit", "page"];

/** Throws a `badRequest` that names endpoint and parameter for anything the endpoint does not take. */
export function checkQuery(source: SourceId, query: AnyQuery): void {
  const spec = sourceSpec(source);
  const refuse = (parameter: string, why: string): never => {
    throw new SpendError("badRequest", `${spec.path} ${why}`, { param: parameter });
  };
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || common.includes(name)) continue;
    if (!(spec.filters as readonly string[]).includes(name)) refuse(name, `does not take the parameter ${name}.`);
    checkFilter(name, value, refuse);
  }
  for (const name of ["start_time", "end_time"]) {
    const value = query[name];
    if (value === undefined ? name === "start_time" : typeof value !== "number" || !Number.isSafeInteger(value) || value < 0)
      refuse(name, `needs ${name} in whole Unix seconds.`);
  }
  if (typeof query["end_time"] === "number" && query["end_time"] <= Number(query["start_time"]))
    refuse("end_time", "needs an end_time after start_time.");
  const width = query["bucket_width"] ?? "1d";
  const limit = isWidth(width) ? spec.widths[width] : undefined;
  if (!limit) return refuse("bucket_width", `does not take bucket_width ${String(width)}.`);
  const most = query["limit"];
  if (most !== undefined && !(Number.isInteger(most) && Number(most) >= 1 && Number(most) <= limit.most))
    refuse("limit", `takes a limit of 1 to ${String(limit.most)} at bucket_width ${String(width)}.`);
  const groupBy: unknown = query["group_by"] ?? [];
  if (!Array.isArray(groupBy)) return refuse("group_by", "takes a list in group_by.");
  for (const field of groupBy)
    if (!(spec.groupBy as readonly unknown[]).includes(field)) refuse("group_by", `does not know ${describeValue(field)} in group_by.`);
}

function checkFilter(name: string, value: unknown, refuse: (parameter: string, why: string) => never): void {
  const dimension = dimensionOfFilter(name);
  const spec = dimension && dimensionSpec(dimension);
  if (spec?.boolean) {
    if (typeof value !== "boolean") refuse(name, `takes true or false in ${name}.`);
    return;
  }
  // An empty list would be sent as no filter at all, and bring everything where nothing was wanted.
  if (!Array.isArray(value) || value.length === 0 || !value.every((item) => typeof item === "string" && item !== ""))
    return refuse(name, `takes a list of texts in ${name}.`);
  const odd: unknown = spec?.values ? value.find((item) => !spec.values?.includes(String(item))) : undefined;
  if (odd !== undefined) refuse(name, `does not know ${describeValue(odd)} in ${name}.`);
}

function isWidth(value: unknown): value is BucketWidth {
  return typeof value === "string" && Object.hasOwn(widthSeconds, value);
}

/** The query string. Lists are repeated plain names (`group_by=a&group_by=b`), the form of the API's own document. */
export function queryPairs(query: AnyQuery): (readonly [name: string, value: string])[] {
  return Object.entries(query).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (Array.isArray(value)) return value.map((item): readonly [string, string] => [name, String(item)]);
    return [[name, String(value)] as const];
  });
}
