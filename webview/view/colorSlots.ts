import { mostSeries } from "./series.ts";

/** Beyond this, the colours remembered longest ago are forgotten; a page shows ten at a time. */
const mostRemembered = 400;
const palette = Array.from({ length: mostSeries }, (_, slot) => slot);

/**
 * Which colour of the palette stands for which subject. A subject has the one it was first given for good, across
 * ranges, filters and reloads; two subjects on one chart never share one. Where more than ten claim the ten colours, one
 * of two that claim the same has another lent for as long as both are shown.
 */
export class ColorSlots {
  readonly #slots: Map<string, number>;

  constructor(kept: Readonly<Record<string, number>>) {
    this.#slots = new Map(Object.entries(kept).filter(([, slot]) => slot >= 0 && slot < mostSeries));
  }

  /** Slots of at most ten values of one dimension. What was shown together before is told apart as it was then. */
  assign(dimension: string, values: readonly (string | null)[]): readonly number[] {
    const keys = values.map((value) => `${dimension}:${value === null ? "" : `=${value}`}`);
    const owners = new Map<number, string>();
    // Of two that claim one, the first by name has it, and what is lent goes by name as well: who is larger may change.
    const known = keys.filter((key) => this.#slots.has(key)).toSorted();
    const lacking = known.filter((key) => {
      const slot = this.#slots.get(key) ?? 0;
      if (owners.has(slot)) return true;
      owners.set(slot, key);
      return false;
    });
    const free = (): readonly number[] => palette.filter((slot) => !owners.has(slot));
    for (const key of keys) {
      if (this.#slots.has(key)) continue;
      const slot = this.#leastClaimed(`${dimension}:`, free());
      this.#slots.set(key, slot);
      owners.set(slot, key);
    }
    const spare = free();
    const lent = new Map(lacking.map((key, index) => [key, spare[index]]));
    return keys.map((key) => {
      const own = this.#slots.get(key) ?? 0;
      this.#slots.delete(key); // set anew: newest last
      this.#slots.set(key, own);
      return lent.get(key) ?? own;
    });
  }

  /** So that colours are shared only once there are more subjects than colours. */
  #leastClaimed(prefix: string, free: readonly number[]): number {
    const claims = palette.map(() => 0);
    for (const [key, slot] of this.#slots) if (key.startsWith(prefix)) claims[slot] = (claims[slot] ?? 0) + 1;
    return free.reduce((least, slot) => ((claims[slot] ?? 0) < (claims[least] ?? 0) ? slot : least), free[0] ?? 0);
  }

  /** What to keep: the newest ones. */
  kept(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#slots].slice(-mostRemembered));
  }
}
