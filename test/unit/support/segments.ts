import fc from "fast-check";
import type { Segment } from "../../../src/domain/segment.ts";

/** Segments of any shape that a segment's type allows, for what has to give every bit back. */

const edges = [0, 1, -1, 254, 255, 256, 65_534, 65_535, 65_536, 4_294_967_294, 4_294_967_295, 4_294_967_296, 2 ** 52, 2 ** 53, -(2 ** 53), -0, 0.1, Number.MAX_VALUE, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
const double = fc.oneof(
  { weight: 4, arbitrary: fc.nat({ max: 300 }) },
  { weight: 2, arbitrary: fc.constantFrom(...edges) },
  fc.maxSafeInteger(),
  fc.double(),
);
const limb = fc.oneof(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.nat({ max: 99 }).map((value) => value * 10_000_000), fc.integer());

/** Constant, evenly stepped or any: the first two are what most columns are. */
function column(value: fc.Arbitrary<number>, rows: number): fc.Arbitrary<number[]> {
  return fc.oneof(
    value.map((constant) => Array.from({ length: rows }, () => constant)),
    fc.tuple(fc.nat({ max: 100 }), fc.integer({ min: -3, max: 60 })).map(([first, step]) => Array.from({ length: rows }, (_, row) => first + step * row)),
    fc.array(value, { minLength: rows, maxLength: rows }),
    fc.array(fc.oneof(fc.constant(Number.NaN), fc.nat()), { minLength: rows, maxLength: rows }),
  );
}

export const anySegment: fc.Arbitrary<Segment> = fc.nat({ max: 40 }).chain((rows) => {
  const doubles = column(double, rows).map((values) => Float64Array.from(values));
  const numbers = column(fc.oneof(fc.nat({ max: 80 }), fc.nat({ max: 4_294_967_295 })), rows).map((values) => Uint32Array.from(values));
  const limbs = fc.array(column(limb, rows).map((values) => Int32Array.from(values)), { maxLength: 3 });
  const decimal = fc.record({ whole: doubles, limbs }, { noNullPrototype: true });
  return fc.record({
    source: fc.constant("costs" as const),
    view: fc.constant("project_id+line_item"),
    width: fc.constant("1d" as const),
    day: fc.constant(20_000),
    buckets: fc.oneof(fc.nat({ max: 1_440 }).map((count) => Uint16Array.from({ length: count }, (_, bucket) => bucket)), fc.uint16Array({ maxLength: 30 })),
    rows: fc.constant(rows),
    at: column(fc.nat({ max: 1_439 }), rows).map((values) => Uint16Array.from(values)),
    dimensions: fc.record({ project_id: numbers, line_item: numbers }, { requiredKeys: [], noNullPrototype: true }),
    counts: fc.dictionary(fc.constantFrom("input_tokens", "output_tokens", "usage_bytes"), doubles, { noNullPrototype: true }),
    decimals: fc.dictionary(fc.constantFrom("amount", "quantity"), decimal, { noNullPrototype: true }),
    units: fc.option(numbers),
  });
});
