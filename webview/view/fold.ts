/** Text as it is searched and sorted: `Ärger` and `arger` are alike. */
export function fold(text: string): string {
  // Most names are ASCII, and nothing of those can be decomposed.
  return /^[\x20-\x7e]*$/.test(text) ? text.toLowerCase() : text.normalize("NFD").replace(/\p{M}+/gu, "").toLowerCase();
}
