import { html, nothing, type TemplateResult } from "lit-html";
import type { ResolvedView, ViewQuery } from "../../src/domain/viewQuery.ts";
import type { PageState } from "../../src/shared/protocol.ts";
import { button, progressRing } from "../toolkit.ts";
import { rangeText, resetTime, timeText } from "../view/localTime.ts";
import { titleOf } from "../view/title.ts";
import { exportMenu } from "./exportMenu.ts";
import { refreshIcon, terminalIcon } from "./icons.ts";
import type { PageActions } from "./pageActions.ts";

/** What is shown, as of when, and what can be done with it. */
export function header(query: ViewQuery, resolved: ResolvedView, host: PageState | null, busy: boolean, actions: PageActions): TemplateResult {
  return html`<header class="header">
    <div class="headline">
      <div class="title">
        <h1 tabindex="-1">${titleOf(query)}</h1>
        ${host?.access.kind === "sample" ? html`<span class="tag">Sample data</span>` : nothing}
      </div>
    </div>
    <div class="actions" role="group" aria-label="Actions">
      ${button({
        label: "Refresh",
        icon: refreshIcon,
        onClick: () => {
          actions.send("refresh", null);
        },
      })}
      ${exportMenu(actions)}
      ${button({
        label: "Copy as cURL",
        icon: terminalIcon,
        description: "Copy the request behind this view; the key is written as $OPENAI_ADMIN_KEY",
        onClick: () => {
          actions.send("copyAsCurl", null);
        },
      })}
    </div>
    <div class="meta-box">
      <p class="meta">
        <span class="meta-item">${rangeText(resolved)}</span>${host ? asOfItems(host) : nothing}<span class="meta-item updating" role="status">${busy ? html`${progressRing()}Loading…` : nothing}</span>
      </p>
    </div>
  </header>`;
}

function asOfItems(host: PageState): TemplateResult {
  const { asOf } = host.status;
  const from = host.access.kind === "key" ? host.access.host : "sample organization";
  const stands = asOf === null ? "Not loaded yet" : `As of ${timeText(asOf, host.now)}`;
  return html`<span class="meta-item">${stands}</span>
    <span class="meta-item">UTC days, today resets at ${resetTime(host.now)}</span>
    <span class="meta-item">${from}</span>`;
}
