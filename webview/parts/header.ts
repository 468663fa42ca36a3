import { html, nothing, type TemplateResult } from "lit-html";
import { sourceSpec } from "../../src/domain/sources.ts";
import type { ResolvedView, ViewQuery } from "../../src/domain/viewQuery.ts";
import type { PageState } from "../../src/shared/protocol.ts";
import type { Page } from "../state/page.ts";
import { isExpired } from "../view/bucketTraits.ts";
import { rangeText, resetTime, timeText } from "../view/localTime.ts";
import { titleOf } from "../view/title.ts";
import { button } from "./button.ts";
import { exportMenu } from "./exportMenu.ts";
import { refreshIcon, rowsIcon, terminalIcon } from "./icons.ts";
import type { PageActions } from "./pageActions.ts";
import { viewsMenu } from "./viewsMenu.ts";

/** What is shown, as of when, and what can be done with it. */
export function header(page: Page, resolved: ResolvedView, now: number, busy: boolean, drawn: boolean, actions: PageActions): TemplateResult {
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
      ${viewsMenu(page, actions)} ${exportMenu(actions, !drawn)}
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
        description: "The rows of one bucket, in the API's own fields",
        onClick: () => {
          actions.rawRows(null);
        },
      })}
    </div>
    <div class="meta-box">
      <p class="meta">
        <span class="meta-item">${rangeText(resolved)}</span>${wholeDays(query, resolved)}${asOfItems(host, resolved, now)}${underWay(host, busy)}
      </p>
    </div>
  </header>`;
}

/** The last 24 hours by the day are up to 48 of them: said beside the days, whatever is compared or missing. */
function wholeDays({ range, source }: ViewQuery, { width }: ResolvedView): TemplateResult | typeof nothing {
  if (range !== "last24Hours" || width !== "1d") return nothing;
  const { label, widths } = sourceSpec(source);
  return html`<span class="meta-item">${widths["1h"] ? "By the day" : `${label} come by the day`}: yesterday and today, whole</span>`;
}

/** What is on its way. The year's progress stands outside of the live region: it changes too often to be read out. */
function underWay(host: PageState | null, busy: boolean): TemplateResult {
  const fetching = host?.status.fetching ?? null;
  const text = busy ? (host?.status.loading === true && fetching !== null ? fetching : "Loading…") : "";
  return html`<span class="meta-item updating">${busy ? html`<span class="ring" aria-hidden="true"></span>` : nothing}<span class="updating-text" role="status" title=${text}>${text}</span>${busy || fetching === null ? nothing : html`<span class="updating-text">${fetching}</span>`}</span>`;
}

/** Each has its place before the host is heard, so that nothing below moves when it is; what grows when it is stale is last. */
function asOfItems(host: PageState | null, { days }: ResolvedView, now: number): TemplateResult {
  const asOf = host?.status.asOf ?? null;
  const none = host && isExpired(days.to - 1, host.keptFrom) ? "No longer kept" : "Not loaded yet";
  const from = host?.access.kind === "sample" ? "sample organization" : host?.access.kind === "key" ? host.access.host : "api.openai.com";
  return html`<span class="meta-item">UTC days, today resets at ${resetTime(now)}</span>
    <span class="meta-item" ?data-unknown=${host === null}>${from}</span>
    <span class="meta-item as-of" ?data-unknown=${host === null}>${asOf === null ? none : `As of ${timeText(asOf, now)}`}${asOf !== null && host?.status.problem ? html`<span class="stale">stale</span>` : nothing}</span>`;
}
