import type { Series } from "../view/series.ts";
import type { ChartTheme } from "./chartTheme.ts";
import { Hatches } from "./hatch.ts";

/** The theme's colours as the canvas takes them, made once for each theme. */
export class Paint {
  readonly theme: ChartTheme;
  readonly #hatches = new Hatches();

  constructor(theme: ChartTheme) {
    this.theme = theme;
  }

  /** Around each layer where contrast is asked for; else empty. */
  get outline(): string {
    return this.theme.highContrast ? this.theme.text : "";
  }

  color(slot: Series["slot"]): string {
    return slot === "other" ? this.theme.other : (this.theme.series[slot] ?? this.theme.other);
  }

  hatch(slot: Series["slot"]): CanvasPattern | string {
    return this.#hatches.of(this.color(slot), window.devicePixelRatio);
  }

  /** For grounds rather than layers. */
  get faintHatch(): CanvasPattern | string {
    return this.#hatches.of(this.theme.grid, window.devicePixelRatio);
  }
}
