import type { Plot } from "../view/plot.ts";
import type { Frame } from "./frame.ts";
import type { Paint } from "./paint.ts";
import { isNarrow } from "./stack.ts";

/** Dashes of many short pieces are slow to draw, and cannot be told apart from gaps. */
export const mostDashed = 400;
const dashBefore = [1.5, 2.5];
/** Beside its dotted line of now. */
const otherBefore = [1, 5];

/** One line for each series, the largest on top; behind them, thin, those of the period before. */
export function drawLines(ctx: CanvasRenderingContext2D, frame: Frame, plot: Plot, paint: Paint): void {
  ctx.save();
  ctx.lineJoin = "round";
  const many = plot.traits.length > mostDashed;
  if (plot.partsBefore) {
    ctx.globalAlpha = paint.outline ? 1 : 0.85;
    ctx.lineWidth = 1;
    drawEach(ctx, frame, plot, paint, plot.partsBefore.values, (slot) => (many ? [] : slot === "other" ? otherBefore : dashBefore));
    ctx.globalAlpha = 1;
  }
  ctx.lineWidth = many ? 1.25 : paint.outline ? 2.25 : 1.75;
  drawEach(ctx, frame, plot, paint, plot.values, (slot) => (many ? [] : dashOf(slot)));
  ctx.restore();
}

/** A gap is a gap, and what stands alone between two is a dot. */
function drawEach(ctx: CanvasRenderingContext2D, frame: Frame, { series }: Plot, paint: Paint, lines: readonly Float64Array[], dash: (slot: number | "other") => number[]): void {
  for (let layer = lines.length - 1; layer >= 0; layer -= 1) {
    const own = lines[layer];
    const slot = series[layer]?.slot ?? "other";
    if (!own) continue;
    ctx.strokeStyle = paint.color(slot);
    ctx.fillStyle = ctx.strokeStyle;
    ctx.setLineDash(dash(slot));
    const { line, dots } = isNarrow(frame) ? thinned(own, frame) : everyPoint(own, frame);
    ctx.stroke(line);
    ctx.fill(dots);
  }
}

/** A second mark beside the colour: half of the palette is dashed, and what has no colour of its own dotted. */
export function dashOf(slot: number | "other"): number[] {
  if (slot === "other") return [1.5, 3];
  return slot < 5 ? [] : [6, 3];
}

interface Drawn {
  readonly line: Path2D;
  readonly dots: Path2D;
}

function everyPoint(values: Float64Array, frame: Frame): Drawn {
  const [line, dots] = [new Path2D(), new Path2D()];
  for (let bucket = 0; bucket < values.length; bucket += 1) {
    const value = values[bucket] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const [x, y] = [frame.x(bucket), frame.y(value)];
    const begins = bucket === 0 || Number.isNaN(values[bucket - 1] ?? 0);
    const ends = bucket === values.length - 1 || Number.isNaN(values[bucket + 1] ?? 0);
    if (begins) line.moveTo(x, y);
    else line.lineTo(x, y);
    if (begins && ends) {
      dots.moveTo(x + 2, y);
      dots.arc(x, y, 2, 0, 2 * Math.PI);
    }
  }
  return { line, dots };
}

/** Many buckets to a column: in by its first value, over its lowest and highest, out by its last. */
export function thinned(values: Float64Array, frame: Frame): Drawn {
  const line = new Path2D();
  const [x0, y0, y1] = [frame.x(0), frame.y(0), frame.y(1)];
  const unit = y1 - y0;
  let [column, low, high, last, drawing] = [Number.NaN, 0, 0, 0, false];
  const flush = (): void => {
    if (!drawing) return;
    if (low !== high) {
      line.lineTo(column, y0 + low * unit);
      line.lineTo(column, y0 + high * unit);
    }
    line.lineTo(column, y0 + last * unit);
  };
  for (let bucket = 0; bucket < values.length; bucket += 1) {
    const value = values[bucket] ?? Number.NaN;
    if (Number.isNaN(value)) {
      flush();
      drawing = false;
      continue;
    }
    const at = Math.round(x0 + bucket * frame.step);
    if (drawing && at === column) {
      if (value < low) low = value;
      if (value > high) high = value;
    } else {
      flush();
      if (drawing) line.lineTo(at, y0 + value * unit);
      else line.moveTo(at - 0.5, y0 + value * unit);
      [column, low, high, drawing] = [at, value, value, true];
    }
    last = value;
  }
  flush();
  return { line, dots: new Path2D() };
}
