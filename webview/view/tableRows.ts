import type { TableSort } from "../state/look.ts";
import type { Column } from "./columns.ts";
import type { Drawing } from "./drawing.ts";
import { fold } from "./fold.ts";
import type { Subject } from "./subjects.ts";

/** Subjects in the order of the table, and those of them that are searched for. */
export class TableRows {
  #drawing: Drawing | undefined;
  #ordered: { readonly by: string; readonly ascending: readonly Subject[] } | undefined;
  #descending: readonly Subject[] | undefined;
  /** Names and ids as they are searched, in the order of the drawing's subjects. */
  #texts: Map<Subject, string> | undefined;
  #found: { readonly of: readonly Subject[]; readonly wanted: string; readonly rows: readonly Subject[] } | undefined;

  /** @param by a column that has an order */
  of(drawing: Drawing, by: Column, { descending }: TableSort, find: string): readonly Subject[] {
    if (this.#drawing !== drawing) {
      this.#drawing = drawing;
      this.#ordered = this.#descending = this.#texts = this.#found = undefined;
    }
    const ordered = this.#inOrder(drawing, by, descending);
    const wanted = fold(find.trim());
    if (wanted === "") return ordered;
    if (this.#found?.of !== ordered || this.#found.wanted !== wanted) {
      const texts = (this.#texts ??= new Map(drawing.subjects.map((subject) => [subject, fold(`${subject.name} ${subject.value ?? ""}`)])));
      // What goes on from what was typed before can only be among what was found then.
      const among = this.#found?.of === ordered && wanted.startsWith(this.#found.wanted) ? this.#found.rows : ordered;
      this.#found = { of: ordered, wanted, rows: among.filter((subject) => texts.get(subject)?.includes(wanted)) };
    }
    return this.#found.rows;
  }

  #inOrder(drawing: Drawing, by: Column, descending: boolean): readonly Subject[] {
    if (this.#ordered?.by !== by.id) {
      this.#ordered = { by: by.id, ascending: by.ordered?.(drawing.subjects) ?? drawing.subjects };
      this.#descending = undefined;
    }
    if (!descending) return this.#ordered.ascending;
    return (this.#descending ??= this.#ordered.ascending.toReversed());
  }
}
