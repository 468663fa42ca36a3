import { html, nothing, type TemplateResult } from "lit-html";
import { dimensionSpec } from "../../src/domain/dimensions.ts";
import { writeCount } from "../../src/domain/numberFormat.ts";
import type { Look } from "../state/look.ts";
import type { Column } from "../view/columns.ts";
import type { Drawing } from "../view/drawing.ts";
import { count } from "../view/words.ts";
import { columnPicker } from "./columnPicker.ts";
import { copyIcon } from "./icons.ts";
import { menu } from "./menu.ts";
import type { PageActions } from "./pageActions.ts";
import { searchField } from "./searchField.ts";

export interface TableToolsInput {
  readonly drawing: Drawing;
  readonly offered: readonly Column[];
  readonly look: Look;
  /** Rows that were found; `null` where nothing is searched for. */
  readonly found: number | null;
  /** The items of the copy menu, and what is done before it opens. */
  readonly copy: unknown;
  readonly openCopy: () => void;
  /** What was done last, in a sentence; empty before. */
  readonly said: string;
}

/** The line above the table: what is searched for in it, which columns it has, and its way to the clipboard. */
export function tableTools({ drawing, offered, look, found, copy, openCopy, said }: TableToolsInput, actions: PageActions): TemplateResult {
  const { source, groupBy } = drawing.query;
  const all = groupBy === "none" ? "" : count(drawing.subjects.length + drawing.gone.length, "group", dimensionSpec(groupBy).plural);
  const status = said || (found === null ? "" : `${writeCount(found)} of ${all}`);
  const choose = (changes: readonly string[]): void => {
    actions.look({ columns: { ...look.columns, [source]: changes } });
  };
  const search = searchField({
    label: "Find in table",
    value: look.find,
    onInput: (find) => {
      actions.look({ find });
    },
  });
  return html`<div class="table-tools">
    ${groupBy === "none" ? nothing : search}
    <p class="table-status" role="status">${status}</p>
    ${columnPicker({ offered, changes: look.columns[source] ?? [], choose })} ${menu({ id: "copy-menu", label: "Copy", icon: copyIcon, items: copy, opening: openCopy })}
  </div>`;
}
