import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { dayOf, isoDay, parseIsoDay, type DayRange, type UtcDay } from "../../src/domain/buckets.ts";
import { mostDays, type CustomRange, type ViewQuery } from "../../src/domain/viewQuery.ts";

export function customRange(days: DayRange): CustomRange {
  return { from: isoDay(days.from), to: isoDay(days.to - 1) };
}

/** What is wrong with a pair of dates, or `null`. */
export function faultOf({ from, to }: CustomRange, today: UtcDay): string | null {
  const first = parseIsoDay(from);
  const last = parseIsoDay(to);
  if (first === undefined || last === undefined) return "Both dates are needed.";
  if (last < first) return "The first date is after the last.";
  if (first > today) return `These days are still to come: today is ${isoDay(today)} (UTC).`;
  if (last - first >= mostDays["1d"]) return `At most ${String(mostDays["1d"])} days can be shown.`;
  return null;
}

interface Draft {
  readonly dates: CustomRange;
  readonly insteadOf: CustomRange;
  /** Still being typed: a year begins as the year 2. */
  readonly half: boolean;
}

/**
 * Two date fields, first to last day, both included, in UTC. A date that is typed is asked for once its field is left
 * or Enter is pressed, one from the calendar at once. Dates that make no range stay in the fields, with the reason, and
 * are asked of nobody; what was shown stays. Another range that is shown takes their place.
 */
export class CustomDates {
  #draft: Draft | null = null;
  /** A key came last, and not what opens the calendar: a browser tells of a change at every digit, as of a day that was clicked. */
  #keyed = false;

  /**
   * @param part the times of day it begins and ends at, where it does within a day
   * @param now Unix seconds
   */
  template(asked: ViewQuery["range"], part: string | null, now: number, redraw: () => void, onChange: (range: CustomRange) => void): TemplateResult | typeof nothing {
    if (typeof asked === "string" || (this.#draft && !isSame(this.#draft.insteadOf, asked))) this.#draft = null;
    if (typeof asked === "string") return nothing;
    const dates = this.#draft?.dates ?? asked;
    const today = dayOf(now);
    const fault = this.#draft?.half === true ? null : faultOf(dates, today);
    const ask = (next: CustomRange): void => {
      const wrong = faultOf(next, today) !== null;
      this.#draft = wrong ? { dates: next, insteadOf: asked, half: false } : null;
      if (wrong) redraw();
      else onChange(next);
    };
    const change = (id: "from" | "to") => (event: Event) => {
      if (!(event.target instanceof HTMLInputElement)) return;
      // Of the days alone: hours and minutes were of the ones before.
      const next = { from: dates.from, to: dates.to, [id]: event.target.value };
      if (!this.#keyed) {
        ask(next);
        return;
      }
      this.#draft = { dates: next, insteadOf: asked, half: true };
      if (fault) redraw(); // it was of what stood there before
    };
    const finish = (): void => {
      this.#keyed = false;
      if (this.#draft?.half === true) ask(this.#draft.dates);
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key === "Enter") finish();
      else this.#keyed = !opensCalendar(event);
    };
    const pointer = (): void => {
      this.#keyed = false;
    };
    const field = (id: "from" | "to", label: string): TemplateResult =>
      html`<label class="field" data-field=${id}>
        <span class="field-label">${label}</span>
        <input
          class="input date"
          type="date"
          max=${isoDay(today)}
          .value=${live(dates[id])}
          aria-invalid=${fault ? "true" : "false"}
          aria-describedby=${fault ? "date-fault" : nothing}
          @change=${change(id)}
          @keydown=${key}
          @pointerdown=${pointer}
          @blur=${finish}
        />
      </label>`;
    const wholeDays = html`<p class="part">
      <span>${part}</span><button class="link" type="button" @click=${() => { onChange({ from: asked.from, to: asked.to }); }}>Whole days</button>
    </p>`;
    return html`${field("from", "From (UTC)")}${field("to", "To (UTC)")}${part === null ? nothing : wholeDays}
      <p class="fault" id="date-fault" role="status">${fault ?? nothing}</p>`;
  }
}

function opensCalendar({ key, altKey }: KeyboardEvent): boolean {
  return key === " " || key === "F4" || (altKey && key === "ArrowDown");
}

function isSame(one: CustomRange, other: CustomRange): boolean {
  return one.from === other.from && one.to === other.to && one.minutes?.join() === other.minutes?.join();
}
