import { html, nothing, type TemplateResult } from "lit-html";
import type { Page } from "../state/page.ts";
import { bookmarkIcon, closeIcon } from "./icons.ts";
import { choosing, menu, menuItem } from "./menu.ts";
import type { PageActions } from "./pageActions.ts";

/** Views under a name: the present one can be kept, and those that are kept opened and deleted. The host keeps them. */
export function viewsMenu({ query, look, host }: Page, actions: PageActions): TemplateResult {
  const names = host?.views ?? [];
  const save = menuItem({ label: "Save View…", choose: () => { actions.send("saveView", { query, look: JSON.stringify(look) }); } });
  const items = html`${save}${names.length > 0 ? html`<div class="menu-line" role="separator"></div>` : nothing}${names.map((name) => savedView(name, actions))}`;
  return menu({ id: "views-menu", label: "Views", icon: bookmarkIcon, items });
}

function savedView(name: string, actions: PageActions): TemplateResult {
  return html`<div class="menu-row" role="none">
    ${menuItem({ label: name, choose: () => { actions.send("openView", { name }); } })}
    <button class="icon-button" type="button" role="menuitem" aria-label=${`Delete ${name}`} title="Delete" @click=${choosing(() => { actions.send("deleteView", { name }); })}>${closeIcon}</button>
  </div>`;
}
