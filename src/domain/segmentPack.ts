import type { BucketWidth, UtcDay } from "./buckets.ts";
import { isDimension, type Dimension } from "./dimensions.ts";
import type { Segment } from "./segment.ts";
import type { SourceId } from "./sources.ts";

/**
 * Many segments as one buffer: what the page is sent. One buffer and not one for each column, because VS Code counts
 * the buffers of a message in a single byte and silently loses the rest; and a buffer is moved, where objects are
 * copied one by one.
 */
export interface PackedSegments {
  /** All columns, one after the other, each starting on eight bytes. */
  readonly columns: ArrayBuffer;
  readonly heads: readonly PackedHead[];
}

/** What a segment is, and which columns it has, in the order in which they stand in the buffer. */
interface PackedHead {
  readonly source: SourceId;
  readonly view: string;
  readonly width: BucketWidth;
  readonly day: UtcDay;
  readonly rows: number;
  readonly buckets: number;
  readonly dimensions: readonly Dimension[];
  readonly counts: readonly string[];
  readonly decimals: readonly (readonly [name: string, limbs: number])[];
  readonly units: boolean;
}

type Column = Uint16Array | Uint32Array | Int32Array | Float64Array;

export function packSegments(segments: readonly Segment[]): PackedSegments {
  const columns = segments.flatMap(columnsOf);
  const packed = new Uint8Array(columns.reduce((size, column) => size + aligned(column.byteLength), 0));
  let offset = 0;
  for (const column of columns) {
    packed.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), offset);
    offset += aligned(column.byteLength);
  }
  return { columns: packed.buffer, heads: segments.map(headOf) };
}

/** The segments again, their columns views of the one buffer. */
export function unpackSegments({ columns, heads }: PackedSegments): readonly Segment[] {
  let offset = 0;
  const next = <T extends Column>(type: new (buffer: ArrayBuffer, offset: number, length: number) => T, bytes: number, length: number): T => {
    const column = new type(columns, offset, length);
    offset += aligned(length * bytes);
    return column;
  };
  return heads.map((head): Segment => {
    const { source, view, width, day, rows } = head;
    return {
      ...{ source, view, width, day, rows },
      // In the order of `columnsOf`.
      buckets: next(Uint16Array, 2, head.buckets),
      at: next(Uint16Array, 2, rows),
      dimensions: Object.fromEntries(head.dimensions.map((name) => [name, next(Uint32Array, 4, rows)])),
      counts: Object.fromEntries(head.counts.map((name) => [name, next(Float64Array, 8, rows)])),
      decimals: Object.fromEntries(
        head.decimals.map(([name, limbs]) => [name, { whole: next(Float64Array, 8, rows), limbs: Array.from({ length: limbs }, () => next(Int32Array, 4, rows)) }]),
      ),
      units: head.units ? next(Uint32Array, 4, rows) : null,
    };
  });
}

function columnsOf(segment: Segment): readonly Column[] {
  return [
    segment.buckets,
    segment.at,
    ...Object.values(segment.dimensions),
    ...Object.values(segment.counts),
    ...Object.values(segment.decimals).flatMap(({ whole, limbs }) => [whole, ...limbs]),
    ...(segment.units ? [segment.units] : []),
  ];
}

function headOf({ source, view, width, day, rows, buckets, dimensions, counts, decimals, units }: Segment): PackedHead {
  return {
    ...{ source, view, width, day, rows },
    buckets: buckets.length,
    dimensions: Object.keys(dimensions).filter(isDimension),
    counts: Object.keys(counts),
    decimals: Object.entries(decimals).map(([name, { limbs }]) => [name, limbs.length]),
    units: units !== null,
  };
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
