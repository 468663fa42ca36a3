import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { isoDay, parseIsoDay, type DayRange } from "../../src/domain/buckets.ts";
import { mostDays, type CustomRange, type ViewQuery } from "../../src/domain/viewQuery.ts";

export function customRange(days: DayRange): CustomRange {
  return { from: isoDay(days.from), to: isoDay(days.to - 1) };
}

/** What is wrong with a pair of dates, or `null`. */
export function faultOf({ from, to }: CustomRange): string | null {
  const first = parseIsoDay(from);
  const last = parseIsoDay(to);
  if (first === undefined || last === undefined) return "Both dates are needed.";
  if (last < first) return "The first date is after the last.";
  if (last - first >= mostDays["1d"]) return `At most ${String(mostDays["1d"])} days can be shown.`;
  return null;
}

/**
 * Two date fields, first to last day, both included, in UTC. Dates that make no range stay in the fields, with the
 * reason, and are asked of nobody; what was shown stays. Another range that is shown takes their place.
 */
export class CustomDates {
  #draft: { readonly dates: CustomRange; readonly insteadOf: CustomRange } | null = null;

  /** @param part the times of day it begins and ends at, where it does within a day */
  template(asked: ViewQuery["range"], part: string | null, redraw: () => void, onChange: (range: CustomRange) => void): TemplateResult | typeof nothing {
    if (typeof asked === "string" || (this.#draft && !isSame(this.#draft.insteadOf, asked))) this.#draft = null;
    if (typeof asked === "string") return nothing;
    const dates = this.#draft?.dates ?? asked;
    const fault = faultOf(dates);
    const change = (id: "from" | "to") => (event: Event) => {
      if (!(event.target instanceof HTMLInputElement)) return;
      // Of the days alone: hours and minutes were of the ones before.
      const next = { from: dates.from, to: dates.to, [id]: event.target.value };
      const wrong = faultOf(next) !== null;
      this.#draft = wrong ? { dates: next, insteadOf: asked } : null;
      if (wrong) redraw();
      else onChange(next);
    };
    const field = (id: "from" | "to", label: string): TemplateResult =>
      html`<label class="field" data-field=${id}>
        <span class="field-label">${label}</span>
        <input
          class="input date"
          type="date"
          .value=${live(dates[id])}
          aria-invalid=${fault ? "true" : "false"}
          aria-describedby=${fault ? "date-fault" : nothing}
          @change=${change(id)}
        />
      </label>`;
    const wholeDays = html`<p class="part">
      <span>${part}</span><button class="link" type="button" @click=${() => { onChange({ from: asked.from, to: asked.to }); }}>Whole days</button>
    </p>`;
    return html`${field("from", "From (UTC)")}${field("to", "To (UTC)")}${part === null ? nothing : wholeDays}
      ${fault ? html`<p class="fault" id="date-fault" role="alert">${fault}</p>` : nothing}`;
  }
}

function isSame(one: CustomRange, other: CustomRange): boolean {
  return one.from === other.from && one.to === other.to && one.minutes?.join() === other.minutes?.join();
}
