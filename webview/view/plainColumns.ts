import { toText, type Decimal } from "../../src/domain/decimal.ts";
import { nothing, writeShare, writeValue } from "../../src/domain/measure.ts";
import { shareOf } from "../../src/domain/money.ts";
import { writePercent } from "../../src/domain/numberFormat.ts";
import type { Metric, Unit } from "../../src/domain/sources.ts";
import type { CellText, Column } from "./columns.ts";
import { sumOf, type Values } from "./columnData.ts";
import type { Drawing } from "./drawing.ts";
import { exactText } from "./exact.ts";
import { orderedByRank } from "./orderBy.ts";
import { sortedByName } from "./sortedNames.ts";
import type { Subject } from "./subjects.ts";

export const noCell: CellText = { text: "", title: "", copied: null };

/** Nothing to show, and why. */
export function unknown(why: string): CellText {
  return { text: nothing, title: why, copied: null };
}

export function decimalCell(value: Decimal | undefined, unit: Unit): CellText {
  return { text: writeValue(value, unit), title: exactText(value, unit), copied: value ? { number: toText(value) } : null };
}

export function copiedUnit(unit: Unit): string {
  return unit === "usd" ? "USD" : unit === "seconds" || unit === "bytes" ? unit : "";
}

export function nameColumn(heading: string): Column {
  return {
    ...{ id: "name", heading, copiedUnit: "", kind: "name", usual: true, fixed: true },
    cell: ({ name, id, archived }) => ({ text: name, title: `${name}${id === null ? "" : ` (${id})`}${archived ? ", archived" : ""}`, copied: name }),
    sum: (rows) => ({ ...noCell, text: rows === "all" ? "Total" : "Shown", copied: rows === "all" ? "Total" : "Shown" }),
    ordered: sortedByName,
  };
}

interface NumberColumn {
  readonly id: string;
  readonly heading: string;
  readonly metric: Metric;
  readonly usual: boolean;
  readonly fixed: boolean;
  readonly drawing: Drawing;
  /** `null` is the drawing's own number. */
  readonly values: (() => Values) | null;
}

export function numberColumn({ id, heading, metric, usual, fixed, drawing, values }: NumberColumn): Column {
  const { unit } = metric;
  const of = (subject: Subject): Decimal | undefined => (values ? values().of(subject) : subject.total);
  return {
    ...{ id, heading, copiedUnit: copiedUnit(unit), kind: "number", usual, fixed },
    cell: (subject) => decimalCell(of(subject), unit),
    sum: (rows) => decimalCell(rows === "all" ? (values ? values().total : drawing.breakdown.total) : sumOf(rows.map(of)), unit),
    ordered: values ? (subjects) => orderedByRank(subjects, (subject) => values().rank(subject)) : smallestFirst,
  };
}

/** Subjects come largest first, with what is not reported among the zeros; here that comes before everything. */
function smallestFirst(subjects: readonly Subject[]): readonly Subject[] {
  let end = subjects.length; // of what is above zero: few are not, and of a hundred thousand totals none need be made for it
  while (end > 0 && !((subjects[end - 1]?.total?.coefficient ?? 0n) > 0n)) end -= 1;
  const rest = subjects.slice(end);
  return [...rest.filter(({ total }) => !total), ...rest.filter(({ total }) => total).reverse(), ...subjects.slice(0, end).reverse()];
}

export function shareColumn({ breakdown }: Drawing): Column {
  const cell = (share: number | undefined): CellText => ({ ...noCell, text: writeShare(share), copied: share === undefined ? null : { number: String(share) } });
  const { total } = breakdown;
  return {
    ...{ id: "share", heading: "Share", copiedUnit: "", kind: "share", usual: true, fixed: false },
    cell: ({ share }) => cell(share),
    sum: (rows) => {
      if (rows === "all") return { ...cell(total ? 1 : undefined), text: total ? writePercent(1, 0) : nothing };
      const part = sumOf(rows.map((subject) => subject.total));
      return cell(part && total ? shareOf(part, total) : undefined);
    },
    ordered: smallestFirst,
  };
}

export function trendColumn(): Column {
  return { ...{ id: "trend", heading: "Trend", copiedUnit: "", kind: "trend", usual: true, fixed: false }, cell: () => noCell, sum: () => noCell, ordered: null };
}
