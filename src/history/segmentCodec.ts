import { crc32 } from "node:zlib";
import type { UtcDay } from "../domain/buckets.ts";
import type { DecimalColumn } from "../domain/decimalColumn.ts";
import { isDimension, type Dimension } from "../domain/dimensions.ts";
import type { Segment } from "../domain/segment.ts";
import { viewId } from "../domain/sources.ts";
import { packColumn, packingOf, unpackColumn, type Column, type Packing } from "./columnCodec.ts";
import { HistoryError } from "./historyError.ts";
import { dayLabel, type Series } from "./series.ts";

/**
 * A segment as one blob, in the byte order of every machine that VS Code runs on (little-endian):
 *
 *   0   u32  CRC-32 of all that follows, begun with the day's label, so that a blob under another day is found out
 *   4   u8   form of the blob, 1
 *   5   u8   number of columns
 *   6   u16  0
 *   8   u32  rows
 *   12  u32  buckets
 *   16       for each column: u8 role, u8 bytes a value, u8 gaps, u8 length of its name, f64 base, f64 factor, name
 *            then the columns' values in the same order, each on a multiple of its bytes a value
 */
const form = 1;
const headBytes = 16;
const columnHeadBytes = 20;

/** What a column is; kept, so numbers are never changed. A limb belongs to the decimal before it. */
const roles = { buckets: 0, at: 1, dimension: 2, count: 3, decimal: 4, limb: 5, units: 6 } as const;
type Role = (typeof roles)[keyof typeof roles];

interface Part {
  readonly role: Role;
  readonly name: string;
  readonly column: Column;
}

/** A column on its way out of a blob. */
interface Found {
  readonly role: number;
  readonly name: string;
  readonly packing: Packing;
  /** Where its values are kept in the blob. */
  readonly from: number;
  readonly length: number;
}

/** @throws {RangeError} where columns are not as long as the segment says. */
export function encodeSegment(series: Series, segment: Segment): Uint8Array {
  const parts = partsOf(segment);
  const packed = parts.map((part) => ({ ...part, packing: packingOf(part.column) }));
  let offset = headBytes + parts.reduce((sum, { name }) => sum + columnHeadBytes + name.length, 0);
  const offsets = packed.map(({ packing, column }) => {
    const start = aligned(offset, packing.bytes);
    offset = start + packing.bytes * column.length;
    return start;
  });
  const blob = Buffer.from(new ArrayBuffer(offset));
  blob.writeUInt8(form, 4);
  blob.writeUInt8(parts.length, 5);
  blob.writeUInt32LE(segment.rows, 8);
  blob.writeUInt32LE(segment.buckets.length, 12);
  let head = headBytes;
  packed.forEach(({ role, name, column, packing }, index) => {
    blob.writeUInt8(role, head);
    blob.writeUInt8(packing.bytes, head + 1);
    blob.writeUInt8(packing.gaps ? 1 : 0, head + 2);
    blob.writeUInt8(name.length, head + 3);
    blob.writeDoubleLE(packing.base, head + 4);
    blob.writeDoubleLE(packing.factor, head + 12);
    blob.write(name, head + columnHeadBytes, "latin1");
    head += columnHeadBytes + name.length;
    packColumn(column, packing, blob.buffer, offsets[index] ?? 0);
  });
  blob.writeUInt32LE(checksum(series, segment.day, blob), 0);
  return blob;
}

/** @throws {HistoryError} "damaged", naming the day, where the blob is not what was written for it. */
export function decodeSegment(series: Series, day: UtcDay, kept: Uint8Array): Segment {
  const damaged = (): HistoryError => new HistoryError("damaged", `The file is damaged: ${dayLabel(series, day)} cannot be read.`);
  const blob = bufferOf(kept);
  if (blob.length < headBytes || blob.readUInt32LE(0) !== checksum(series, day, blob) || blob.readUInt8(4) !== form) throw damaged();
  const rows = blob.readUInt32LE(8);
  const found = columnsIn(blob, rows, blob.readUInt32LE(12));
  if (!found) throw damaged();
  const columns = unpackAll(found, blob);
  return assemble(series, day, rows, found, columns) ?? raise(damaged());
}

/** The segment without counts that no row reports: the API leaves most fields of most rows out. */
export function withoutSilentCounts(segment: Segment): Segment {
  const counts: Record<string, Float64Array> = {};
  for (const [name, column] of Object.entries(segment.counts)) if (isReported(column)) counts[name] = column;
  return { ...segment, counts };
}

function isReported(column: Float64Array): boolean {
  for (let row = 0; row < column.length; row += 1) if (!Number.isNaN(column[row])) return true;
  return false;
}

function partsOf(segment: Segment): readonly Part[] {
  const parts: Part[] = [
    { role: roles.buckets, name: "", column: segment.buckets },
    { role: roles.at, name: "", column: segment.at },
  ];
  for (const [name, column] of Object.entries(segment.dimensions)) parts.push({ role: roles.dimension, name, column });
  for (const [name, column] of Object.entries(segment.counts)) if (isReported(column)) parts.push({ role: roles.count, name, column });
  for (const [name, { whole, limbs }] of Object.entries(segment.decimals)) {
    parts.push({ role: roles.decimal, name, column: whole });
    for (const column of limbs) parts.push({ role: roles.limb, name: "", column });
  }
  if (segment.units) parts.push({ role: roles.units, name: "", column: segment.units });
  const uneven = parts.find(({ role, column }) => role !== roles.buckets && column.length !== segment.rows);
  if (uneven) throw new RangeError(`Column ${uneven.role} ${uneven.name} has ${uneven.column.length} rows of ${segment.rows}`);
  return parts;
}

/** The heads of all columns, or undefined where they and the blob's length do not agree. */
function columnsIn(blob: Buffer<ArrayBuffer>, rows: number, buckets: number): readonly Found[] | undefined {
  const count = blob.readUInt8(5);
  const heads: Omit<Found, "from">[] = [];
  let head = headBytes;
  for (let index = 0; index < count; index += 1) {
    if (head + columnHeadBytes > blob.length) return undefined;
    const bytes = blob.readUInt8(head + 1);
    if (bytes !== 0 && bytes !== 1 && bytes !== 2 && bytes !== 4 && bytes !== 8) return undefined;
    const role = blob.readUInt8(head);
    const end = head + columnHeadBytes + blob.readUInt8(head + 3);
    const packing: Packing = { bytes, gaps: blob.readUInt8(head + 2) === 1, base: blob.readDoubleLE(head + 4), factor: blob.readDoubleLE(head + 12) };
    heads.push({ role, name: blob.toString("latin1", head + columnHeadBytes, end), packing, length: role === roles.buckets ? buckets : rows });
    head = end;
  }
  let offset = head;
  const found = heads.map((column): Found => {
    const from = aligned(offset, column.packing.bytes);
    offset = from + column.packing.bytes * column.length;
    return { ...column, from };
  });
  return offset === blob.length ? found : undefined;
}

/** All columns as views of one new buffer, each on eight bytes. */
function unpackAll(found: readonly Found[], blob: Buffer<ArrayBuffer>): readonly Column[] {
  const size = found.reduce((sum, { role, length }) => sum + aligned(length * typeOf(role).BYTES_PER_ELEMENT, 8), 0);
  const buffer = new ArrayBuffer(size);
  let offset = 0;
  return found.map(({ role, packing, from, length }) => {
    const type = typeOf(role);
    const column = new type(buffer, offset, length);
    offset += aligned(length * type.BYTES_PER_ELEMENT, 8);
    unpackColumn(column, packing, blob.buffer, from);
    return column;
  });
}

function typeOf(role: number): typeof Uint16Array | typeof Uint32Array | typeof Int32Array | typeof Float64Array {
  switch (role) {
    case roles.buckets:
    case roles.at:
      return Uint16Array;
    case roles.dimension:
    case roles.units:
      return Uint32Array;
    case roles.limb:
      return Int32Array;
    default:
      return Float64Array;
  }
}

/** Undefined where columns are missing, or are such as no segment has. */
function assemble(series: Series, day: UtcDay, rows: number, found: readonly Found[], columns: readonly Column[]): Segment | undefined {
  let buckets: Uint16Array | undefined;
  let at: Uint16Array | undefined;
  let units: Uint32Array | null = null;
  const dimensions: Partial<Record<Dimension, Uint32Array>> = {};
  const counts: Record<string, Float64Array> = {};
  const decimals: Record<string, DecimalColumn> = {};
  let limbs: Int32Array[] | undefined;
  for (const [index, { role, name }] of found.entries()) {
    const column = columns[index];
    if (role === roles.buckets && column instanceof Uint16Array) buckets = column;
    else if (role === roles.at && column instanceof Uint16Array) at = column;
    else if (role === roles.dimension && column instanceof Uint32Array && isDimension(name)) dimensions[name] = column;
    else if (role === roles.count && column instanceof Float64Array) counts[name] = column;
    else if (role === roles.decimal && column instanceof Float64Array) decimals[name] = { whole: column, limbs: (limbs = []) };
    else if (role === roles.limb && column instanceof Int32Array && limbs) limbs.push(column);
    else if (role === roles.units && column instanceof Uint32Array) units = column;
    else return undefined;
  }
  const { source, view, width } = series;
  return buckets && at && { source, view: viewId(view), width, day, buckets, rows, at, dimensions, counts, decimals, units };
}

function checksum(series: Series, day: UtcDay, blob: Buffer<ArrayBuffer>): number {
  return crc32(blob.subarray(4), crc32(dayLabel(series, day)));
}

/** The same bytes, at the start of a buffer, so that every column can be viewed in place. */
function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer<ArrayBuffer> {
  if (buffer instanceof ArrayBuffer && byteOffset === 0) return Buffer.from(buffer, 0, byteLength);
  return Buffer.from(new Uint8Array(buffer, byteOffset, byteLength).slice().buffer);
}

function aligned(offset: number, bytes: number): number {
  return bytes === 0 ? offset : Math.ceil(offset / bytes) * bytes;
}

function raise(error: Error): never {
  throw error;
}
