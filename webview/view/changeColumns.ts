import { changeFrom, type Change } from "../../src/domain/changeFrom.ts";
import { isZero, toText, zero, type Decimal } from "../../src/domain/decimal.ts";
import { writeValue } from "../../src/domain/measure.ts";
import { unevenText } from "../../src/domain/periodBefore.ts";
import { incomparable, periodBeforeText, writeChange, writeChangeShare } from "./change.ts";
import type { CellText, Column } from "./columns.ts";
import { columnData, sumOf } from "./columnData.ts";
import type { Drawing } from "./drawing.ts";
import { exactText } from "./exact.ts";
import { orderedByDecimal, orderedByNumber } from "./orderBy.ts";
import { copiedUnit, decimalCell, unknown } from "./plainColumns.ts";
import type { Subject } from "./subjects.ts";

interface Compared {
  readonly now: Decimal | undefined;
  readonly before: Decimal | undefined;
}

type Write = (change: Change & { readonly difference: Decimal }, before: Decimal | undefined) => CellText;

/** What was before, and what has changed since: nothing of it where either period lacks a day. */
export function changeColumns(drawing: Drawing): readonly Column[] {
  const { unit } = drawing.metric;
  const data = columnData(drawing);
  const why = incomparable(drawing);
  const compared = (subject: Subject): Compared => ({ now: subject.gone ? zero : subject.total, before: data.before.has(subject) ? data.before.of(subject) : zero });
  const sums = (rows: readonly Subject[] | "all"): Compared =>
    rows === "all" ? { now: drawing.breakdown.total, before: data.before.total } : { now: sumOf(rows.map((row) => compared(row).now)), before: sumOf(rows.map((row) => compared(row).before)) };
  const change = ({ now, before }: Compared): Change => changeFrom({ total: before, complete: why === null }, { total: now, complete: why === null });
  const cell = (write: Write, of: Compared): CellText => {
    const { difference, ...rest } = change(of);
    return difference && why === null ? write({ difference, ...rest }, of.before) : unknown(why ?? "Nothing reported");
  };
  const uneven = unevenText(drawing);
  const wasText = (before: Decimal | undefined): string => `${exactText(before, unit)} in ${periodBeforeText(drawing)}${uneven ? `; ${uneven}` : ""}`;
  const amount: Write = ({ difference }, before) => ({ text: writeChange(difference, unit), title: `${exactText(difference, unit)}; ${wasText(before)}`, copied: { number: toText(difference) } });
  const share: Write = (found, before) => ({ text: writeChangeShare(found), title: wasText(before), copied: found.ratio === undefined ? writeChangeShare(found) : { number: String(found.ratio) } });
  const room = (): number => writeValue(drawing.breakdown.total, unit).length + 1; // few have changed by more than all there is
  const column = (write: Write, rest: Pick<Column, "id" | "heading" | "copiedUnit" | "ordered">): Column => ({
    ...{ ...rest, kind: "number", room, usual: true, fixed: false },
    cell: (subject) => cell(write, compared(subject)),
    sum: (rows) => cell(write, sums(rows)),
  });
  return [
    column(amount, { id: "change", heading: "Change", copiedUnit: copiedUnit(unit), ordered: (subjects) => orderedByDecimal(subjects, (subject) => change(compared(subject)).difference) }),
    column(share, { id: "change_share", heading: "Change %", copiedUnit: "", ordered: (subjects) => orderedByNumber(subjects, (subject) => growth(change(compared(subject)))) }),
    {
      ...{ id: "before", heading: "Before", copiedUnit: copiedUnit(unit), kind: "number", usual: false, fixed: false },
      cell: (subject) => (drawing.before ? decimalCell(compared(subject).before, unit) : unknown(why ?? "")),
      sum: (rows) => (drawing.before ? decimalCell(sums(rows).before, unit) : unknown(why ?? "")),
      ordered: (subjects) => orderedByDecimal(subjects, (subject) => compared(subject).before),
    },
  ];
}

/** What is new has grown more than anything. */
function growth({ difference, ratio }: Change): number | undefined {
  if (!difference) return undefined;
  return ratio ?? (isZero(difference) ? 0 : Number(difference.coefficient) * Number.POSITIVE_INFINITY);
}
