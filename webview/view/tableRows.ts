import type { TableSort } from "../state/look.ts";
import type { Column } from "./columns.ts";
import type { Drawing } from "./drawing.ts";
import type { Subject } from "./subjects.ts";
import { TextSearch } from "./textSearch.ts";

/** Subjects in the order of the table, and those of them that are searched for. */
export class TableRows {
  #subjects: readonly Subject[] | undefined;
  #ordered: { readonly by: string; readonly ascending: readonly Subject[] } | undefined;
  #descending: readonly Subject[] | undefined;
  #search = new TextSearch<Subject>();

  /** @param by a column that has an order */
  of(drawing: Drawing, by: Column, { descending }: TableSort, find: string): readonly Subject[] {
    if (this.#subjects !== drawing.subjects) {
      this.#subjects = drawing.subjects;
      this.#ordered = this.#descending = undefined;
      this.#search = new TextSearch();
    }
    return this.#search.find(this.#inOrder(drawing, by, descending), find);
  }

  #inOrder(drawing: Drawing, by: Column, descending: boolean): readonly Subject[] {
    if (this.#ordered?.by !== by.id) {
      const subjects = drawing.gone.length > 0 ? [...drawing.subjects, ...drawing.gone] : drawing.subjects;
      this.#ordered = { by: by.id, ascending: by.ordered?.(subjects) ?? subjects };
      this.#descending = undefined;
    }
    if (!descending) return this.#ordered.ascending;
    return (this.#descending ??= this.#ordered.ascending.toReversed());
  }
}
