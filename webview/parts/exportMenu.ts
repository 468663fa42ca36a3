import { html, type TemplateResult } from "lit-html";
import { chevronIcon, exportIcon } from "./icons.ts";
import type { PageActions } from "./pageActions.ts";

const formats = [
  { format: "csv", label: "CSV", hint: "for spreadsheets" },
  { format: "json", label: "JSON", hint: "for programs" },
] as const;

/** One button, two formats. The popover is the browser's own: Escape, a click elsewhere and focus come with it. */
export function exportMenu(actions: PageActions): TemplateResult {
  const choose = (event: Event, format: "csv" | "json"): void => {
    if (event.currentTarget instanceof HTMLElement) event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover();
    actions.send("exportRows", { format });
  };
  return html`<button class="button" type="button" popovertarget="export-menu" aria-haspopup="menu">
      ${exportIcon}Export${chevronIcon}
    </button>
    <div class="popover menu" id="export-menu" popover role="menu" aria-label="Export" @toggle=${focusFirst} @keydown=${moveInMenu}>
      ${formats.map(
        ({ format, label, hint }) =>
          html`<button
            class="menu-item"
            type="button"
            role="menuitem"
            @click=${(event: Event) => {
              choose(event, format);
            }}
          >
            <span>${label}</span><span class="hint">${hint}</span>
          </button>`,
      )}
    </div>`;
}

function itemsOf(menu: EventTarget | null): HTMLElement[] {
  return menu instanceof HTMLElement ? [...menu.querySelectorAll<HTMLElement>("[role=menuitem]:enabled")] : [];
}

export function focusFirst(event: ToggleEvent): void {
  if (event.newState === "open") itemsOf(event.currentTarget)[0]?.focus();
}

export function moveInMenu(event: KeyboardEvent): void {
  const items = itemsOf(event.currentTarget);
  const at = items.findIndex((item) => item === document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const next = event.key === "Home" ? 0 : event.key === "End" ? items.length - 1 : step === undefined ? undefined : at + step;
  if (next === undefined) return;
  event.preventDefault();
  items[(next + items.length) % items.length]?.focus();
}
