import { html, nothing, type TemplateResult } from "lit-html";
import type { BucketWidth } from "../../src/domain/buckets.ts";
import { allDimensions, dimensionSpec, isDimension } from "../../src/domain/dimensions.ts";
import { isComparable, periodBefore } from "../../src/domain/periodBefore.ts";
import { allSources, isSourceId, sourceSpec } from "../../src/domain/sources.ts";
import { mostDays, rangePresets, resolveView, widthsFor, withSource, type ViewQuery } from "../../src/domain/viewQuery.ts";
import type { PageState } from "../../src/shared/protocol.ts";
import { refusals } from "../state/standing.ts";
import { isPreset } from "../state/viewQueryText.ts";
import { dropdown, type Choice } from "../toolkit.ts";
import { isPart, rangeText } from "../view/localTime.ts";
import { phrase } from "../view/words.ts";
import { customRange, type CustomDates } from "./customDates.ts";
import { checkIcon } from "./icons.ts";
import type { PageActions } from "./pageActions.ts";

/** The question, as five choices in the order one asks it: what, by what, over which time. */
export function controls(query: ViewQuery, host: PageState | null, now: number, dates: CustomDates, actions: PageActions): TemplateResult {
  const resolved = resolveView(query, now);
  const { days } = resolved;
  const spec = sourceSpec(query.source);
  return html`<div class="controls" role="group" aria-label="What is shown">
    ${dropdown({
      id: "source",
      label: "Source",
      value: query.source,
      choices: sourceChoices(host),
      onChoose: (source) => {
        if (isSourceId(source)) actions.ask(withSource(query, source));
      },
    })}
    ${dropdown({
      id: "metric",
      label: "Metric",
      value: query.metric,
      choices: spec.metrics.map((metric) => ({ value: metric.id, label: metric.label })),
      onChoose: (metric) => {
        actions.ask({ ...query, metric });
      },
    })}
    ${dropdown({
      id: "groupBy",
      label: "Group by",
      value: query.groupBy,
      choices: groupChoices(query, host),
      onChoose: (groupBy) => {
        if (groupBy === "none" || isDimension(groupBy)) actions.ask({ ...query, groupBy });
      },
    })}
    ${dropdown({
      id: "range",
      label: "Range",
      value: typeof query.range === "string" ? query.range : "custom",
      choices: [...Object.entries(rangePresets).map(([value, label]) => ({ value, label })), { value: "custom", label: "Custom…" }],
      onChoose: (range) => {
        actions.ask({ ...query, range: isPreset(range) ? range : customRange(days) });
      },
    })}
    ${dates.template(query.range, isPart(resolved) ? rangeText(resolved) : null, now, actions.redraw, (range) => {
      actions.ask({ ...query, range });
    })}
    ${dropdown({
      id: "width",
      label: "Bucket",
      value: query.width === "auto" ? "auto" : resolved.width, // a chosen width that the range does not offer is kept for one that does
      choices: widthChoices(query, now),
      onChoose: (width) => {
        actions.ask({ ...query, width: width as ViewQuery["width"] }); // a choice's value is a width or auto: widthChoices
      },
    })}
    ${compareToggle(query, now, actions)}
  </div>`;
}

/** Stays in the order of keys where it cannot be had, so that the reason can be read. */
function compareToggle(query: ViewQuery, now: number, actions: PageActions): TemplateResult {
  const can = isComparable(query, now);
  const before = periodBefore(query, now);
  const says = can ? `The period before: ${rangeText(before)}` : `OpenAI keeps about 12 months. The period before (${rangeText(before)}) lies beyond.`;
  const on = can && query.compare;
  return html`<div class="field" data-field="compare">
    <span class="field-label" aria-hidden="true">Period before</span>
    <button
      class="button toggle"
      type="button"
      aria-label="Compare with the period before"
      aria-pressed=${on ? "true" : "false"}
      aria-disabled=${can ? nothing : "true"}
      aria-describedby="compare-says"
      title=${says}
      @click=${() => {
        if (can) actions.ask({ ...query, compare: !on });
      }}
    >
      <span class="check">${on ? checkIcon : nothing}</span>Compare
    </button>
    <span class="sr" id="compare-says">${says}</span>
  </div>`;
}

function sourceChoices(host: PageState | null): readonly Choice[] {
  return allSources.map((source) => {
    const unused = host?.unused.includes(source) === true;
    return { value: source, label: unused ? `${sourceSpec(source).label} · no usage` : sourceSpec(source).label, faint: unused };
  });
}

/** All that any of the source's views can tell apart; those that the API refused, with its reason. */
function groupChoices(query: ViewQuery, host: PageState | null): readonly Choice[] {
  const spec = sourceSpec(query.source);
  const offered = allDimensions.filter((dimension) => spec.views.some((view) => view.includes(dimension)));
  const choices = offered.map((dimension): Choice => {
    const refused = refusals(host, query)[dimension];
    const { label } = dimensionSpec(dimension);
    return { value: dimension, label: refused === undefined ? label : `${label} · not given to this organization`, refused };
  });
  return [...choices, { value: "none", label: "Nothing (total only)" }];
}

const widthLabels: Readonly<Record<BucketWidth, string>> = { "1d": "1 day", "1h": "1 hour", "1m": "1 minute" };

function widthChoices(query: ViewQuery, now: number): readonly Choice[] {
  const { days, width } = resolveView({ ...query, width: "auto" }, now);
  const offered = widthsFor(query.source, days);
  const spec = sourceSpec(query.source);
  const only = Object.keys(spec.widths).length === 1;
  const widths: readonly BucketWidth[] = ["1d", "1h", "1m"];
  return [
    { value: "auto", label: only ? `Auto (${widthLabels[width]} only)` : `Auto (${widthLabels[width]})` },
    ...widths.map((each): Choice => {
      if (offered.includes(each)) return { value: each, label: widthLabels[each] };
      const why = spec.widths[each] ? `up to ${String(mostDays[each])} days` : `${phrase(spec.label)} come by the day`;
      return { value: each, label: `${widthLabels[each]} · ${why}`, refused: why };
    }),
  ];
}
