import { mix, unit } from "./hash.ts";
import { weekday } from "./calendar.ts";

/** When a stream is busy: people at work, people using a product, jobs at night, or always. */
export type Rhythm = "office" | "product" | "nightly" | "flat";

// Sunday first.
const weekdayShare: Readonly<Record<Rhythm, readonly number[]>> = {
  office: [0.16, 1, 1.08, 1.1, 1.05, 0.88, 0.2],
  product: [0.84, 0.98, 1, 1.02, 1.03, 1.06, 0.93],
  nightly: [0.35, 1, 1, 1, 1, 1, 0.35],
  flat: [1, 1, 1, 1, 1, 1, 1],
};

// Weight of each UTC hour; a day's weights are divided by their sum.
const hourWeight: Readonly<Record<Rhythm, readonly number[]>> = {
  office: [0, 0, 0, 0, 0, 1, 3, 7, 10, 11, 11, 9, 8, 10, 11, 10, 8, 5, 3, 2, 1, 1, 0, 0],
  product: [3, 2, 2, 1, 1, 2, 3, 4, 5, 6, 6, 6, 7, 7, 6, 6, 7, 8, 9, 9, 8, 7, 5, 4],
  nightly: [0, 6, 9, 7, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  flat: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
};

const hourShare = Object.fromEntries(
  Object.entries(hourWeight).map(([rhythm, weights]) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return [rhythm, weights.map((weight) => weight / total)];
  }),
);

/** The part of a day's requests that falls into a UTC hour (0 to 23). */
export function shareOfHour(rhythm: Rhythm, hour: number): number {
  return hourShare[rhythm]?.[hour] ?? 0;
}

const growthCentre = 20_666; // 1 August 2026
const growthDays = 150;

/** A slow S-shaped rise around the summer of 2026: a year of growth in view today, and no explosion in years to come. */
function growth(day: number): number {
  const x = (day - growthCentre) / growthDays;
  return 1 + (0.5 * x) / (1 + Math.abs(x));
}

// Spikes come every four weeks on fixed days, so that one is in view in every month, and a closed day never changes.
const spikeEvery = 28;
const spikePhase = 20_767 % spikeEvery; // 10 November 2026 is one of them

export function isSpike(day: number): boolean {
  return day % spikeEvery === spikePhase;
}

/** How busy a stream is on a day, where 1 is an ordinary weekday. */
export function busyness(rhythm: Rhythm, spikes: boolean, hash: number, day: number): number {
  const noise = 0.82 + 0.36 * unit(mix(hash, day));
  const spike = spikes && isSpike(day) ? 6 + 3 * unit(mix(0x51, day)) : 1;
  return growth(day) * (weekdayShare[rhythm][weekday(day)] ?? 1) * noise * spike;
}
