import { fold } from "./fold.ts";

/** Made with the first list: to begin with `Intl` takes long, and a page is seen before anything is sorted by name. */
let collator: Intl.Collator | undefined;
/** A collator takes a second for a hundred thousand names; beyond so many, they go by keys that it takes a fifth of. */
const mostCollated = 3_000;

/** `items` by name from A on, numbers within names by size; equal names stay in the order they come in. */
export function sortedByName<T extends { readonly name: string }>(items: readonly T[]): readonly T[] {
  if (items.length <= mostCollated) {
    const { compare } = (collator ??= new Intl.Collator(undefined, { numeric: true, sensitivity: "base" }));
    return items.toSorted((a, b) => compare(a.name, b.name));
  }
  const keyed = items.map((item) => ({ item, key: sortKey(item.name) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ item }) => item);
}

/** A text that compares by its characters as the name does by its words: a number stands behind its length. */
function sortKey(name: string): string {
  return fold(name).replace(/\d+/g, (digits) => {
    const number = digits.replace(/^0+(?=\d)/, "");
    return `0${String.fromCharCode(number.length)}${number}`;
  });
}
