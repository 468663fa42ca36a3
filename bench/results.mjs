/**
 * One measurement of a benchmark.
 * @typedef {object} Line
 * @property {string} what
 * @property {string} unit of every number in the line
 * @property {number} [measured] median; absent where the product's side is not there yet
 * @property {number} [reach] what it must not exceed
 * @property {string} [reachedBy] what that is, in words
 * @property {Readonly<Record<string, number>>} beside medians of what was measured by turns with it
 * @property {string} [about] what was worked on
 */

/** @param {Line} line */
export function verdict({ measured, reach }) {
  if (measured === undefined) return "not there yet";
  if (reach === undefined) return "";
  return measured <= reach ? "ok" : "short";
}

/** @param {readonly Line[]} lines */
export function table(lines) {
  const rows = lines.map((line) => [
    line.what,
    line.measured === undefined ? "—" : shown(line.measured, line.unit),
    line.reach === undefined ? "—" : shown(line.reach, line.unit),
    verdict(line),
    Object.entries(line.beside)
      .map(([name, value]) => `${name} ${shown(value, line.unit)}`)
      .join(" · "),
  ]);
  const all = [["what", "measured", "reach", "", "beside it"], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => row.map((cell, column) => (column === 0 || column > 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  ")).join("\n");
}

/**
 * @param {number} value
 * @param {string} unit
 */
function shown(value, unit) {
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  return `${value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`;
}
