/**
 * Tables as text. Cells are safe against spreadsheet formulas: a text that starts with `=`, `+`, `-`, `@`, tab or
 * carriage return gets a leading apostrophe (OWASP "CSV Injection"); numbers are numbers and stay as they are.
 */
export type Cell = string | { readonly number: string } | null;

const formula = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** RFC 4180: CRLF line ends, quotes doubled, a cell quoted only where it must be. `null` is an empty cell. */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
}

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return cell.number;
  const safe = formula.test(cell) ? `'${cell}` : cell;
  // The semicolon separates cells in many countries: unquoted, a formula could start behind one.
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
