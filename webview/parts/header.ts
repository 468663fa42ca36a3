import { html, nothing, type TemplateResult } from "lit-html";
import type { ResolvedView } from "../../src/domain/viewQuery.ts";
import type { PageState } from "../../src/shared/protocol.ts";
import type { Page } from "../state/page.ts";
import { progressRing } from "../toolkit.ts";
import { rangeText, resetTime, timeText } from "../view/localTime.ts";
import { titleOf } from "../view/title.ts";
import { button } from "./button.ts";
import { exportMenu } from "./exportMenu.ts";
import { refreshIcon, rowsIcon, terminalIcon } from "./icons.ts";
import type { PageActions } from "./pageActions.ts";
import { viewsMenu } from "./viewsMenu.ts";

/** What is shown, as of when, and what can be done with it. */
export function header(page: Page, resolved: ResolvedView, busy: boolean, actions: PageActions): TemplateResult {
  const { query, host } = page;
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
      ${viewsMenu(page, actions)} ${exportMenu(actions)}
      ${button({
        label: "Copy as cURL",
        icon: terminalIcon,
        description: "Copy the request behind this view; the key is written as $OPENAI_ADMIN_KEY",
        onClick: () => {
          actions.send("copyAsCurl", null);
        },
      })}
      ${button({
        label: "Raw Rows",
        icon: rowsIcon,
        description: "What the API sent for one bucket, row by row",
        onClick: () => {
          actions.rawRows(null);
        },
      })}
    </div>
    <div class="meta-box">
      <p class="meta">
        <span class="meta-item">${rangeText(resolved)}</span>${host ? asOfItems(host) : nothing}${underWay(host, busy)}
      </p>
    </div>
  </header>`;
}

/** What is on its way. The year's progress stands outside of the live region: it changes too often to be read out. */
function underWay(host: PageState | null, busy: boolean): TemplateResult {
  const fetching = host?.status.fetching ?? null;
  const text = busy ? (host?.status.loading === true && fetching !== null ? fetching : "Loading…") : "";
  return html`<span class="meta-item updating">${busy ? progressRing() : nothing}<span class="updating-text" role="status" title=${text}>${text}</span>${busy || fetching === null ? nothing : html`<span class="updating-text">${fetching}</span>`}</span>`;
}

function asOfItems(host: PageState): TemplateResult {
  const { asOf } = host.status;
  const from = host.access.kind === "key" ? host.access.host : "sample organization";
  const stands = asOf === null ? "Not loaded yet" : `As of ${timeText(asOf, host.now)}`;
  return html`<span class="meta-item">${stands}</span>
    <span class="meta-item">UTC days, today resets at ${resetTime(host.now)}</span>
    <span class="meta-item">${from}</span>`;
}
