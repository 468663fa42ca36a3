import { html, nothing, type TemplateResult } from "lit-html";
import { focusFirst, moveInMenu } from "./exportMenu.ts";
import { chevronIcon } from "./icons.ts";

export interface MenuItem {
  readonly label: string;
  readonly hint: string;
  readonly disabled?: boolean;
  readonly choose: () => void;
}

/** A button with a few things to do. The popover is the browser's own: Escape, a click elsewhere and focus come with it. */
export function menu(id: string, label: string, icon: TemplateResult, items: readonly MenuItem[]): TemplateResult {
  return html`<button class="button" type="button" popovertarget=${id} aria-haspopup="menu">${icon}${label}${chevronIcon}</button>
    <div class="popover menu" id=${id} popover role="menu" aria-label=${label} @toggle=${focusFirst} @keydown=${moveInMenu}>
      ${items.map(
        (item) => html`<button
          class="menu-item"
          type="button"
          role="menuitem"
          ?disabled=${item.disabled ?? false}
          @click=${(event: Event) => {
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover();
            item.choose();
          }}
        >
          <span>${item.label}</span>${item.hint ? html`<span class="hint">${item.hint}</span>` : nothing}
        </button>`,
      )}
    </div>`;
}
