import { failure } from "../../src/sample/failure.ts";
import type { Answer } from "../../src/sample/failure.ts";
import type { Operation, Parameter, Schema } from "./openapi.ts";

/** Checks a request's parameters as strictly as the document allows. Null where nothing is wrong. */

interface Range {
  readonly least: number;
  readonly most: number;
}

/** `limit` has its range in prose only: "between 1 and 180", or one line for each bucket width. */
export function limitRange(parameter: Parameter, bucketWidth: string): Range {
  const description = parameter.description ?? "";
  const between = /between (\d+) and (\d+)/.exec(description);
  if (between !== null) return { least: Number(between[1]), most: Number(between[2]) };
  const forWidth = new RegExp(`bucket_width=${bucketWidth}\`: default: \\d+, max: (\\d+)`).exec(description);
  return { least: parameter.schema.minimum ?? 1, most: forWidth === null ? (parameter.schema.maximum ?? 100) : Number(forWidth[1]) };
}

function invalid(name: string, value: string, expected: string): Answer {
  return failure(400, `Invalid value: '${value}'. ${expected}`, name, "invalid_value");
}

function checkOne(parameter: Parameter, schema: Schema, value: string): Answer | null {
  const { name } = parameter;
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    return invalid(name, value, `Supported values are: ${schema.enum.map((each) => `'${String(each)}'`).join(", ")}.`);
  }
  if (schema.type === "integer" && !/^-?\d{1,15}$/.test(value)) {
    return failure(400, `Invalid type for '${name}': expected an integer, but got '${value}' instead.`, name, "invalid_type");
  }
  if (schema.type === "boolean" && value !== "true" && value !== "false") {
    return failure(400, `Invalid type for '${name}': expected a boolean, but got '${value}' instead.`, name, "invalid_type");
  }
  return null;
}

function checkParameter(parameter: Parameter, parameters: URLSearchParams): Answer | null {
  const { name, schema } = parameter;
  const plain = parameters.getAll(name);
  if (schema.type !== "array") {
    if (parameters.has(`${name}[]`)) return invalid(name, `${name}[]`, "Expected a single value.");
    if (plain.length > 1) return invalid(name, plain.join(","), "Expected a single value.");
    return plain[0] === undefined ? null : checkOne(parameter, schema, plain[0]);
  }
  const values = [...plain, ...parameters.getAll(`${name}[]`)];
  for (const value of values) {
    // Ids hold no commas; line items do ("gpt-4o-2024-08-06, input"), and a model may be called anything.
    if (value === "" || (name.endsWith("_ids") && value.includes(","))) return invalid(name, value, "Send one value for each parameter.");
    const wrong = checkOne(parameter, schema.items ?? {}, value);
    if (wrong !== null) return wrong;
  }
  return null;
}

function checkLimit(operation: Operation, parameters: URLSearchParams): Answer | null {
  const limit = parameters.get("limit");
  const parameter = operation.parameters.find((each) => each.name === "limit");
  if (limit === null || parameter === undefined) return null;
  const { least, most } = limitRange(parameter, parameters.get("bucket_width") ?? "1d");
  const value = Number(limit);
  if (value > most)
    return failure(
      400,
      `Invalid 'limit': integer above maximum value. Expected a value <= ${String(most)}, but got ${limit} instead.`,
      "limit",
      "integer_above_max_value",
    );
  if (value < least)
    return failure(
      400,
      `Invalid 'limit': integer below minimum value. Expected a value >= ${String(least)}, but got ${limit} instead.`,
      "limit",
      "integer_below_min_value",
    );
  return null;
}

function checkRange(parameters: URLSearchParams): Answer | null {
  const start = parameters.get("start_time");
  const end = parameters.get("end_time");
  if (start === null || end === null || Number(end) > Number(start)) return null;
  return failure(400, "Invalid 'end_time': must be after 'start_time'.", "end_time", "invalid_value");
}

export function checkParameters(operation: Operation, parameters: URLSearchParams): Answer | null {
  const known = operation.parameters.filter((parameter) => parameter.in === "query");
  for (const sent of parameters.keys()) {
    const name = sent.replace(/\[\]$/, "");
    if (!known.some((parameter) => parameter.name === name))
      return failure(400, `Unknown parameter: '${name}'.`, name, "unknown_parameter");
  }
  for (const parameter of known) {
    if (parameter.required === true && !parameters.has(parameter.name)) {
      return failure(400, `Missing required parameter: '${parameter.name}'.`, parameter.name, "missing_required_parameter");
    }
    const wrong = checkParameter(parameter, parameters);
    if (wrong !== null) return wrong;
  }
  return checkLimit(operation, parameters) ?? checkRange(parameters);
}
