import type { Plot } from "../view/plot.ts";
import type { Frame } from "./frame.ts";
import type { Paint } from "./paint.ts";
import { columnOf, columnsOf, isNarrow, stackOf } from "./stack.ts";

/** Bars wider than this look like boxes. */
const widest = 56;

/** Width of a bar: with air to its neighbours where there is room for it. */
export function barWidth({ step }: Pick<Frame, "step">, buckets: number): number {
  return Math.min(widest, Math.max(1, buckets > 120 ? step : step * 0.8));
}

/**
 * The stack, drawn at once and not as thousands of elements: a path for each layer and filling. Layers are parted by a
 * hairline of the ground, and outlined where contrast is asked for.
 */
export function drawBars(ctx: CanvasRenderingContext2D, frame: Frame, plot: Plot, paint: Paint): void {
  const { values, traits, series } = plot;
  const width = barWidth(frame, traits.length);
  const crowded = traits.length > 120;
  const [narrow, start] = [isNarrow(frame), Math.round(frame.left)];
  const solid = series.map(() => new Path2D());
  const hatched = series.map(() => new Path2D());
  for (const bucket of columnsOf(values, frame.step)) {
    const left = narrow ? start + columnOf(bucket, frame.step) : snap(frame.x(bucket) - width / 2);
    const right = narrow ? left + 1 : Math.max(left + 1, snap(frame.x(bucket) + width / 2));
    for (const { layer, from, to } of stackOf(values, bucket)) {
      const [top, bottom] = [Math.min(frame.y(from), frame.y(to)), Math.max(frame.y(from), frame.y(to))];
      const hairline = !crowded && !paint.outline && bottom - top > 3 ? 1 : 0;
      (traits[bucket] === "moving" ? hatched : solid)[layer]?.rect(left, top + hairline, right - left, bottom - top - hairline);
    }
  }
  const own = (layer: number): CanvasPattern | string => paint.color(series[layer]?.slot ?? "other");
  solid.forEach((path, layer) => {
    ctx.fillStyle = own(layer);
    ctx.fill(path);
  });
  hatched.forEach((path, layer) => {
    ctx.fillStyle = paint.hatch(series[layer]?.slot ?? "other");
    ctx.fill(path);
  });
  if (!paint.outline || crowded) return;
  ctx.strokeStyle = paint.outline;
  ctx.lineWidth = 1;
  for (const path of [...solid, ...hatched]) ctx.stroke(path);
}

function snap(x: number): number {
  const ratio = window.devicePixelRatio || 1;
  return Math.round(x * ratio) / ratio;
}
