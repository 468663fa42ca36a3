import { html, nothing, type TemplateResult } from "lit-html";
import { resolveView, type ResolvedView } from "../../src/domain/viewQuery.ts";
import { chartKinds, isChartKind } from "../state/look.ts";
import type { Page } from "../state/page.ts";
import { dropdown, type Choice } from "../toolkit.ts";
import { allChartKinds, chartRefusal, drawnKind } from "../view/chartChoice.ts";
import { rangeText } from "../view/localTime.ts";
import { zoomOutStep } from "../view/zoom.ts";
import { zoomOutIcon } from "./icons.ts";
import type { PageActions } from "./pageActions.ts";

/** Above the chart: its kind, and the way back out of a closer look. */
export function chartHead({ query, look, trail }: Page, resolved: ResolvedView, now: number, actions: PageActions): TemplateResult {
  const step = zoomOutStep(trail, query, now);
  const wider = step === undefined ? undefined : trail[step];
  return html`<div class="chart-head">
    ${dropdown({
      id: "chart",
      label: "Chart",
      value: drawnKind(look.chart, query, resolved),
      choices: allChartKinds.map((kind): Choice => {
        const refused = chartRefusal(kind, query, resolved) ?? undefined;
        return { value: kind, label: refused === undefined ? chartKinds[kind] : `${chartKinds[kind]} · ${refused}`, refused };
      }),
      onChoose: (chart) => {
        if (isChartKind(chart)) actions.look({ chart });
      },
    })}
    ${step === undefined || !wider
      ? nothing
      : html`<button
          class="button zoom-out"
          type="button"
          title=${`Back to ${rangeText(resolveView(wider, now))}`}
          @click=${() => {
            actions.zoomOut(step);
          }}
        >
          ${zoomOutIcon}<span>Zoom out</span>
        </button>`}
  </div>`;
}
