import { html, type TemplateResult } from "lit-html";
import { shownColumns, toggled, type Column } from "../view/columns.ts";
import { chevronIcon, columnsIcon } from "./icons.ts";

interface ColumnPickerInput {
  readonly offered: readonly Column[];
  /** What differs from the usual columns. */
  readonly changes: readonly string[];
  readonly choose: (changes: readonly string[]) => void;
}

/** Which columns the table has: a tick for each that can be taken away. */
export function columnPicker({ offered, changes, choose }: ColumnPickerInput): TemplateResult {
  const shown = new Set(shownColumns(offered, changes));
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
                  choose(toggled(changes, column, shown.has(column)));
                }}
              /><span>${column.heading}</span>
            </label>`,
          )}
      </div>
      <button
        class="link"
        type="button"
        ?disabled=${changes.length === 0}
        @click=${() => {
          choose([]);
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
