import { html, nothing, type TemplateResult } from "lit-html";
import { isoDay } from "../../src/domain/buckets.ts";
import type { ResolvedView, ViewQuery } from "../../src/domain/viewQuery.ts";
import type { Page } from "../state/page.ts";
import type { Standing } from "../state/standing.ts";
import type { ChartInput } from "../view/chartInput.ts";
import { messageInPlace } from "./banner.ts";
import { button } from "./button.ts";
import { chartHead } from "./chartHead.ts";
import type { ChartPanel } from "./chartPanel.ts";
import { heatLegend, type HeatMap } from "./heatMap.ts";
import { chartIcon, infoIcon, warningIcon } from "./icons.ts";
import { legend } from "./legend.ts";
import { otherRange } from "./otherRange.ts";
import { actionLabels, perform, type PageActions } from "./pageActions.ts";

export interface StageInput {
  readonly page: Page;
  readonly resolved: ResolvedView;
  /** Unix seconds. */
  readonly now: number;
  readonly standing: Standing;
  readonly input: ChartInput | null;
}

/** What the middle of the page holds: the chart, or in its place why there is none. Always of one height. */
export function stage({ page, resolved, now, standing, input }: StageInput, chart: ChartPanel, heat: HeatMap, actions: PageActions): TemplateResult {
  const drawn = input !== null && input.drawing.subjects.length > 0;
  const loading = standing.kind === "loading" || standing.kind === "starting";
  return html`<section class="stage" aria-label="Chart" ?data-two=${drawn || loading}>
    ${chartHead(page, resolved, now, actions)}
    <div class="chart">
      ${drawn ? (input.week ? heat.template(input.week) : chart.template(input.plot)) : loading ? html`<div class="skeleton"></div>` : nothing}
      <div class="instead" role="status">${drawn ? nothing : instead(standing, input, page.query, now, actions)}</div>
    </div>
    ${drawn ? (input.week ? heatLegend(input.week) : legend(input, actions)) : loading ? legendPlaceholder : nothing}
  </section>`;
}

function instead(standing: Standing, input: ChartInput | null, query: ViewQuery, now: number, actions: PageActions): TemplateResult | typeof nothing {
  const ask = (label: string, next: ViewQuery): TemplateResult =>
    button({
      label,
      onClick: () => {
        actions.ask(next);
      },
    });
  const withoutFilters = ask("Clear Filters", { ...query, filters: {} });
  switch (standing.kind) {
    case "failed": {
      const { text, action } = standing.problem;
      const help = button({
        label: actionLabels[action],
        onClick: () => {
          perform(actions, action);
        },
      });
      return messageInPlace({ icon: warningIcon, title: "Nothing could be loaded", text, button: help, wrong: true });
    }
    case "refused":
      return messageInPlace({ icon: infoIcon, title: "Not available for this organization", text: standing.reason, button: ask("Show Total Only", { ...query, groupBy: "none", filters: {} }) });
    case "impossible":
      return messageInPlace({ icon: infoIcon, title: "No report holds these together", text: "OpenAI does not report this group-by and these filters together.", button: withoutFilters });
    case "absent":
      return messageInPlace({
        icon: infoIcon,
        title: "Not loaded yet",
        text: "Nothing has been fetched for this range so far.",
        button: button({
          label: "Refresh",
          onClick: () => {
            actions.send("refresh", null);
          },
        }),
      });
    case "expired": {
      const text = `OpenAI keeps data from ${isoDay(standing.keptFrom)} (UTC) on. These days lie before, and were not fetched in time.`;
      return messageInPlace({ icon: infoIcon, title: "No longer kept by OpenAI", text, ...otherRange(query, standing.nearest, now, actions) });
    }
    case "answered":
      return input && Object.keys(query.filters).length > 0
        ? messageInPlace({ icon: chartIcon, title: "No usage matches these filters", text: "Nothing in this range is left with all of them on.", button: withoutFilters })
        : messageInPlace({ icon: chartIcon, title: "No usage in this range", text: "OpenAI answered for these days, and reported nothing.", ...otherRange(query, standing.nearest, now, actions) });
    case "starting":
    case "noAccess":
    case "loading":
      return nothing;
  }
}

const legendPlaceholder = html`<div class="legend legend-list" aria-hidden="true">
  ${Array.from({ length: 6 }, () => html`<div class="legend-item"><span class="blank"></span></div>`)}
</div>`;
