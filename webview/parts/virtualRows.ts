/** Pixels; the style sheet gives table rows the same height. */
export const rowHeight = 28;
/** Up to here a table stands in full length; beyond, it scrolls within itself and holds only the rows in sight. */
export const mostPlainRows = 200;
/** Rows kept ready above and below, so that a quick scroll does not outrun the drawing. */
const spare = 12;
/** Pixels in sight, until the table stands and has said its own. */
const firstHeight = 640;

export interface RowWindow {
  readonly from: number;
  readonly to: number;
  /** Pixels of rows that are not there, above and below. */
  readonly above: number;
  readonly below: number;
}

/** A row by its place, or the room of rows that are not there. */
export type RowOrSpace = { readonly row: number } | { readonly space: number };

/** Whether a row of a table in full length may be in sight. @param top pixels from the window's top to the first row */
export function nearSight(top: number, row: number): boolean {
  return Math.abs(top + row * rowHeight - innerHeight / 2) < innerHeight / 2 + spare * rowHeight;
}

/** Which rows of a long table are in sight. */
export class VirtualRows {
  readonly #rowHeight: number;
  readonly #mostPlain: number;
  #top = 0;
  #height = firstHeight;

  constructor(height = rowHeight, mostPlain = mostPlainRows) {
    this.#rowHeight = height;
    this.#mostPlain = mostPlain;
  }

  /** For the `ref` of what scrolls: when it goes, so does the place in it. The next one begins at its top. */
  readonly container = (element: Element | undefined): void => {
    if (element) return;
    this.#top = 0;
    this.#height = firstHeight;
  };

  /** @returns whether other rows came into sight. */
  scrolled(element: Element): boolean {
    const [first, height] = [this.#first(), this.#height];
    this.#top = element.scrollTop;
    this.#height = element.clientHeight;
    return this.#first() !== first || this.#height !== height;
  }

  window(count: number): RowWindow {
    if (count <= this.#mostPlain) return { from: 0, to: count, above: 0, below: 0 };
    const first = Math.min(this.#first(), count - 1);
    const from = Math.max(0, first - spare);
    const to = Math.min(count, first + Math.ceil(this.#height / this.#rowHeight) + spare);
    return { from, to, above: from * this.#rowHeight, below: Math.max(0, count - to) * this.#rowHeight };
  }

  /** The same with one row more, wherever it is: what has the focus must not be taken from under it. */
  around(count: number, kept: number | undefined): readonly RowOrSpace[] {
    const { from, to } = this.window(count);
    const items: RowOrSpace[] = [];
    const space = (rows: number): void => {
      if (rows > 0) items.push({ space: rows * this.#rowHeight });
    };
    const above = kept !== undefined && kept < from;
    const below = kept !== undefined && kept >= to && kept < count;
    if (above) space(kept);
    if (above) items.push({ row: kept });
    space(above ? from - kept - 1 : from);
    for (let row = from; row < to; row += 1) items.push({ row });
    space(below ? kept - to : count - to);
    if (below) items.push({ row: kept });
    if (below) space(count - kept - 1);
    return items;
  }

  #first(): number {
    return Math.floor(this.#top / this.#rowHeight);
  }
}
