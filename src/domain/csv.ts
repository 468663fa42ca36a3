/**
 * Tables as text. Cells are safe against spreadsheet formulas: a text that starts with `=`, `+`, `-`, `@`, tab or
 * carriage return gets a leading apostrophe (OWASP "CSV Injection"); numbers are numbers and stay as they are.
 */
export type Cell = string | { readonly number: string } | null;

const formula = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** Lines for the clipboard, as spreadsheets paste them: tabs between the cells, which hold no tab or line end of their own. */
export function toTsv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(tsvCell).join("\t")}\n`).join("");
}

function tsvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return cell.number;
  const line = safeText(cell).replace(/[\t\r\n]+/g, " ");
  // A spreadsheet takes quotes off what begins with one: what is behind them could then be a formula.
  return line.includes('"') ? `"${line.replaceAll('"', '""')}"` : line;
}

function safeText(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** RFC 4180: CRLF line ends, quotes doubled, a cell quoted only where it must be. `null` is an empty cell. */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
}

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return cell.number;
  const safe = safeText(cell);
  // The semicolon separates cells in many countries: unquoted, a formula could start behind one.
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
