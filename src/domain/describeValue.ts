/** Outside data as a few characters for a message: what was found where something else was expected. */
export function describeValue(value: unknown): string {
  if (value === undefined) return "missing";
  // Typed as always a text, and yet nothing for functions and symbols.
  const text = JSON.stringify(value) as string | undefined;
  return text?.slice(0, 60) ?? "unreadable";
}
