import { writeCount } from "../../src/domain/numberFormat.ts";

/** `Line item` inside a sentence is `line item`; `API key` stays as it is. */
export function phrase(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

/** `Line items` at the start of a line. */
export function heading(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `1 day`, `3 days`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${writeCount(number)} ${number === 1 ? one : many}`;
}

/** The first few of a list, and how many more: `2 Nov, 3 Nov and 4 more`. */
export function firstFew(items: readonly string[], most = 4): string {
  const rest = items.length - most;
  return rest > 1 ? `${items.slice(0, most).join(", ")} and ${String(rest)} more` : items.join(", ");
}
