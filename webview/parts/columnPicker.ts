import { html, type TemplateResult } from "lit-html";
import { shownColumns, toggled, type Column } from "../view/columns.ts";
import { chevronIcon, columnsIcon } from "./icons.ts";

interface ColumnPickerInput {
  readonly offered: readonly Column[];
  /** Ids; `undefined` while nothing was chosen. */
  readonly chosen: readonly string[] | undefined;
  /** `null` goes back to the usual ones. */
  readonly choose: (ids: readonly string[] | null) => void;
}

/** Which columns the table has: a tick for each that can be taken away. */
export function columnPicker({ offered, chosen, choose }: ColumnPickerInput): TemplateResult {
  const shown = new Set(shownColumns(offered, chosen));
  return html`<button class="button" type="button" popovertarget="column-picker" aria-haspopup="dialog">${columnsIcon}Columns${chevronIcon}</button>
    <div class="popover picker columns" id="column-picker" popover role="dialog" aria-label="Columns" @toggle=${focusFirst} @keydown=${move}>
      <div class="ticks" role="group" aria-label="Columns to show">
        ${offered
          .filter((column) => !column.fixed)
          .map(
            (column) => html`<label class="tick">
              <input
                type="checkbox"
                .checked=${shown.has(column)}
                @change=${() => {
                  choose(toggled(offered, chosen, column.id));
                }}
              /><span>${column.heading}</span>
            </label>`,
          )}
      </div>
      <button
        class="link"
        type="button"
        ?disabled=${chosen === undefined}
        @click=${() => {
          choose(null);
        }}
      >
        Show the usual columns
      </button>
    </div>`;
}

function ticksOf(popover: EventTarget | null): HTMLInputElement[] {
  return popover instanceof HTMLElement ? [...popover.querySelectorAll("input")] : [];
}

function focusFirst(event: ToggleEvent): void {
  if (event.newState === "open") ticksOf(event.currentTarget)[0]?.focus();
}

/** Arrows go through the ticks, as they do through a menu; Space is the browser's. */
function move(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const ticks = ticksOf(event.currentTarget);
  const at = ticks.findIndex((tick) => tick === document.activeElement);
  event.preventDefault();
  ticks[(at + step + ticks.length) % ticks.length]?.focus();
}
