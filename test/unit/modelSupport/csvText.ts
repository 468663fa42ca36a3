/** A file of RFC 4180, read back: rows of cells, as a spreadsheet would see them. Excel on Windows needs the mark in front to read UTF-8. */
export function readCsv(file: string): readonly (readonly string[])[] {
  if (!file.startsWith("\ufeff") || file.startsWith("\ufeff", 1)) throw new Error("the CSV does not start with one byte order mark");
  const text = file.slice(1);
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text.charAt(index + 1) === '"') cell += text.charAt((index += 1));
      else quoted = false;
    } else if (character === '"' && cell === "") quoted = true;
    else if (character === ",") {
      rows.at(-1)?.push(cell);
      cell = "";
    } else if (character === "\r" && text.charAt(index + 1) === "\n") {
      index += 1;
      rows.at(-1)?.push(cell);
      rows.push([]);
      cell = "";
    } else cell += character;
  }
  if (quoted || cell !== "") throw new Error("the CSV does not end with a line end");
  return rows.slice(0, -1);
}
