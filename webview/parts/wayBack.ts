import { html, nothing, type TemplateResult } from "lit-html";
import type { Page } from "../state/page.ts";
import { stepName } from "../view/stepName.ts";
import { backIcon, nextIcon } from "./icons.ts";
import type { PageActions } from "./pageActions.ts";

/** The closer looks that led here, each a way back to it; nothing where there were none. @param now Unix seconds */
export function wayBack({ trail, query, answer }: Page, now: number, actions: PageActions): TemplateResult | typeof nothing {
  if (trail.length === 0) return nothing;
  const name = (index: number): string => stepName(trail[index] ?? query, trail[index - 1], answer?.rows ?? null, now);
  return html`<nav class="way-back" aria-label="Way back">
    <button class="icon-button crumb-back" type="button" aria-label="Back" aria-keyshortcuts="Alt+ArrowLeft" title="Back (Alt+Left)" @click=${() => { actions.back(trail.length - 1); }}>${backIcon}</button>
    <ol class="crumbs">
      ${trail.map((_, index) => html`<li class="crumb"><button class="link crumb-text" type="button" title=${name(index)} @click=${() => { actions.back(index); }}>${name(index)}</button>${nextIcon}</li>`)}
      <li class="crumb crumb-now"><span class="crumb-text" aria-current="step" title=${name(trail.length)}>${name(trail.length)}</span></li>
    </ol>
  </nav>`;
}

/** Alt+Left goes one step back; where it moves in a text, or there is no step, it is left alone. */
export function goBackOn(event: KeyboardEvent, trail: Page["trail"], actions: PageActions): void {
  if (event.key !== "ArrowLeft" || !event.altKey || event.ctrlKey || event.shiftKey || event.metaKey || trail.length === 0) return;
  if (event.target instanceof HTMLInputElement) return;
  event.preventDefault();
  event.stopPropagation(); // VS Code would go back to another editor
  actions.back(trail.length - 1);
}
