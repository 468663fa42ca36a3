import { fold } from "./fold.ts";

interface Searched {
  readonly name: string;
  /** The id behind the name, or the name itself. */
  readonly value: string | null;
}

/** Finds among many by name or id, letter by letter. */
export class TextSearch<T extends Searched> {
  /** What is searched, item by item; made with the first letter. */
  readonly #texts = new Map<T, string>();
  #last: { readonly of: readonly T[]; readonly wanted: string; readonly found: readonly T[] } | undefined;

  /** All `items` where nothing is searched for; the same list for the same search. */
  find(items: readonly T[], text: string): readonly T[] {
    const wanted = fold(text.trim());
    if (wanted === "") return items;
    if (this.#last?.of !== items || this.#last.wanted !== wanted) {
      // What goes on from what was typed before can only be among what was found then.
      const among = this.#last?.of === items && wanted.startsWith(this.#last.wanted) ? this.#last.found : items;
      this.#last = { of: items, wanted, found: among.filter((item) => this.#text(item).includes(wanted)) };
    }
    return this.#last.found;
  }

  #text(item: T): string {
    const known = this.#texts.get(item) ?? fold(`${item.name} ${item.value ?? ""}`);
    this.#texts.set(item, known);
    return known;
  }
}
