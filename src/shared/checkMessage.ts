import * as v from "valibot";
import { allDimensions, isDimension } from "../domain/dimensions.ts";
import { isSourceId, sourceSpec, type SourceId } from "../domain/sources.ts";
import { rangePresets, type RangePreset, type ViewQuery } from "../domain/viewQuery.ts";
import { isViewName } from "./viewName.ts";
import { longestExport, longestLook, pageActions, type Message, type ToHost } from "./protocol.ts";

/**
 * What the page sends, checked: a message that is not in the table, or whose body is not what the table says, is
 * none. Used by the host only, so that the page does not carry the schema library.
 */
const text = v.pipe(v.string(), v.maxLength(20_000));
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/));
const minute = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(24 * 60));
const presets = Object.keys(rangePresets) as RangePreset[]; // keys of the table, by its type

const filterValues = v.pipe(v.array(v.nullable(text)), v.maxLength(10_000));

/** By hand: a `v.record` takes a list for an empty record, and drops `__proto__` instead of refusing it. */
function isFilters(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([name, values]) => isDimension(name) && v.is(filterValues, values));
}

const viewQuery = v.pipe(
  v.strictObject({
    source: v.custom<SourceId>((value) => typeof value === "string" && isSourceId(value)),
    metric: text,
    groupBy: v.picklist([...allDimensions, "none"]),
    range: v.union([v.picklist(presets), v.strictObject({ from: day, to: day, minutes: v.exactOptional(v.tuple([minute, minute])) })]),
    width: v.picklist(["auto", "1m", "1h", "1d"]),
    filters: v.custom<ViewQuery["filters"]>(isFilters),
    compare: v.boolean(),
  }),
  v.check((query) => sourceSpec(query.source).metrics.some((metric) => metric.id === query.metric), "unknown metric"),
);

/** No folder, no hidden file, nothing that a shell or a file system reads as more than a name. */
const fileName = v.pipe(v.string(), v.regex(/^\w[\w.-]{0,119}$/), v.check((name) => !name.includes(".."), "no way up"));
const look = v.pipe(v.string(), v.maxLength(longestLook));
const viewName = v.pipe(v.string(), v.check(isViewName, "no name of a view"));

const bodies = {
  ready: v.strictObject({ view: v.nullable(viewQuery) }),
  setView: viewQuery,
  refresh: v.null(),
  stillThere: v.null(),
  saveExport: v.strictObject({ name: fileName, format: v.picklist(["csv", "json"]), text: v.pipe(v.string(), v.maxLength(longestExport)) }),
  copyAsCurl: v.null(),
  saveView: v.strictObject({ query: viewQuery, look }),
  openView: v.strictObject({ name: viewName }),
  deleteView: v.strictObject({ name: viewName }),
  act: v.picklist(pageActions),
} satisfies { [K in keyof ToHost]: v.GenericSchema };

type HostMessage = Message<ToHost>;

/** The message, or `undefined` for anything that is none. */
export function checkMessage(value: unknown): HostMessage | undefined {
  const frame = v.safeParse(v.strictObject({ type: v.picklist(Object.keys(bodies) as (keyof ToHost)[]), body: v.unknown() }), value);
  if (!frame.success) return undefined;
  const { type } = frame.output;
  const body = v.safeParse(bodies[type], frame.output.body);
  // The body was checked against the schema of its own type one line above.
  return body.success ? ({ type, body: body.output } as HostMessage) : undefined;
}

/** A question kept from an earlier version or another place; `undefined` where it is none any more. */
export function checkViewQuery(value: unknown): ViewQuery | undefined {
  const query = v.safeParse(viewQuery, value);
  return query.success ? query.output : undefined;
}
