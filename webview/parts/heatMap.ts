import { html, nothing, type TemplateResult } from "lit-html";
import { twoDigits } from "../../src/domain/clockTime.ts";
import { writeShort } from "../../src/domain/measure.ts";
import { meanText } from "../view/mean.ts";
import { cellAfterKey, cellText, heatSteps, hourName, weekdayNames, type HourCell, type WeekGrid } from "../view/weekGrid.ts";
import { ChartOverlay } from "./chartOverlay.ts";

type Place = readonly [weekday: number, hour: number];

/** Every so many hours one is named: more have no room on a narrow page. */
const namedHours = 3;

/** Hours of the week as a grid of colours, each with its value for pointer, keys and ears; the numbers stand in the table below. */
export class HeatMap {
  readonly #overlay = new ChartOverlay();
  #grid: WeekGrid | undefined;
  /** The one cell that Tab leads to. */
  #at: Place = [0, 0];

  template(grid: WeekGrid): TemplateResult {
    this.#grid = grid;
    const { metric } = grid.drawing;
    const table = html`<table
      class="heat-map"
      role="grid"
      aria-readonly="true"
      aria-label=${`Hours of the week: ${metric.label}, mean per hour, UTC`}
      aria-describedby="heat-keys"
      @keydown=${this.#keydown}
      @focusin=${this.#tell}
      @pointerover=${this.#tell}
      @focusout=${this.#hush}
      @pointerleave=${this.#hush}
    >
      <thead>
        <tr>
          <th scope="col"><span class="sr">Weekday</span></th>
          ${grid.cells[0]?.map((_, hour) => html`<th scope="col"><span class=${hour % namedHours === 0 ? "heat-hour" : "sr"}>${twoDigits(hour)}</span></th>`)}
        </tr>
      </thead>
      <tbody>
        ${grid.cells.map(
          (hours, weekday) =>
            html`<tr>
              <th scope="row">${weekdayNames[weekday]}</th>
              ${hours.map((cell, hour) => this.#cell(cell, [weekday, hour]))}
            </tr>`,
        )}
      </tbody>
    </table>`;
    return html`<div class="canvas-box heat-box">${this.#overlay.template(table)}</div>
      <p class="sr" id="heat-keys">The arrow keys go from hour to hour. The same numbers stand in the table below.</p>`;
  }

  #cell(cell: HourCell, place: Place): TemplateResult {
    const [weekday, hour] = place;
    const text = `${hourName(weekday, hour)}: ${this.#grid ? cellText(cell, this.#grid) : ""}`;
    const tab = weekday === this.#at[0] && hour === this.#at[1] ? 0 : -1;
    return html`<td class=${cell.step === undefined ? "heat heat-gap" : `heat heat-${String(cell.step)}`} tabindex=${tab} aria-label=${text} data-hour=${`${String(weekday)} ${String(hour)}`}></td>`;
  }

  readonly #keydown = (event: KeyboardEvent): void => {
    const table = event.currentTarget;
    const next = event.key === "Escape" ? undefined : cellAfterKey(this.#at, event.key);
    if (event.key === "Escape") this.#overlay.tell(null, undefined);
    if (!next || !(table instanceof HTMLElement)) return;
    event.preventDefault();
    cellOf(table, this.#at)?.setAttribute("tabindex", "-1");
    this.#at = next;
    const cell = cellOf(table, next);
    cell?.setAttribute("tabindex", "0");
    cell?.focus();
  };

  readonly #tell = (event: Event): void => {
    const place = placeOf(event.target);
    const cell = place && this.#grid?.cells[place[0]]?.[place[1]];
    const box = event.target instanceof Element ? event.target.closest(".canvas-box") : null;
    if (!place || !cell || !this.#grid || !box || !(event.target instanceof Element)) return;
    if (event.type === "focusin") this.#at = place;
    const [own, around] = [event.target.getBoundingClientRect(), box.getBoundingClientRect()];
    const { unit } = this.#grid.drawing.metric;
    const content = html`<p class="tip-title">${hourName(...place)}</p>
      <p title=${meanText(cell.sum, cell.hours, unit)}>${cellText(cell, this.#grid)}</p>`;
    this.#overlay.tell(content, { left: own.left - around.left, top: own.top - around.top, width: own.width, height: own.height });
  };

  readonly #hush = (): void => {
    this.#overlay.tell(null, undefined);
  };
}

function placeOf(target: EventTarget | null): Place | undefined {
  const text = target instanceof HTMLElement ? target.dataset["hour"] : undefined;
  const [weekday, hour] = (text ?? "").split(" ").map(Number);
  return text === undefined || weekday === undefined || hour === undefined ? undefined : [weekday, hour];
}

function cellOf(table: HTMLElement, [weekday, hour]: Place): HTMLElement | null {
  return table.querySelector<HTMLElement>(`[data-hour="${String(weekday)} ${String(hour)}"]`);
}

/** What the ramp means, and the one thing it is looked at for. */
export function heatLegend({ drawing, largest, busiest, cells }: WeekGrid): TemplateResult {
  const { unit } = drawing.metric;
  const gaps = cells.some((hours) => hours.some(({ step }) => step === undefined));
  return html`<div class="legend" role="group" aria-label="Legend">
    <p class="legend-lead">Mean per hour</p>
    <div class="ramp" aria-hidden="true">${Array.from({ length: heatSteps + 1 }, (_, step) => html`<span class=${`heat heat-${String(step)}`}></span>`)}</div>
    <p class="ramp-ends"><span>none</span>${busiest && largest ? html`<span>${writeShort({ coefficient: largest.coefficient * 5n, scale: largest.scale + 1 }, unit)}</span>` : nothing}<span>${writeShort(largest, unit)}</span></p>
    ${busiest ? html`<p class="legend-lead">Busiest: ${hourName(...busiest)}</p>` : nothing}
    ${gaps ? html`<p class="legend-key"><span class="key key-missing" aria-hidden="true"></span>No such hour of the range is over, or not loaded: a gap, not a zero</p>` : nothing}
  </div>`;
}
