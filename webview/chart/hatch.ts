/** Diagonal lines in one colour over a lighter ground of it: what may still change is drawn as not yet solid. */
export class Hatches {
  readonly #made = new Map<string, CanvasPattern | string>();

  of(color: string, ratio: number): CanvasPattern | string {
    const key = `${color} ${String(ratio)}`;
    const known = this.#made.get(key);
    if (known) return known;
    const pattern = draw(color, ratio) ?? color;
    this.#made.set(key, pattern);
    return pattern;
  }
}

function draw(color: string, ratio: number): CanvasPattern | null {
  // Whole device pixels, so that the tiles meet without a seam.
  const size = Math.max(4, Math.round(6 * ratio));
  const tile = document.createElement("canvas");
  tile.width = size;
  tile.height = size;
  const context = tile.getContext("2d");
  if (!context) return null;
  context.fillStyle = color;
  context.globalAlpha = 0.42;
  context.fillRect(0, 0, size, size);
  context.globalAlpha = 1;
  context.strokeStyle = color;
  context.lineWidth = size / 4;
  context.beginPath();
  // One line across, and its two neighbours' corners, which reach into this tile.
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift - 1, size + 1);
    context.lineTo(shift + size + 1, -1);
  }
  context.stroke();
  const pattern = context.createPattern(tile, "repeat");
  pattern?.setTransform(new DOMMatrix().scale(1 / ratio));
  return pattern;
}
