import { toText, type Decimal } from "../../src/domain/decimal.ts";
import { writeValue } from "../../src/domain/measure.ts";
import { changeOf, incomparable, periodBeforeText, writeChange, writeChangeShare, type Change } from "./change.ts";
import type { CellText, Column } from "./columns.ts";
import { columnData, sumOf } from "./columnData.ts";
import type { Drawing } from "./drawing.ts";
import { exactText } from "./exact.ts";
import { orderedByDecimal, orderedByNumber } from "./orderBy.ts";
import { copiedUnit, decimalCell, unknown } from "./plainColumns.ts";
import type { Subject } from "./subjects.ts";

/** What was before, and what has changed since: nothing of it where either period lacks a day. */
export function changeColumns(drawing: Drawing): readonly Column[] {
  const { unit } = drawing.metric;
  const data = columnData(drawing);
  const why = incomparable(drawing);
  const change = (subject: Subject): Change | undefined => (why === null ? changeOf(subject.total, data.before.of(subject)) : undefined);
  const sum = (rows: readonly Subject[] | "all"): { now: Decimal | undefined; before: Decimal | undefined } =>
    rows === "all"
      ? { now: drawing.breakdown.total, before: data.before.total }
      : { now: sumOf(rows.map((row) => row.total)), before: sumOf(rows.map((row) => data.before.of(row))) };
  const title = (before: Decimal | undefined): string => `${before ? exactText(before, unit) : "Nothing"} in ${periodBeforeText(drawing)}`;
  const both = (write: (change: Change, before: Decimal | undefined) => CellText, now: Decimal | undefined, before: Decimal | undefined): CellText => {
    const found = why === null ? changeOf(now, before) : undefined;
    return found ? write(found, before) : unknown(why ?? "Nothing reported");
  };
  const amount = ({ amount: by }: Change, before: Decimal | undefined): CellText => ({
    text: writeChange(by, unit),
    title: `${exactText(by, unit)}; ${title(before).toLowerCase()}`,
    copied: { number: toText(by) },
  });
  const share = (found: Change, before: Decimal | undefined): CellText => ({
    text: writeChangeShare(found),
    title: title(before),
    copied: found.share === undefined ? "new" : { number: String(found.share) },
  });
  const room = writeValue(drawing.breakdown.total, unit).length + 1; // few have changed by more than all there is
  const column = (id: string, heading: string, write: typeof amount, ordered: Column["ordered"]): Column => ({
    ...{ id, heading, copiedUnit: write === amount ? copiedUnit(unit) : "", kind: "number", room, usual: true, fixed: false, ordered },
    cell: (subject) => both(write, subject.total, data.before.of(subject)),
    sum: (rows) => {
      const { now, before } = sum(rows);
      return both(write, now, before);
    },
  });
  return [
    column("change", "Change", amount, (subjects) => orderedByDecimal(subjects, (subject) => change(subject)?.amount)),
    column("change_share", "Change %", share, (subjects) => orderedByNumber(subjects, (subject) => changeShareKey(change(subject)))),
    {
      ...{ id: "before", heading: "Before", copiedUnit: copiedUnit(unit), kind: "number", usual: false, fixed: false },
      cell: (subject) => (drawing.before ? decimalCell(data.before.of(subject), unit) : unknown(why ?? "")),
      sum: (rows) => (drawing.before ? decimalCell(sum(rows).before, unit) : unknown(why ?? "")),
      ordered: (subjects) => orderedByDecimal(subjects, (subject) => data.before.of(subject)),
    },
  ];
}

/** What is new has grown more than anything. */
function changeShareKey(change: Change | undefined): number | undefined {
  return change && (change.share ?? Number.POSITIVE_INFINITY);
}
