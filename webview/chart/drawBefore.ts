import { toNumber, type Decimal } from "../../src/domain/decimal.ts";
import { writeValue } from "../../src/domain/measure.ts";
import type { Plot } from "../view/plot.ts";
import { mostDashed, thinned } from "./drawLines.ts";
import type { Frame } from "./frame.ts";
import type { Paint } from "./paint.ts";
import { columnOf, columnsOf, isNarrow, stackOf } from "./stack.ts";

/** The period before, as a skyline behind the numbers: wider than the bars, so that its edge is seen where they are higher. */
export function drawBefore(ctx: CanvasRenderingContext2D, frame: Frame, { before }: Plot, paint: Paint): void {
  if (!before) return;
  const [edge, ground] = outline(before, frame);
  ctx.save();
  ctx.fillStyle = paint.theme.other;
  ctx.globalAlpha = 0.2;
  ctx.fill(ground);
  ctx.globalAlpha = 1;
  ctx.strokeStyle = paint.theme.other;
  ctx.lineWidth = paint.outline ? 2 : 1.5;
  ctx.stroke(edge);
  ctx.restore();
}

/** Its edge once more, thinly, over the bars that hide it; over shares the edges of its own. */
export function drawBeforeEdge(ctx: CanvasRenderingContext2D, frame: Frame, { kind, before, partsBefore }: Plot, paint: Paint): void {
  const edges = before ? [before] : kind === "share" && partsBefore ? edgesOf(partsBefore.values) : [];
  if (edges.length === 0) return;
  ctx.save();
  ctx.strokeStyle = paint.theme.text;
  ctx.globalAlpha = 0.75;
  ctx.lineWidth = 1;
  for (const edge of edges) {
    ctx.setLineDash(edge.length > mostDashed ? [] : [3, 2]);
    ctx.stroke(outline(edge, frame)[0]);
  }
  ctx.restore();
}

/** By layer of a stack, where it ends in each bucket. */
function edgesOf(values: readonly Float64Array[]): readonly Float64Array[] {
  const edges = values.map((own) => new Float64Array(own.length).fill(Number.NaN));
  const buckets = values[0]?.length ?? 0;
  for (let bucket = 0; bucket < buckets; bucket += 1)
    for (const { layer, to } of stackOf(values, bucket)) {
      const edge = edges[layer];
      if (edge) edge[bucket] = to;
    }
  return edges;
}

function outline(values: Float64Array, frame: Frame): readonly [edge: Path2D, ground: Path2D] {
  return isNarrow(frame) ? [thinned(values, frame).line, columns(values, frame)] : skyline(values, frame);
}

/** Many buckets to a column of the canvas: each column as high as the highest of them. Thousands of boxes take ten times as long. */
function columns(values: Float64Array, frame: Frame): Path2D {
  const ground = new Path2D();
  const [left, zero] = [Math.round(frame.left), frame.y(0)];
  for (const bucket of columnsOf([values], frame.step)) {
    const y = frame.y(values[bucket] ?? Number.NaN);
    if (!Number.isNaN(y)) ground.rect(left + columnOf(bucket, frame.step), Math.min(y, zero), 1, Math.abs(zero - y));
  }
  return ground;
}

function skyline(before: Float64Array, frame: Frame): readonly [edge: Path2D, ground: Path2D] {
  const [edge, ground] = [new Path2D(), new Path2D()];
  const zero = frame.y(0);
  let drawing = false;
  before.forEach((value, bucket) => {
    if (Number.isNaN(value)) {
      drawing = false;
      return;
    }
    const [left, y] = [frame.x(bucket) - frame.step / 2, frame.y(value)];
    if (drawing) edge.lineTo(left, y);
    else edge.moveTo(left, y);
    edge.lineTo(left + frame.step, y);
    ground.rect(left, Math.min(y, zero), frame.step, Math.abs(zero - y));
    drawing = true;
  });
  return [edge, ground];
}

/** A line at what the month may cost, with its name. */
export function drawBudget(ctx: CanvasRenderingContext2D, frame: Frame, budget: Decimal, { theme }: Paint): void {
  const y = Math.round(frame.y(toNumber(budget))) + 0.5;
  ctx.save();
  ctx.strokeStyle = theme.warning;
  ctx.lineWidth = 1.5;
  ctx.setLineDash([6, 4]);
  ctx.beginPath();
  ctx.moveTo(frame.left, y);
  ctx.lineTo(frame.right, y);
  ctx.stroke();
  ctx.font = `${String(theme.fontSize)}px ${theme.fontFamily}`;
  ctx.textBaseline = "bottom";
  const text = `Monthly budget ${writeValue(budget, "usd")}`;
  const width = ctx.measureText(text).width;
  ctx.fillStyle = theme.background;
  ctx.fillRect(frame.left + 4, y - 18, width + 8, 15);
  ctx.fillStyle = theme.text;
  ctx.fillText(text, frame.left + 8, y - 4);
  ctx.restore();
}
