import * as v from "valibot";
import { allWidths } from "../domain/buckets.ts";
import { allDimensions } from "../domain/dimensions.ts";
import type { Named } from "../domain/names.ts";
import { allSources } from "../domain/sources.ts";

/** What the API may come to answer differently is asked for again after so long (seconds). */
export const askAgainAfter = 86_400;

const source = v.picklist(allSources);
/** Checked by hand: of a hundred thousand keys, a schema for each takes longer than all the rest of reading them. */
const listed = v.custom<Named[]>((value) => Array.isArray(value) && value.every(isNamed));
/** A list of names and when it was asked for (Unix s). */
const names = v.object({ at: v.number(), list: listed });

/**
 * What is kept of an organization beside its rows, one small JSON text each: its schema, which is checked when it is
 * read, since another version of the extension may have written it.
 */
const schemas = {
  projects: names,
  users: names,
  /** Keys lie in projects: when each project's were asked for, and all of them together. */
  apiKeys: v.object({ at: v.record(v.string(), v.number()), list: listed }),
  /** Group-bys that the API refuses this organization, or has refused; see `Refusal`. */
  refusals: v.array(v.object({ source, dimension: v.picklist(allDimensions), reason: v.string(), since: v.number(), at: v.number() })),
  /** First day the API keeps of each source by buckets of a width, and when it said so (Unix s). */
  earliest: v.array(v.object({ source, width: v.picklist(allWidths), day: v.number(), at: v.number() })),
  /** Unix seconds at which the last refresh that ended began. */
  refreshed: v.number(),
  /** Whether a person has stopped the fetching of the year. */
  stopped: v.boolean(),
  /** How far the window that fetches the year is; null once it has ended. Stands for as long as that window has the lease. */
  filling: v.nullable(v.object({ done: v.number(), total: v.pipe(v.number(), v.minValue(1)) })),
} as const;

/** Where facts are kept: a history. */
export interface FactStore {
  fact(name: string): string | undefined;
  setFact(name: string, json: string): void;
}

export type FactName = keyof typeof schemas;
export type Fact<N extends FactName> = v.InferOutput<(typeof schemas)[N]>;

/** A fact as it was kept, or undefined where it is not, or not as this version would write it. */
export function readFact<N extends FactName>(store: FactStore, name: N): Fact<N> | undefined {
  const json = store.fact(name);
  if (json === undefined) return undefined;
  const parsed = v.safeParse(schemas[name], parse(json));
  return parsed.success ? parsed.output : undefined;
}

export function writeFact<N extends FactName>(store: FactStore, name: N, value: Fact<N>): void {
  store.setFact(name, JSON.stringify(value));
}

/** Whether what was noted at a time (Unix s) still counts. A time to come is of a clock that was wrong. */
export function stillCounts({ at }: { readonly at: number }, now: number): boolean {
  return at <= now && now - at < askAgainAfter;
}

function isNamed(value: unknown): value is Named {
  if (typeof value !== "object" || value === null || !("id" in value && "name" in value)) return false;
  return typeof value.id === "string" && typeof value.name === "string" && (!("archived" in value) || typeof value.archived === "boolean");
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // no schema takes it: the fact is as good as none
  }
}
