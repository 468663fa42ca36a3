import { describeValue } from "../domain/describeValue.ts";
import { SpendError } from "../domain/errors.ts";

/** A JSON object whose fields are yet to be looked at. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * `JSON.parse` that keeps every digit of an amount. A JSON number of more than 15 significant digits may not survive
 * as a double, so such a `value` or `quantity` is handed on as the text it is. Inside a JSON string every quote is
 * escaped, so the pattern cannot match within one.
 */
export function parseJson(text: string, what: string): unknown {
  const exact = text.replace(/("(?:value|quantity)"\s*:\s*)(-?[\d.eE+-]{16,})/g, '$1"$2"');
  try {
    return JSON.parse(exact);
  } catch (error) {
    throw new SpendError("untrusted", `${what} answered with data that is cut off or broken.`, { cause: error });
  }
}

/** Reads fields of outside data; an error names the path of what is wrong. */
export class Reader {
  readonly #what: string;

  /** @param what the endpoint, for the error's text */
  constructor(what: string) {
    this.#what = what;
  }

  fail(path: string, why: string): never {
    throw new SpendError("untrusted", `${this.#what} answered with data that cannot be trusted: ${path} ${why}.`);
  }

  object(value: unknown, path: string): JsonObject {
    return isJsonObject(value) ? value : this.fail(path, "is no object");
  }

  list(value: unknown, path: string): readonly unknown[] {
    return Array.isArray(value) ? value : this.fail(path, "is no list");
  }

  kind(object: JsonObject, expected: string, path: string): void {
    const kind = object["object"];
    if (kind !== expected) this.fail(`${path}.object`, `is ${describeValue(kind)} instead of ${expected}`);
  }

  /** A text, or null where the field is null or absent. */
  text(value: unknown, path: string): string | null {
    if (value === null || value === undefined) return null;
    return typeof value === "string" ? value : this.fail(path, "is no text");
  }

  seconds(value: unknown, path: string): number {
    return Number.isSafeInteger(value) ? Number(value) : this.fail(path, "is no time in Unix seconds");
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
