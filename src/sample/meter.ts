import { dayOf, secondsPerDay, secondsPerHour } from "./calendar.ts";
import { mix, unit } from "./hash.ts";
import { quantity } from "./price.ts";
import { busyness, shareOfHour } from "./rhythm.ts";
import type { Stream } from "./stream.ts";

/**
 * How much a stream used between two moments. Everything is a difference of running totals inside an hour, rounded down, so that the
 * minutes of an hour add up to the hour, the hours to the day, and what is counted up to `now` only ever grows.
 */

/** Part of an hour's requests that is reported only after its day has closed. */
const lateShare = 0.025;
/** Seconds after the end of a day until it is final. */
export const restatedFor = 2 * secondsPerDay;

/** Requests of an hour that are known at `now`. */
function reported(stream: Stream, hash: number, hour: number, level: number, now: number): number {
  const share = shareOfHour(stream.rhythm, hour % 24);
  if (share === 0) return 0;
  const expected = stream.requestsPerDay * share * level * (0.7 + 0.6 * unit(mix(hash, 1)));
  const all = Math.floor(expected + unit(mix(hash, 2)));
  const late = Math.min(all, Math.floor(all * lateShare + unit(mix(hash, 3))));
  const sinceClose = now - (Math.floor(hour / 24) + 1) * secondsPerDay;
  const settled = Math.min(1, Math.max(0, sinceClose / restatedFor));
  return all - late + Math.floor(late * settled + unit(mix(hash, 4)) * (settled < 1 ? 1 : 0));
}

/** Requests among the first `n` of an hour that fall before `second`: evenly spread, then bent by up to a half. */
function requestsBefore(hash: number, n: number, second: number): number {
  if (second <= 0) return 0;
  if (second >= secondsPerHour) return n;
  const x = second / secondsPerHour;
  const bend = unit(mix(hash, 5)) - 0.5;
  return Math.floor(n * (x + bend * x * (1 - x)) + unit(mix(hash, 6)));
}

/** Running total over the first `k` requests: `mean` each, with each request's own size moved by up to a fifth. */
function runningTotal(hash: number, mean: number, k: number): number {
  if (k === 0 || mean === 0) return 0;
  if (mean < 8) return k * Math.round(mean);
  return Math.floor(mean * (k + 0.4 * (unit(mix(hash, 100 + k)) - 0.5)));
}

/** Adds the quantities of requests `first` to `last` of an hour to the accumulator at `sums[at…]`. */
function addRequests(stream: Stream, hash: number, first: number, last: number, sums: Float64Array, at: number): void {
  const { shares } = stream;
  const add = (index: number, from: number, to: number): void => {
    sums[at + index] = (sums[at + index] ?? 0) + to - from;
  };
  const part = (index: number, share: number | undefined, from: number, to: number): void => {
    if (share !== undefined) add(index, Math.floor(from * share), Math.floor(to * share));
  };
  const inputMean = stream.inputPerRequest * (0.85 + 0.3 * unit(mix(hash, 7)));
  const in0 = runningTotal(hash, inputMean, first);
  const in1 = runningTotal(hash, inputMean, last);
  add(quantity.requests, first, last);
  add(quantity.input, in0, in1);
  part(quantity.cached, shares.cached, in0, in1);
  part(quantity.cacheWrite, shares.cacheWrite, in0, in1);
  part(quantity.audioInput, shares.audioInput, in0, in1);
  part(quantity.imageInput, shares.imageInput, in0, in1);
  if (shares.audioInput !== undefined && shares.cached !== undefined) {
    part(quantity.cachedAudio, shares.cached * 0.8, in0, in1);
  }
  if (stream.outputPerRequest === 0) return;
  const outputMean = stream.outputPerRequest * (0.85 + 0.3 * unit(mix(hash, 8)));
  const out0 = runningTotal(hash ^ 0x5bd1e995, outputMean, first);
  const out1 = runningTotal(hash ^ 0x5bd1e995, outputMean, last);
  add(quantity.output, out0, out1);
  part(quantity.audioOutput, shares.audioOutput, out0, out1);
}

/** Adds what `stream` used in [`from`, `to`) as known at `now` (Unix seconds) to the accumulator at `sums[at…]`. */
export function addUsage(stream: Stream, from: number, to: number, now: number, sums: Float64Array, at: number): void {
  const end = Math.min(to, now);
  let day = -1;
  let level = 0;
  for (let hour = Math.floor(from / secondsPerHour); hour * secondsPerHour < end; hour++) {
    const start = hour * secondsPerHour;
    if (dayOf(start) !== day) {
      day = dayOf(start);
      const alive = day >= stream.fromDay && day < stream.toDay;
      level = alive ? busyness(stream.rhythm, stream.spikes, stream.hash, day) : 0;
    }
    if (level === 0) continue;
    const hash = mix(stream.hash, hour);
    const n = reported(stream, hash, hour, level, now);
    if (n === 0) continue;
    const first = requestsBefore(hash, n, from - start);
    const last = requestsBefore(hash, n, end - start);
    if (last > first) addRequests(stream, hash, first, last, sums, at);
  }
}
