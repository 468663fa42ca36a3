import type { Plot } from "../view/plot.ts";
import type { Frame } from "./frame.ts";
import type { Paint } from "./paint.ts";

/** Behind the numbers: dots where a bucket is missing, so that a gap is not taken for a zero; behind lines, which cannot be hatched, the hatching. */
export function drawBackdrop(ctx: CanvasRenderingContext2D, frame: Frame, { kind, traits }: Plot, paint: Paint): void {
  traits.forEach((trait, bucket) => {
    if (trait === "missing" || trait === "expired") dots(ctx, frame, bucket, paint.theme.faintText);
    if (trait === "moving" && kind === "lines") {
      ctx.fillStyle = paint.faintHatch;
      ctx.fillRect(frame.x(bucket) - frame.step / 2, frame.top, frame.step, frame.bottom - frame.top);
    }
  });
}

function dots(ctx: CanvasRenderingContext2D, frame: Frame, bucket: number, color: string): void {
  const { step: width, top, bottom } = frame;
  ctx.save();
  ctx.fillStyle = color;
  ctx.globalAlpha = 0.8;
  const left = frame.x(bucket) - width * 0.4;
  const step = 6;
  for (let y = top + step / 2; y < bottom; y += step)
    for (let at = left + step / 2; at < left + Math.max(width * 0.8, 2); at += step) ctx.fillRect(at - 0.5, y - 0.5, 1.2, 1.2);
  ctx.restore();
}
