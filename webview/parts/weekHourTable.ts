import { html, type TemplateResult } from "lit-html";
import { twoDigits } from "../../src/domain/clockTime.ts";
import { writeValue } from "../../src/domain/measure.ts";
import { hoursOfDay } from "../../src/domain/weekHours.ts";
import { meanText } from "../view/mean.ts";
import { weekdayNames, type WeekGrid } from "../view/weekGrid.ts";

/** The numbers behind the colours: hours down, weekdays across. */
export function weekHourTable({ drawing, cells }: WeekGrid): TemplateResult {
  const { unit, label } = drawing.metric;
  return html`<div class="table-scroll wide" tabindex="0" role="region" aria-label="Hours of the week, scrollable">
    <table class="matrix" aria-label=${`${label} by hour and weekday, mean per hour (UTC)`}>
      <thead>
        <tr>
          <th scope="col">UTC</th>
          ${weekdayNames.map((name) => html`<th scope="col" class="amount">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${Array.from(
          { length: hoursOfDay },
          (_, hour) =>
            html`<tr>
              <th scope="row">${twoDigits(hour)}:00</th>
              ${cells.map((hours) => {
                const cell = hours[hour];
                return html`<td class="amount" title=${meanText(cell?.sum, cell?.hours ?? 0, unit)}>${writeValue(cell?.mean, unit)}</td>`;
              })}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
