import { toText, type Decimal } from "./decimal.ts";
import { writeCount, writeDigits } from "./numberFormat.ts";
import { plainText } from "./plainText.ts";

/** What costs rows count their `quantity` in, one row for each unit that the API documents. */
interface QuantityUnit {
  readonly one: string;
  readonly many: string;
  /** How many of them are counted as one; absent for one by one. */
  readonly by?: number;
}

const units: ReadonlyMap<string, QuantityUnit> = new Map<string, QuantityUnit>([
  ["tokens", { one: "token", many: "tokens" }],
  ["1000_tokens", { one: "token", many: "tokens", by: 1_000 }],
  ["duration_seconds", { one: "second", many: "seconds" }],
  ["duration_minutes", { one: "minute", many: "minutes" }],
  ["duration_hours", { one: "hour", many: "hours" }],
  ["gibibyte_hours", { one: "GiB-hour", many: "GiB-hours" }],
  ["images", { one: "image", many: "images" }],
  ["characters", { one: "character", many: "characters" }],
]);

/** Of what the documents do not know, the API's own word: of one `grader run`, of `1000 calls` as it is, since they are many. */
function unitOf(name: string): QuantityUnit {
  const word = plainText(name, 40).replaceAll("_", " ");
  return units.get(name) ?? { one: /^\d/.test(word) ? word : singular(word), many: word };
}

/** `search` of `searches`, `query` of `queries`, `run` of `runs`; `ms` and `class` are none. */
function singular(word: string): string {
  return word.replace(/ies$/, "y").replace(/([rt]ch|sh|ss|\wx)es$|(\w\w[^\Ws])s$/, "$1$2");
}

/** `7,200 seconds`, `1 character`, `1,234.5 × 1,000 tokens`. @param name `quantity_unit` as the API says it */
export function writeQuantity(quantity: Decimal, name: string): string {
  const { one, many, by } = unitOf(name);
  const text = toText(quantity);
  if (by !== undefined) return `${writeDigits(text)} × ${writeCount(by)} ${many}`;
  return `${writeDigits(text)} ${text === "1" ? one : many}`;
}

/** What a price is the price of: `second`, `1,000 tokens`. */
export function pricedUnit(name: string): string {
  const { one, many, by } = unitOf(name);
  return by === undefined ? one : `${writeCount(by)} ${many}`;
}
