import type { Chart } from "chart.js";

/** Where things are on the canvas, in CSS pixels: the scales as plain numbers, since they are asked thousands of times. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Of one bucket. */
  readonly step: number;
  /** Middle of a bucket. */
  x(bucket: number): number;
  /** Height of a value in wire units, or of a share. */
  y(value: number): number;
}

export function frameOf({ chartArea, scales }: Chart<"bar">, divisor: number): Frame | undefined {
  const { x, y } = scales;
  if (!x || !y) return undefined;
  const [x0, y0] = [x.getPixelForValue(0), y.getPixelForValue(0)];
  const step = x.getPixelForValue(1) - x0;
  const unit = (y.getPixelForValue(1) - y0) / divisor;
  const { left, right, top, bottom } = chartArea;
  return { left, right, top, bottom, step, x: (bucket) => x0 + bucket * step, y: (value) => y0 + value * unit };
}

/** A box in CSS pixels of the canvas. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
