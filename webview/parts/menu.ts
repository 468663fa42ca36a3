import { html, nothing, type TemplateResult } from "lit-html";
import { chevronIcon } from "./icons.ts";

interface MenuOptions {
  readonly id: string;
  readonly label: string;
  readonly icon: TemplateResult;
  readonly items: unknown;
  readonly disabled?: boolean;
  /** Before it opens: what its items are about may be another by now. */
  readonly opening?: () => void;
}

/** A button and the menu below it. The popover is the browser's own: Escape, a click elsewhere and focus come with it. */
export function menu({ id, label, icon, items, disabled = false, opening }: MenuOptions): TemplateResult {
  const beforeToggle = (event: ToggleEvent): void => {
    if (event.newState === "open") opening?.();
  };
  return html`<button class="button" type="button" popovertarget=${id} aria-haspopup="menu" ?disabled=${disabled}>${icon}${label}${chevronIcon}</button>
    <div class="popover menu" id=${id} popover role="menu" aria-label=${label} @beforetoggle=${beforeToggle} @toggle=${focusFirst} @keydown=${moveInMenu}>${items}</div>`;
}

export interface MenuItem {
  readonly label: string;
  /** What is behind the label, such as a key that does the same. */
  readonly hint?: string;
  readonly disabled?: boolean;
  readonly choose: () => void;
}

export function menuItem({ label, hint = "", disabled = false, choose }: MenuItem): TemplateResult {
  return html`<button class="menu-item" type="button" role="menuitem" ?disabled=${disabled} @click=${choosing(choose)}>
    <span class="menu-text">${label}</span>${hint ? html`<span class="hint">${hint}</span>` : nothing}
  </button>`;
}

/** Closes the menu first, so that the focus goes back to its button. */
export function choosing(act: () => void): (event: Event) => void {
  return (event) => {
    if (event.currentTarget instanceof HTMLElement) event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover();
    act();
  };
}

function itemsOf(menu: EventTarget | null): HTMLElement[] {
  return menu instanceof HTMLElement ? [...menu.querySelectorAll<HTMLElement>("[role=menuitem]:enabled")] : [];
}

function focusFirst(event: ToggleEvent): void {
  if (event.newState === "open") itemsOf(event.currentTarget)[0]?.focus();
}

function moveInMenu(event: KeyboardEvent): void {
  const items = itemsOf(event.currentTarget);
  const at = items.findIndex((item) => item === document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const next = event.key === "Home" ? 0 : event.key === "End" ? items.length - 1 : step === undefined ? undefined : at + step;
  if (next === undefined) return;
  event.preventDefault();
  items[(next + items.length) % items.length]?.focus();
}
