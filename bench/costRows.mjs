import { dayOf } from "../src/domain/buckets.ts";

/**
 * Costs rows that every contestant of the aggregate benchmarks is given: the same for all, and the same in every run.
 * @typedef {{ days: number; projects: number; items: number; keys: number; rowsPerDay: number }} Size
 * @typedef {import("../src/domain/segment.ts").Segment} Segment
 */

/** Any UTC day; nothing here reads a clock. */
export const FIRST_DAY = dayOf(Date.UTC(2026, 0, 1) / 1000);

/**
 * One segment for each day. Line items are numbered behind the projects and keys behind those, as one dictionary would.
 * Amounts have 14 to 20 fraction digits; one row in a hundred is a credit, and one in ten thousand has no amount.
 * @param {Size} size
 * @returns {readonly Segment[]}
 */
export function costSegments({ days, projects, items, keys, rowsPerDay }) {
  const random = randomNumbers(42);
  return Array.from({ length: days }, (_, day) => {
    const whole = new Float64Array(rowsPerDay);
    const limbs = [new Int32Array(rowsPerDay), new Int32Array(rowsPerDay), new Int32Array(rowsPerDay)];
    const project = new Uint32Array(rowsPerDay);
    const item = new Uint32Array(rowsPerDay);
    const key = new Uint32Array(rowsPerDay);
    for (let row = 0; row < rowsPerDay; row += 1) {
      project[row] = 1 + Math.floor(random() * projects);
      item[row] = 1 + projects + Math.floor(random() * items);
      key[row] = 1 + projects + items + Math.floor(random() * keys);
      setAmount(whole, limbs, row, random);
    }
    return {
      ...{ source: /** @type {const} */ ("costs"), view: "project_id+line_item+api_key_id", width: /** @type {const} */ ("1d"), day: FIRST_DAY + day },
      ...{ buckets: Uint16Array.of(0), rows: rowsPerDay, at: new Uint16Array(rowsPerDay), units: new Uint32Array(rowsPerDay), counts: {} },
      dimensions: { project_id: project, line_item: item, api_key_id: key },
      decimals: { amount: { whole, limbs } },
    };
  });
}

/**
 * @param {Float64Array} whole
 * @param {readonly Int32Array[]} limbs
 * @param {number} row
 * @param {() => number} random
 */
function setAmount(whole, limbs, row, random) {
  if (random() < 0.0001) {
    whole[row] = Number.NaN;
    return;
  }
  const sign = random() < 0.01 ? -1 : 1;
  const digits = 14 + Math.floor(random() * 7);
  const fine = 10 ** (27 - Math.max(19, digits));
  // Most rows cost cents, some cost hundreds of dollars. `+ 0` because a whole part of -0 is not what the reader makes.
  whole[row] = sign * Math.floor(random() ** 8 * 500) + 0;
  const [first, second, third] = limbs;
  if (first) first[row] = sign * Math.floor(random() * 1e9);
  const coarse = 10 ** Math.max(0, 18 - digits);
  if (second) second[row] = sign * Math.floor((random() * 1e9) / coarse) * coarse;
  if (third) third[row] = digits > 18 ? sign * Math.floor((random() * 1e9) / fine) * fine : 0;
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
