import { mostSeries } from "./series.ts";

/** Beyond this, the colours remembered longest ago are forgotten; a page shows ten at a time. */
const mostRemembered = 400;

/**
 * Which colour of the palette stands for which subject. A subject keeps the one it was first seen in, across ranges,
 * filters and reloads; two subjects on one chart never share one.
 */
export class ColorSlots {
  readonly #slots: Map<string, number>;

  constructor(kept: Readonly<Record<string, number>>) {
    this.#slots = new Map(Object.entries(kept).filter(([, slot]) => slot >= 0 && slot < mostSeries));
  }

  /** Slots of at most ten values of one dimension, largest first: where two claim one colour, the larger keeps it. */
  assign(dimension: string, values: readonly (string | null)[]): readonly number[] {
    const keys = values.map((value) => `${dimension}:${value === null ? "" : `=${value}`}`);
    const taken = new Set<number>();
    const found = keys.map((key) => {
      const slot = this.#slots.get(key);
      if (slot === undefined || taken.has(slot)) return undefined;
      taken.add(slot);
      return slot;
    });
    let next = 0;
    return keys.map((key, index) => {
      let slot = found[index];
      if (slot === undefined) {
        while (taken.has(next)) next += 1;
        slot = next;
        taken.add(slot);
      }
      this.#slots.delete(key); // set anew below: newest last
      this.#slots.set(key, slot);
      return slot;
    });
  }

  /** What to keep: the newest ones. */
  kept(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#slots].slice(-mostRemembered));
  }
}
