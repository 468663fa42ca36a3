import { resolved } from "./openapi.ts";
import type { Schema } from "./openapi.ts";

/**
 * Says where a value breaks a schema of the document; empty where it does not. Knows the words that the document uses for answers:
 * type, enum, items, properties, required, anyOf, oneOf, $ref. Unknown fields are allowed, as the API allows itself.
 */
export function schemaErrors(value: unknown, schema: Schema, path = "$"): readonly string[] {
  const { type, items, properties, required, anyOf, oneOf, ...rest } = resolved(schema);
  if (anyOf !== undefined) return fitsAny(value, anyOf, path);
  if (oneOf !== undefined) return fitsAny(value, oneOf, path);
  if (rest.enum !== undefined && !rest.enum.includes(value))
    return [`${path} is ${JSON.stringify(value)}, none of ${JSON.stringify(rest.enum)}`];
  if (type !== undefined && !hasType(value, type)) return [`${path} is ${JSON.stringify(value)}, not ${type}`];
  if (Array.isArray(value)) return value.flatMap((item, index) => schemaErrors(item, items ?? {}, `${path}[${String(index)}]`));
  if (typeof value !== "object" || value === null) return [];
  const fields = new Map<string, unknown>(Object.entries(value));
  return [
    ...(required ?? []).filter((name) => !fields.has(name)).map((name) => `${path}.${name} is missing`),
    ...Object.entries(properties ?? {}).flatMap(([name, each]) =>
      fields.has(name) ? schemaErrors(fields.get(name), each, `${path}.${name}`) : [],
    ),
  ];
}

function fitsAny(value: unknown, schemas: readonly Schema[], path: string): readonly string[] {
  const tries = schemas.map((each) => schemaErrors(value, each, path));
  return tries.some((errors) => errors.length === 0) ? [] : (tries.toSorted((a, b) => a.length - b.length)[0] ?? []);
}

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "integer":
      return Number.isSafeInteger(value);
    default:
      return typeof value === type;
  }
}
