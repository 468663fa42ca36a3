import { html, nothing, type TemplateResult } from "lit-html";
import { plainText } from "../../src/domain/plainText.ts";
import type { Page } from "../state/page.ts";
import type { Problem } from "../state/standing.ts";
import { timeText } from "../view/localTime.ts";
import { button } from "./button.ts";
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

/**
 * The host has gone, and with it what would mend this page. The place is always there: a screen reader hears what
 * comes into it.
 *
 * @param now Unix seconds, by this machine's clock: the host's stands still
 */
export function hostGoneBanner({ host, hostGone }: Page, now: number): TemplateResult {
  const asOf = host?.status.asOf ?? null;
  const since = asOf === null ? "" : ` The numbers shown are from ${timeText(asOf, now)}.`;
  return html`<div class="host-gone" role="status">
    ${hostGone ? html`<div class="banner">${warningIcon}<p class="banner-text">The extension is not answering.${since} Close this tab and open the dashboard again, or reload the window.</p></div>` : nothing}
  </div>`;
}

/** What the page did on its own, where it is seen. The place is always there: a screen reader hears what comes into it. */
export function noticeLine(notice: string | null): TemplateResult {
  return html`<div class="notice" role="status">${notice === null ? nothing : html`<p class="note">${infoIcon}<span>${sentence(notice)}</span></p>`}</div>`;
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
