import { dayOf } from "../src/domain/buckets.ts";
import { SegmentBuilder } from "../src/domain/segment.ts";
import { packSegments, unpackSegments } from "../src/domain/segmentPack.ts";

/**
 * Costs rows that every contestant of the aggregate benchmarks is given: the same for all, and the same in every run.
 * @typedef {{ days: number; projects: number; items: number; keys: number; rowsPerDay: number }} Size
 * @typedef {import("../src/domain/segment.ts").Segment} Segment
 */

/** Any UTC day; nothing here reads a clock. */
export const FIRST_DAY = dayOf(Date.UTC(2026, 0, 1) / 1000);

/**
 * One segment for each day, as host and page have them: columns of one buffer. Line items are numbered behind the projects and keys behind those, as one dictionary would.
 * Amounts have 14 to 20 fraction digits; one row in a hundred is a credit, and one in ten thousand has no amount.
 * @param {Size} size
 * @returns {readonly Segment[]}
 */
export function costSegments({ days, projects, items, keys, rowsPerDay }) {
  const random = randomNumbers(42);
  /** @param {number} before @param {number} count */
  const oneOf = (before, count) => 1 + before + Math.floor(random() * count);
  const segments = Array.from({ length: days }, (_, day) => {
    const builder = new SegmentBuilder("costs", ["project_id", "line_item", "api_key_id"], "1d", FIRST_DAY + day);
    builder.addBucket(0);
    for (let row = 0; row < rowsPerDay; row += 1) {
      const dimensions = [oneOf(0, projects), oneOf(projects, items), oneOf(projects + items, keys)];
      builder.addRow({ at: 0, dimensions, counts: [], amount: amountOf(random) });
    }
    return withoutQuantities(builder.finish());
  });
  return unpackSegments(packSegments(segments));
}

/** @param {() => number} random */
function amountOf(random) {
  if (random() < 0.0001) return undefined;
  const sign = random() < 0.01 ? -1 : 1;
  const digits = 14 + Math.floor(random() * 7);
  // Most rows cost cents, some cost hundreds of dollars. `+ 0` because a whole part of -0 is not what the reader makes.
  const whole = sign * Math.floor(random() ** 8 * 500) + 0;
  const first = sign * Math.floor(random() * 1e9);
  const coarse = 10 ** Math.max(0, 18 - digits);
  const second = sign * Math.floor((random() * 1e9) / coarse) * coarse;
  const fine = 10 ** (27 - Math.max(19, digits));
  const third = digits > 18 ? sign * Math.floor((random() * 1e9) / fine) * fine : 0;
  return { whole, limbs: [first, second, third] };
}

/** No benchmark asks for them. @param {Segment} segment */
function withoutQuantities({ decimals: { amount }, ...segment }) {
  return { ...segment, decimals: amount ? { amount } : {} };
}

/**
 * Mulberry32: the same numbers for the same seed.
 * @param {number} seed
 */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
