import { html, nothing, type TemplateResult } from "lit-html";
import { plainText } from "../../src/domain/plainText.ts";
import type { Problem } from "../state/standing.ts";
import { button } from "../toolkit.ts";
import { infoIcon, warningIcon } from "./icons.ts";
import { actionLabels, perform, type PageActions } from "./pageActions.ts";

/** What the host says may quote a name or a server: plain text as well, and of a length that can be read. */
function sentence(text: string): string {
  return plainText(text, 400);
}

/** Above numbers that are not the newest: why, and what helps. The numbers stay. */
export function problemBanner(problem: Problem, actions: PageActions): TemplateResult {
  return html`<div class="banner" role="alert">
    ${warningIcon}
    <p class="banner-text">${sentence(problem.text)}</p>
    ${button({
      label: actionLabels[problem.action],
      onClick: () => {
        perform(actions, problem.action);
      },
    })}
  </div>`;
}

/** Plain sentences beside the numbers. */
export function notesList(notes: readonly string[]): TemplateResult {
  if (notes.length === 0) return html``;
  return html`<ul class="notes" aria-label="Notes">
    ${notes.map((note) => html`<li class="note">${infoIcon}<span>${sentence(note)}</span></li>`)}
  </ul>`;
}

interface MessageOptions {
  readonly icon: TemplateResult;
  readonly title: string;
  readonly text?: string;
  readonly button?: TemplateResult;
  /** Something is wrong, as against merely empty. */
  readonly alert?: boolean;
}

/** Stands where the chart would, at its size, when there is nothing to draw. */
export function messageInPlace(options: MessageOptions): TemplateResult {
  return html`<div class="message" role=${options.alert ? "alert" : "status"}>
    <span class="message-icon" ?data-alert=${options.alert ?? false}>${options.icon}</span>
    <p class="message-title">${options.title}</p>
    ${options.text ? html`<p class="message-text">${sentence(options.text)}</p>` : nothing} ${options.button ?? nothing}
  </div>`;
}
