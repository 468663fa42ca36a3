import { html, nothing, type TemplateResult } from "lit-html";
import { dayOf, isFinal } from "../../src/domain/buckets.ts";
import { writeValue } from "../../src/domain/measure.ts";
import { writeCount } from "../../src/domain/numberFormat.ts";
import { dashOf, mostDashed } from "../chart/drawLines.ts";
import type { Before } from "../view/before.ts";
import type { ChartInput } from "../view/chartInput.ts";
import { exactText, shortText } from "../view/exact.ts";
import { rangeText } from "../view/localTime.ts";
import { mostSeries, othersOf, type Series } from "../view/series.ts";
import { count } from "../view/words.ts";
import { openSeries, opensAnything, othersShown } from "./openSeries.ts";
import type { PageActions } from "./pageActions.ts";
import { swatch } from "./swatch.ts";

/** What the colours stand for, each with its total and a way to look at it alone, and what the other marks mean. */
export function legend(input: ChartInput, actions: PageActions): TemplateResult {
  const { series, drawing } = input;
  return html`<div class="legend">
    <ul class="legend-list" aria-label="Legend" ?data-long=${series.length > mostSeries + 1}>
      ${series.map((each, at) => item(input, each, at, actions))}
      ${othersShown(series) ? html`<li class="legend-item">${closing(othersOf(drawing), actions)}</li>` : nothing}
    </ul>
    ${keys(input)}
  </div>`;
}

function item(input: ChartInput, series: Series, at: number, actions: PageActions): TemplateResult {
  const { unit } = input.drawing.metric;
  return html`<li class="legend-item" title=${`${series.name}: ${exactText(series.total, unit)}`}>
    ${opensAnything(input, at) ? opening(input, series, at, actions) : label(input, series, "")}<span class="legend-total">${shortText(series.total, unit)}</span>
  </li>`;
}

function opening(input: ChartInput, series: Series, at: number, actions: PageActions): TemplateResult {
  return html`<button
    class="legend-button"
    type="button"
    aria-expanded=${series.subject ? nothing : "false"}
    @click=${() => {
      openSeries(input, at, actions);
    }}
  >
    ${label(input, series, series.subject ? "Filter by " : "Show one by one: ")}
  </button>`;
}

function label({ kind }: ChartInput, { slot, name }: Series, lead: string): TemplateResult {
  return html`${kind === "lines" ? lineSwatch(slot) : swatch(slot)}<span class="legend-name">${lead ? html`<span class="sr">${lead}</span>` : nothing}${name}</span>`;
}

/** A piece of the line as it is drawn: its dashes tell it apart where its colour does not. */
function lineSwatch(slot: Series["slot"]): TemplateResult {
  return html`<svg class=${`line-swatch series-${String(slot)}`} width="20" height="10" aria-hidden="true">
    <line x1="0" y1="5" x2="20" y2="5" stroke-dasharray=${dashOf(slot).join(" ")}></line>
  </svg>`;
}

function closing(others: number, actions: PageActions): TemplateResult {
  return html`<button
    class="legend-button legend-close"
    type="button"
    aria-expanded="true"
    @click=${() => {
      actions.look({ otherOpen: false });
    }}
  >
    Show ${count(others, "other")} together
  </button>`;
}

/** Marks beside the colours, each where it is drawn. */
function keys(input: ChartInput): TemplateResult {
  const { kind, plot, traits, drawing } = input;
  const { month } = plot;
  const compared = drawing.before ? comparedText(drawing.before) + stoppedText(input) : "Period before: not loaded yet";
  const lacking = (trait: "missing" | "expired", why: string): TemplateResult | typeof nothing => {
    const buckets = traits.filter((each) => each === trait).length;
    return buckets === 0 ? nothing : key("key-missing", kind === "cumulative" ? `${why}: the sum is without ${count(buckets, "bucket")}` : `${why}: a gap, not a zero`);
  };
  const moving = traits.indexOf("moving");
  const timed = kind !== "weekHours";
  return html`${drawing.compared && timed ? key(keyBefore(plot), compared) : nothing}
  ${month ? key("key-budget", `Monthly budget ${writeValue(month.budget, "usd")}`) : nothing}
  ${moving >= 0 && timed ? key("key-moving", isFinal(dayOf(drawing.breakdown.starts[moving] ?? 0), drawing.now) ? "May still be restated" : "May be restated until 48 hours after the day") : nothing}
  ${lacking("missing", "Not loaded")}${lacking("expired", "No longer kept by OpenAI")}`;
}

function comparedText({ resolved, missing }: Before): string {
  return `Period before (${rangeText(resolved)})${missing.length > 0 ? `, without ${count(missing.length, "day")} not loaded` : ""}`;
}

/** What has stopped stands in no series but "Other". */
function stoppedText({ plot, series, drawing }: ChartInput): string {
  const stopped = series.some(({ subject }) => !subject) ? 0 : drawing.gone.length;
  if (!plot.partsBefore || stopped === 0) return "";
  return `; not drawn: ${writeCount(stopped)} that ${stopped === 1 ? "has" : "have"} stopped`;
}

function keyBefore({ kind, partsBefore, traits }: ChartInput["plot"]): string {
  if (!partsBefore) return "key-before";
  if (kind === "share") return "key-edges-before";
  return traits.length > mostDashed ? "key-thin-before" : "key-lines-before";
}

function key(sample: string, text: string): TemplateResult {
  return html`<p class="legend-key"><span class=${`key ${sample}`} aria-hidden="true"></span>${text}</p>`;
}
