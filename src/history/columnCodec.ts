/** A column of a segment. */
export type Column = Uint16Array | Uint32Array | Int32Array | Float64Array;

/**
 * How a column is kept. The value of a row is `base + factor * stored`, where
 *   bytes 0: nothing is stored but the row's number: constants and even steps
 *   bytes 1, 2, 4: an unsigned integer of that size
 *   bytes 8: the doubles themselves, `base` and `factor` unused
 * With `gaps`, 0 is stored for NaN and everything else is one higher.
 */
export interface Packing {
  readonly bytes: 0 | 1 | 2 | 4 | 8;
  readonly gaps: boolean;
  readonly base: number;
  readonly factor: number;
}

const raw: Packing = { bytes: 8, gaps: false, base: 0, factor: 1 };
/** Up to here the difference of two integers is exact in a double. */
const largestExact = 2 ** 52;

/** The narrowest packing that gives every value back exactly, -0 and NaN included. */
export function packingOf(column: Column): Packing {
  const span = spanOf(column);
  if (!span) return raw;
  const { least, most, gaps } = span;
  if (least > most) return { bytes: 0, gaps: false, base: column.length === 0 ? 0 : Number.NaN, factor: 0 };
  if (!gaps) {
    const [first = 0, second = first] = column;
    if (isEven(column, first, second - first)) return { bytes: 0, gaps: false, base: first, factor: second - first };
  }
  const factor = commonFactor(column, least);
  const highest = (most - least) / factor + (gaps ? 1 : 0);
  const bytes = highest < 2 ** 8 ? 1 : highest < 2 ** 16 ? 2 : highest < 2 ** 32 ? 4 : undefined;
  return bytes === undefined ? raw : { bytes, gaps, base: least, factor };
}

/** Writes the column into `buffer` at `offset`, which must be a multiple of the packing's bytes. */
export function packColumn(column: Column, { bytes, gaps, base, factor }: Packing, buffer: ArrayBuffer, offset: number): void {
  if (bytes === 0) return;
  const stored = storedColumn(bytes, buffer, offset, column.length);
  if (bytes === 8) {
    stored.set(column);
    return;
  }
  const shift = gaps ? 1 : 0;
  for (let row = 0; row < column.length; row += 1) {
    const value = column[row] ?? Number.NaN;
    stored[row] = Number.isNaN(value) ? 0 : (value - base) / factor + shift;
  }
}

/** Fills `column` from what `packColumn` wrote. */
export function unpackColumn(column: Column, { bytes, gaps, base, factor }: Packing, buffer: ArrayBuffer, offset: number): void {
  if (bytes === 0) {
    if (factor === 0) column.fill(base);
    else fillEvenly(column, base, factor);
    return;
  }
  // Typed arrays convert each other far faster than a loop over every pair of types would; integers that do not fit
  // an Int32Array wrap around here, and back when the base is added.
  column.set(storedColumn(bytes, buffer, offset, column.length));
  if (bytes === 8) return;
  if (gaps && column instanceof Float64Array) fillGaps(column, base, factor);
  else if (base !== 0 || factor !== 1) fillScaled(column, base, factor);
}

function storedColumn(bytes: 1 | 2 | 4 | 8, buffer: ArrayBuffer, offset: number, length: number): Uint8Array | Uint16Array | Uint32Array | Float64Array {
  switch (bytes) {
    case 1:
      return new Uint8Array(buffer, offset, length);
    case 2:
      return new Uint16Array(buffer, offset, length);
    case 4:
      return new Uint32Array(buffer, offset, length);
    case 8:
      return new Float64Array(buffer, offset, length);
  }
}

/** Least and most of the values, or undefined where one is no integer that can be counted with. */
function spanOf(column: Column): { readonly least: number; readonly most: number; readonly gaps: boolean } | undefined {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let gaps = false;
  for (let row = 0; row < column.length; row += 1) {
    const value = column[row] ?? Number.NaN;
    if (Number.isNaN(value)) {
      gaps = true;
      continue;
    }
    if (!Number.isInteger(value) || Math.abs(value) > largestExact || Object.is(value, -0)) return undefined;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most, gaps };
}

function isEven(column: Column, first: number, step: number): boolean {
  for (let row = 0; row < column.length; row += 1) if (column[row] !== first + step * row) return false;
  return true;
}

/** The largest integer that all values are multiples of, counted from `base`: digits that no row uses cost nothing. */
function commonFactor(column: Column, base: number): number {
  let factor = 0;
  for (let row = 0; row < column.length; row += 1) {
    const value = column[row] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    let rest = value - base;
    while (rest !== 0) [factor, rest] = [rest, factor % rest];
    if (factor === 1) return 1;
  }
  return factor === 0 ? 1 : factor;
}

function fillEvenly(column: Column, base: number, step: number): void {
  for (let row = 0; row < column.length; row += 1) column[row] = base + step * row;
}

function fillScaled(column: Column, base: number, factor: number): void {
  for (let row = 0; row < column.length; row += 1) column[row] = base + factor * (column[row] ?? 0);
}

function fillGaps(column: Float64Array, base: number, factor: number): void {
  for (let row = 0; row < column.length; row += 1) {
    const stored = column[row] ?? 0;
    column[row] = stored === 0 ? Number.NaN : base + factor * (stored - 1);
  }
}
