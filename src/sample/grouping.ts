import type { Price } from "./price.ts";
import type { DimensionName, Query } from "./query.ts";
import type { Stream } from "./stream.ts";

/** What a group's rows say: only the dimensions that were asked for, all others are null. */
export type GroupValues = Readonly<Partial<Record<DimensionName, string | boolean | null>>>;

export interface Group {
  readonly values: GroupValues;
  /** The same as text, to derive what must stay the same for this group. */
  readonly identity: string;
}

/** One stream's, or one stream's price's, place among the groups. */
export interface Member<Of> {
  readonly of: Of;
  readonly group: number;
}

export interface Grouping<Of> {
  readonly groups: readonly Group[];
  readonly members: readonly Member<Of>[];
}

function valueOf(stream: Stream, price: Price | null, name: DimensionName): string | boolean | null {
  return name === "line_item" ? (price?.lineItem ?? null) : (stream.dimensions[name] ?? null);
}

function wanted(query: Query, stream: Stream, price: Price | null): boolean {
  for (const [name, values] of query.filters) {
    const value = valueOf(stream, price, name);
    if (value === null || !values.has(String(value))) return false;
  }
  return true;
}

/** Puts what passes the query's filters into groups by the query's dimensions, in the order of their first member. */
export function group<Of>(query: Query, all: Iterable<Of>, streamOf: (of: Of) => Stream, priceOf: (of: Of) => Price | null): Grouping<Of> {
  const groups: Group[] = [];
  const places = new Map<string, number>();
  const members: Member<Of>[] = [];
  for (const of of all) {
    const stream = streamOf(of);
    const price = priceOf(of);
    if (!wanted(query, stream, price)) continue;
    const values: Partial<Record<DimensionName, string | boolean | null>> = {};
    for (const name of query.groupBy) values[name] = valueOf(stream, price, name);
    const identity = JSON.stringify(values);
    let place = places.get(identity);
    if (place === undefined) {
      place = groups.length;
      places.set(identity, place);
      groups.push({ values, identity });
    }
    members.push({ of, group: place });
  }
  return { groups, members };
}
