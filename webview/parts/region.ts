import type { TemplateResult } from "lit-html";
import { AsyncDirective } from "lit-html/async-directive.js";
import { directive } from "lit-html/directive.js";

type Make = () => TemplateResult;

class RegionDirective extends AsyncDirective {
  override render(region: Region): TemplateResult {
    return region.stand(this);
  }
}
const standing = directive(RegionDirective);

/**
 * A part of the page that can be drawn again by itself: what scrolls or follows the keys has a sixtieth of a second,
 * and most of the page has not changed.
 */
export class Region {
  #make: Make | undefined;
  #directive: RegionDirective | undefined;
  #frame = 0;
  readonly #drawn: () => void;

  /** @param drawn what is to be done each time that it was drawn by itself */
  constructor(drawn: () => void = () => undefined) {
    this.#drawn = drawn;
  }

  /** For the page's own drawing. */
  template(make: Make): unknown {
    this.#make = make;
    return standing(this);
  }

  /** At the next frame, once, however often it is asked for. */
  redraw(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.draw();
    });
  }

  draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (!this.#make || !this.#directive?.isConnected) return;
    this.#directive.setValue(this.#make());
    this.#drawn();
  }

  /** For the directive: what to show at first, and where to show it later. */
  stand(directive: RegionDirective): TemplateResult {
    this.#directive = directive;
    if (!this.#make) throw new Error("A region is drawn from its template");
    return this.#make();
  }
}
