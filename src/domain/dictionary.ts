/**
 * Texts that rows repeat (ids, line items, models), kept once and named by a small number, so that a row is numbers
 * only. Number 0 is `null`: the API did not attribute the row.
 */
export class Dictionary {
  readonly #texts: string[] = [""];
  readonly #ids = new Map<string, number>();

  constructor(texts: readonly string[] = []) {
    for (const text of texts) this.idOf(text);
  }

  /** The number of `text`, given out on first sight. */
  idOf(text: string | null): number {
    if (text === null) return 0;
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.#texts.push(text) - 1;
    this.#ids.set(text, id);
    return id;
  }

  /** The number of `text` where it has one. */
  find(text: string | null): number | undefined {
    return text === null ? 0 : this.#ids.get(text);
  }

  textOf(id: number): string | null {
    return id === 0 ? null : (this.#texts[id] ?? null);
  }

  get size(): number {
    return this.#texts.length;
  }

  /** All texts from number 1 on: what the page is sent. */
  texts(): readonly string[] {
    return this.#texts.slice(1);
  }
}
