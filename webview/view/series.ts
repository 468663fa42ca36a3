import { subtract, type Decimal } from "../../src/domain/decimal.ts";
import type { Drawing } from "./drawing.ts";
import type { ColorSlots } from "./colorSlots.ts";
import type { Subject } from "./subjects.ts";

/** Colours that can be told apart; what comes after is drawn together. */
export const mostSeries = 10;

/** One layer of the stack, one entry of the legend, one column of the bucket table. */
export interface Series {
  readonly name: string;
  /** Palette slot, or `other` for the rest taken together. */
  readonly slot: number | "other";
  readonly total: Decimal | undefined;
  at(bucket: number): Decimal | undefined;
  drawn(bucket: number): number;
}

/** The ten largest groups, each with its colour, then the rest as one. */
export function seriesOf(drawing: Drawing, colors: ColorSlots): readonly Series[] {
  const top = drawing.subjects.slice(0, mostSeries);
  const slots = colors.assign(drawing.query.groupBy, top.map((subject) => subject.value));
  const series = top.map((subject, index): Series => ({
    name: subject.name,
    slot: slots[index] ?? "other",
    total: subject.total,
    at: (bucket) => subject.group.at(bucket),
    drawn: (bucket) => subject.group.drawn(bucket),
  }));
  const rest = drawing.subjects.slice(mostSeries);
  return rest.length === 0 ? series : [...series, otherOf(drawing, top, rest)];
}

/** What is left of each bucket's exact total once the named groups are taken off: the stack always adds up. */
function otherOf(drawing: Drawing, top: readonly Subject[], rest: readonly Subject[]): Series {
  const { breakdown } = drawing;
  const left = (whole: Decimal | undefined, parts: readonly (Decimal | undefined)[]): Decimal | undefined =>
    whole && parts.reduce((sum: Decimal, part) => (part ? subtract(sum, part) : sum), whole);
  const reports = (bucket: number): boolean => rest.some(({ group }) => !Number.isNaN(group.drawn(bucket)));
  return {
    name: `Other (${String(rest.length)})`,
    slot: "other",
    total: rest.some((subject) => subject.total) ? left(breakdown.total, top.map((subject) => subject.total)) : undefined,
    at: (bucket) => (reports(bucket) ? left(breakdown.bucketTotals[bucket], top.map(({ group }) => group.at(bucket))) : undefined),
    drawn: (bucket) => rest.reduce((sum, { group }) => addDrawn(sum, group.drawn(bucket)), Number.NaN),
  };
}

function addDrawn(sum: number, value: number): number {
  if (Number.isNaN(value)) return sum;
  return Number.isNaN(sum) ? value : sum + value;
}
