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

/** Why numbers are not the newest, or not there, and what helps. The place is always there: a screen reader hears what comes into it. */
export function problemBanner(problem: Problem | null, actions: PageActions): TemplateResult {
  return html`<div class="problem" role="status">${problem ? problemText(problem, actions) : nothing}</div>`;
}

function problemText(problem: Problem, actions: PageActions): TemplateResult {
  return html`<div class="banner">
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
 * What is wrong with numbers that are shown all the same: in sight however far down somebody reads, and moving nothing
 * when it comes and goes. The place is always there: a screen reader hears what comes into it.
 *
 * @param now Unix seconds, by this machine's clock: the host's stands still once it has gone
 */
export function troubleStrip(page: Page, problem: Problem | null, now: number, actions: PageActions): TemplateResult {
  return html`<div class="trouble">
    <div role="status">${page.hostGone ? html`<div class="banner">${warningIcon}<p class="banner-text">${hostGoneText(page, now)}</p></div>` : nothing}</div>
    ${problemBanner(problem, actions)}
  </div>`;
}

/** With the host went what would mend this page. */
function hostGoneText({ host }: Page, now: number): string {
  const asOf = host?.status.asOf ?? null;
  const since = asOf === null ? "" : ` The numbers shown are from ${timeText(asOf, now)}.`;
  return `The extension is not answering.${since} Close this tab and open the dashboard again, or reload the window.`;
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
  readonly wrong?: boolean;
}

/** Stands where the chart would, at its size, when there is nothing to draw: in a live region that is there already. */
export function messageInPlace(options: MessageOptions): TemplateResult {
  return html`<div class="message">
    <span class="message-icon" ?data-alert=${options.wrong ?? false}>${options.icon}</span>
    <p class="message-title">${options.title}</p>
    ${options.text ? html`<p class="message-text">${sentence(options.text)}</p>` : nothing} ${options.button ?? nothing}
  </div>`;
}
