import { twoDigits } from "../../src/domain/clockTime.ts";
import { toNumber, type Decimal } from "../../src/domain/decimal.ts";
import { writeWithUnit } from "../../src/domain/measure.ts";
import { dayOf } from "../../src/domain/buckets.ts";
import { hoursOfDay, weekdays, weekHours, type WeekHour } from "../../src/domain/weekHours.ts";
import { askOf, type Drawing } from "./drawing.ts";
import { meanOf } from "./mean.ts";
import { count } from "./words.ts";

/** Steps of the colour ramp above nothing. */
export const heatSteps = 8;
const hourSeconds = 3_600;
export const weekdayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** One hour of the week, as often as the range holds it and it is over: what it comes to on average. */
export interface HourCell extends WeekHour {
  /** `undefined` where no such hour is known: a gap, not a zero. */
  readonly mean: Decimal | undefined;
  /** 0 for zero, then up to `heatSteps`, in even steps up to the largest mean; `undefined` for a gap. */
  readonly step: number | undefined;
}

export interface WeekGrid {
  readonly drawing: Drawing;
  /** By weekday, Monday first, and hour of day, UTC. */
  readonly cells: readonly (readonly HourCell[])[];
  readonly largest: Decimal | undefined;
  /** `undefined` where no hour has anything. */
  readonly busiest: readonly [weekday: number, hour: number] | undefined;
}

export function weekGrid(drawing: Drawing): WeekGrid {
  const { query, resolved, rows } = drawing;
  const segments = rows.segments.filter(({ day }) => day >= resolved.days.from && day < resolved.days.to);
  const ask = askOf(query, resolved, rows);
  // An hour that was not over when it was fetched would lower the mean of those that were.
  const week = weekHours(segments, ask, (start) => start + hourSeconds <= (rows.fetchedAt[dayOf(start)] ?? 0));
  // Fridays come five times in some months and four in others: a mean compares, a sum would not.
  const means = week.map((hours) => hours.map((each) => ({ ...each, mean: meanOf(each.sum, each.hours) })));
  let [most, largest, busiest]: [number, Decimal | undefined, WeekGrid["busiest"]] = [-1, undefined, undefined];
  means.forEach((hours, weekday) => {
    hours.forEach(({ mean }, hour) => {
      if (mean && toNumber(mean) > most) [most, largest, busiest] = [toNumber(mean), mean, [weekday, hour]];
    });
  });
  const cells = means.map((hours) => hours.map((cell) => ({ ...cell, step: cell.mean && stepOf(toNumber(cell.mean), most) })));
  return { drawing, cells, largest, busiest: most > 0 ? busiest : undefined };
}

function stepOf(value: number, most: number): number {
  return value <= 0 || most <= 0 ? 0 : Math.max(1, Math.ceil((value / most) * heatSteps - 1e-9));
}

/** `Mon 14:00–15:00 UTC`. */
export function hourName(weekday: number, hour: number): string {
  const clock = (of: number): string => `${twoDigits(of)}:00`;
  return `${weekdayNames[weekday] ?? ""} ${clock(hour)}–${clock((hour + 1) % hoursOfDay)} UTC`;
}

/** `1,234 tokens an hour, mean of 4 hours`. */
export function cellText({ mean, hours }: HourCell, { drawing }: WeekGrid): string {
  return mean ? `${writeWithUnit(mean, drawing.metric.unit)} an hour, mean of ${count(hours, "hour")}` : "no such hour of the range is over, or not loaded";
}

/** The cell that a key leads to; `undefined` for a key that leads nowhere. */
export function cellAfterKey([weekday, hour]: readonly [number, number], key: string): readonly [number, number] | undefined {
  const clamp = (value: number, most: number): number => Math.max(0, Math.min(most - 1, value));
  switch (key) {
    case "ArrowLeft":
      return [weekday, clamp(hour - 1, hoursOfDay)];
    case "ArrowRight":
      return [weekday, clamp(hour + 1, hoursOfDay)];
    case "ArrowUp":
      return [clamp(weekday - 1, weekdays), hour];
    case "ArrowDown":
      return [clamp(weekday + 1, weekdays), hour];
    case "Home":
      return [weekday, 0];
    case "End":
      return [weekday, hoursOfDay - 1];
    default:
      return undefined;
  }
}
