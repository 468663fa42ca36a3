/** Where a layer begins and ends in a bucket's stack. What is below zero is stacked downwards. */
export interface Slice {
  readonly layer: number;
  readonly from: number;
  readonly to: number;
}

/** The layers of one bucket, from the axis outwards. */
export function stackOf(values: readonly Float64Array[], bucket: number): readonly Slice[] {
  let [up, down] = [0, 0];
  return values.flatMap((own, layer) => {
    const value = own[bucket] ?? Number.NaN;
    if (Number.isNaN(value)) return [];
    const from = value < 0 ? down : up;
    if (value < 0) down += value;
    else up += value;
    return [{ layer, from, to: from + value }];
  });
}

/** Lowest and highest point of all that is drawn, zero among them. */
export function extentOf(values: readonly Float64Array[], stacked: boolean): readonly [lowest: number, highest: number] {
  let [lowest, highest] = [0, 0];
  const buckets = values[0]?.length ?? 0;
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    let [up, down] = [0, 0];
    for (const own of values) {
      const value = own[bucket] || 0;
      if (value < 0) down = stacked ? down + value : Math.min(down, value);
      else up = stacked ? up + value : Math.max(up, value);
    }
    if (up > highest) highest = up;
    if (down < lowest) lowest = down;
  }
  return [lowest, highest];
}

/** Buckets narrower than this share a column of the canvas, of which only the extremes can be seen. */
const narrow = 0.75;

export function isNarrow({ step }: { readonly step: number }): boolean {
  return step < narrow;
}

/** Pixels from the chart's left at which a bucket's column stands, where buckets are narrow: each has the next one beside it. */
export function columnOf(bucket: number, step: number): number {
  return Math.floor(bucket * step);
}

/**
 * Which buckets are drawn where there are more than pixels: of those that share a column of the canvas the highest,
 * so that no peak is lost.
 */
export function columnsOf(values: readonly Float64Array[], step: number): readonly number[] {
  const buckets = values[0]?.length ?? 0;
  const all = Array.from({ length: buckets }, (_, bucket) => bucket);
  if (step >= narrow) return all;
  const highest = new Map<number, { bucket: number; height: number }>();
  for (const bucket of all) {
    const column = columnOf(bucket, step);
    const height = values.reduce((sum, own) => sum + Math.max(0, own[bucket] || 0), 0);
    const known = highest.get(column);
    if (!known || height > known.height) highest.set(column, { bucket, height });
  }
  return [...highest.values()].map(({ bucket }) => bucket);
}
