/**
 * Texts that rows repeat (ids, line items, models), kept once and named by a small number, so that a row is numbers
 * only. Number 0 is `null`: the API did not attribute the row.
 */
export class Dictionary {
  readonly #texts: string[] = [""];
  readonly #ids = new Map<string, number>();
  /** Texts below this number are in `#ids`. */
  #indexed = 1;

  constructor(texts: readonly string[] = []) {
    for (const text of texts) this.idOf(text);
  }

  /**
   * Adds texts that have their numbers elsewhere: all different, in order, and none of them here yet. Where there are
   * a hundred thousand, few are ever looked up, so they are not indexed before one is given out here.
   */
  append(texts: readonly string[]): void {
    for (const text of texts) this.#texts.push(text);
  }

  /** The number of `text`, given out on first sight. */
  idOf(text: string | null): number {
    if (text === null) return 0;
    this.#index();
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.#texts.push(text) - 1;
    this.#ids.set(text, id);
    this.#indexed = this.#texts.length;
    return id;
  }

  /** The number of `text` where it has one. */
  find(text: string | null): number | undefined {
    if (text === null) return 0;
    if (this.#indexed === this.#texts.length) return this.#ids.get(text);
    const id = this.#texts.indexOf(text, 1);
    return id < 0 ? undefined : id;
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

  #index(): void {
    for (; this.#indexed < this.#texts.length; this.#indexed += 1) this.#ids.set(this.#texts[this.#indexed] ?? "", this.#indexed);
  }
}
