import { subtract, type Decimal } from "../../src/domain/decimal.ts";
import { writeCount } from "../../src/domain/numberFormat.ts";
import type { Drawing } from "./drawing.ts";
import type { ColorSlots } from "./colorSlots.ts";
import type { Subject } from "./subjects.ts";

/** Colours that can be told apart; what comes after is drawn together. */
export const mostSeries = 10;
/** Groups after those that can be drawn one by one, all in one colour: told apart by order and name. */
export const mostOpened = 40;

/** One layer of the stack, one entry of the legend, one column of the bucket table. */
export interface Series {
  readonly name: string;
  /** Palette slot; `other` for what has no colour of its own. */
  readonly slot: number | "other";
  /** What a click on it asks about, `null` being "(unattributed)"; absent for several groups taken together. */
  readonly subject: { readonly value: string | null } | undefined;
  /** Number of its group in a breakdown of the same rows; absent for several groups taken together. */
  readonly group: number | undefined;
  readonly total: Decimal | undefined;
  at(bucket: number): Decimal | undefined;
  /** The nearest doubles of all buckets, in order; NaN where it has nothing. */
  line(): Float64Array;
}

/** The ten largest groups, each with its colour, then the rest as one, or up to forty of them one by one. */
export function seriesOf(drawing: Drawing, colors: ColorSlots, otherOpen = false): readonly Series[] {
  const top = drawing.subjects.slice(0, mostSeries);
  const slots = colors.assign(drawing.query.groupBy, top.map((subject) => subject.value));
  const single = drawing.subjects.slice(0, otherOpen ? mostSeries + mostOpened : mostSeries);
  const rest = drawing.subjects.slice(single.length);
  const series = single.map((subject, index) => seriesOfOne(subject, slots[index] ?? "other"));
  return rest.length === 0 ? series : [...series, otherOf(drawing, single, rest)];
}

/** Groups that have no colour of their own. */
export function othersOf({ subjects }: Drawing): number {
  return Math.max(0, subjects.length - mostSeries);
}

function seriesOfOne(subject: Subject, slot: Series["slot"]): Series {
  return {
    name: subject.name,
    slot,
    subject,
    group: subject.group.id,
    total: subject.total,
    at: (bucket) => subject.group.at(bucket),
    line: () => subject.group.line(),
  };
}

/** What is left of each bucket's exact total once the named groups are taken off: the stack always adds up. */
function otherOf(drawing: Drawing, single: readonly Subject[], rest: readonly Subject[]): Series {
  const { breakdown } = drawing;
  const reports = (bucket: number): boolean => rest.some(({ group }) => !Number.isNaN(group.drawn(bucket)));
  return {
    name: `Other (${writeCount(rest.length)})`,
    slot: "other",
    subject: undefined,
    group: undefined,
    total: rest.some((subject) => subject.total) ? remainder(breakdown.total, single.map((subject) => subject.total)) : undefined,
    at: (bucket) => (reports(bucket) ? remainder(breakdown.bucketTotals[bucket], single.map(({ group }) => group.at(bucket))) : undefined),
    line: () => {
      const sums = new Float64Array(breakdown.starts.length).fill(Number.NaN);
      for (const { group } of rest) group.line().forEach((value, bucket) => (sums[bucket] = addDrawn(sums[bucket] ?? Number.NaN, value)));
      return sums;
    },
  };
}

/** A whole less its parts, exact; parts that report nothing take nothing off. */
export function remainder(whole: Decimal | undefined, parts: readonly (Decimal | undefined)[]): Decimal | undefined {
  return whole && parts.reduce((left: Decimal, part) => (part ? subtract(left, part) : left), whole);
}

/** A sum in which what is not reported does not count. */
export function addDrawn(sum: number, value: number): number {
  if (Number.isNaN(value)) return sum;
  return Number.isNaN(sum) ? value : sum + value;
}
