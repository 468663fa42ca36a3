/** Quick picks and status items turn `$(name)` into an icon; in a text that is not ours it stays text. */
export function withoutIcons(text: string): string {
  return text.replaceAll("$(", "$\u200a(");
}
