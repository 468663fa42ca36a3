/**
 * Names come from other people: a project may be called anything. What is shown is one line of plain text; what
 * could reorder, hide or stretch the text around it is taken out.
 */

// Control characters, zero-width marks, bidirectional overrides and isolates, line and paragraph separators.
// Halves of a character, which slicing leaves, too. U+200D (joiner) stays: emoji families are made with it.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\p{Surrogate}]/gu;
const longest = 120;

/** One line of at most `limit` characters, safe to put beside other text; "(no name)" where nothing is left. */
export function plainText(text: string, limit = longest): string {
  // Slice first: a name of megabytes must not cost a pass over megabytes.
  const line = text.slice(0, limit * 4).replace(unsafe, " ").replace(/\s+/g, " ").trim();
  const isCut = text.length > limit * 4;
  if (line === "" && !isCut) return "(no name)";
  const characters = Array.from(line);
  return characters.length <= limit && !isCut ? line : `${characters.slice(0, limit - 1).join("")}…`;
}

/** The same in less room: the middle goes, since line items and ids differ at their ends. */
export function shortened(text: string, limit: number): string {
  const characters = Array.from(plainText(text));
  if (characters.length <= limit) return characters.join("");
  const tail = Math.floor((limit - 1) / 2);
  return `${characters.slice(0, limit - 1 - tail).join("")}…${characters.slice(characters.length - tail).join("")}`;
}

/** For a tooltip in Markdown: every character that Markdown, a link, an icon or HTML could be made of is escaped. */
export function markdownText(text: string, limit = longest): string {
  return plainText(text, limit)
    .replace(/[\\`*_{}[\]()#+\-.!|~<>$:@/]/g, "\\$&")
    .replace(/&/g, "&amp;");
}
