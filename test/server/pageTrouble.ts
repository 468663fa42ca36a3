import type { Makers } from "./behaviours.ts";
import { partsOf, spoil } from "./bodies.ts";
import type { JsonObject, Part } from "./bodies.ts";

/** Trouble in what a 200 says. Each takes the right answer and spoils it; other statuses pass through unspoilt. */
export interface PageTrouble {
  /** Any change: gets the parsed body, returns what is sent. */
  readonly edit: { readonly edit: (body: JsonObject) => unknown };
  /** `object` says something else. */
  readonly wrongObject: { readonly of: Part };
  /** A field is not there. */
  readonly missingField: { readonly of: Part; readonly field: string };
  /** The first cost row's amount is this JSON text, verbatim: `NaN`, `1e999`, `"Infinity"`, `-5`, `"12.50"`. */
  readonly amount: { readonly json: string };
  /** Newest bucket first. */
  readonly wrongOrder: object;
  /** The first bucket comes twice. */
  readonly repeatedBucket: object;
  /** The newest bucket (today's) is not there. */
  readonly withoutLastBucket: object;
  /** Honest zeros: every bucket is empty. */
  readonly zeros: object;
}

const rawMark = "@verbatim@";

function withFirstAmount(body: JsonObject): JsonObject {
  const row = partsOf(body, "row")[0];
  if (row !== undefined) row["amount"] = { value: rawMark, currency: "usd" };
  return body;
}

export const pageTrouble: Makers<PageTrouble> = {
  edit:
    ({ edit }) =>
    (exchange) =>
      spoil(exchange, edit),
  wrongObject:
    ({ of }) =>
    (exchange) =>
      spoil(exchange, (body) => {
        for (const part of partsOf(body, of)) part["object"] = "organization.something.else";
        return body;
      }),
  missingField:
    ({ of, field }) =>
    (exchange) =>
      spoil(exchange, (body) => {
        for (const part of partsOf(body, of)) Reflect.deleteProperty(part, field);
        return body;
      }),
  amount:
    ({ json }) =>
    (exchange) =>
      spoil(exchange, withFirstAmount, undefined, (text) => text.replace(`"${rawMark}"`, json)),
  wrongOrder: () => (exchange) => spoil(exchange, (body) => ({ ...body, data: partsOf(body, "bucket").toReversed() })),
  repeatedBucket: () => (exchange) =>
    spoil(exchange, (body) => {
      const buckets = partsOf(body, "bucket");
      return { ...body, data: [...buckets.slice(0, 1), ...buckets] };
    }),
  withoutLastBucket: () => (exchange) => spoil(exchange, (body) => ({ ...body, data: partsOf(body, "bucket").slice(0, -1) })),
  zeros: () => (exchange) =>
    spoil(exchange, (body) => {
      for (const bucket of partsOf(body, "bucket")) bucket["results"] = [];
      return body;
    }),
};
