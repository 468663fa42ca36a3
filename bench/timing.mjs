/**
 * Times contestants by turns, so that a busy moment of the machine strikes all of them alike, and gives the median of each.
 * @param {Readonly<Record<string, () => unknown>>} contestants
 * @param {{ rounds: number; warmUps?: number }} options
 * @returns {Promise<Readonly<Record<string, number>>>} milliseconds
 */
export async function medians(contestants, { rounds, warmUps = 3 }) {
  /** @type {Map<string, number[]>} */
  const times = new Map(Object.keys(contestants).map((name) => [name, []]));
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(contestants)) {
      const start = performance.now();
      await run();
      const time = performance.now() - start;
      if (round >= 0) times.get(name)?.push(time);
    }
  }
  return Object.fromEntries([...times].map(([name, each]) => [name, median(each)]));
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}
