/** Pixels; the style sheet gives table rows the same height. */
export const rowHeight = 28;
/** Up to here a table stands in full length; beyond, it scrolls within itself and holds only the rows in sight. */
export const mostPlainRows = 200;
/** Rows kept ready above and below, so that a quick scroll does not outrun the drawing. */
const spare = 12;

export interface RowWindow {
  readonly from: number;
  readonly to: number;
  /** Pixels of rows that are not there, above and below. */
  readonly above: number;
  readonly below: number;
}

/** Which rows of a long table are in sight. */
export class VirtualRows {
  #top = 0;
  #height = 640;

  /** @returns whether other rows came into sight. */
  scrolled(element: Element): boolean {
    const before = this.#first();
    this.#top = element.scrollTop;
    this.#height = element.clientHeight;
    return this.#first() !== before;
  }

  window(count: number): RowWindow {
    if (count <= mostPlainRows) return { from: 0, to: count, above: 0, below: 0 };
    const from = Math.max(0, Math.min(this.#first(), count - 1) - spare);
    const to = Math.min(count, this.#first() + Math.ceil(this.#height / rowHeight) + spare);
    return { from, to, above: from * rowHeight, below: Math.max(0, count - to) * rowHeight };
  }

  #first(): number {
    return Math.floor(this.#top / rowHeight);
  }
}
