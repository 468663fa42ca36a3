import { round, toText, type Decimal } from "../../src/domain/decimal.ts";
import type { GroupUnit } from "../../src/domain/groupUnits.ts";
import { writeDollars } from "../../src/domain/numberFormat.ts";
import { quotient } from "../../src/domain/quotient.ts";
import { plainText } from "../../src/domain/plainText.ts";
import { pricedUnit, writeQuantity } from "../../src/domain/quantityUnit.ts";
import type { CellText, Column } from "./columns.ts";
import { columnData, sumOf } from "./columnData.ts";
import type { Drawing } from "./drawing.ts";
import { digitsText } from "./exact.ts";
import { orderedByDecimal } from "./orderBy.ts";
import { unknown } from "./plainColumns.ts";
import type { Subject } from "./subjects.ts";

const shownDigits = 6;
/** Rows, dearest first, whose texts the columns' widths are made for: they stay as they are while the table is scrolled. */
const measured = 100;

interface Billed {
  readonly amount: Decimal | undefined;
  readonly quantity: Decimal | undefined;
  readonly unit: GroupUnit;
}

/** What was billed for, and what one of it came to: only where all of it is counted in one unit. */
export function priceColumns(drawing: Drawing): readonly Column[] {
  const data = columnData(drawing);
  const usual = drawing.query.groupBy === "line_item";
  const nameOf = (unit: number): string => drawing.rows.texts[unit - 1] ?? "";
  const of = (subject: Subject): Billed => ({ amount: subject.total, quantity: data.quantity.of(subject), unit: data.units.of(subject.group.id) });
  const sum = (rows: readonly Subject[] | "all"): Billed => {
    const subjects = rows === "all" ? drawing.subjects : rows;
    const unit = data.units.ofAll(subjects.map(({ group }) => group.id));
    if (rows === "all") return { amount: drawing.breakdown.total, quantity: data.quantity.total, unit };
    return { amount: sumOf(rows.map((row) => row.total)), quantity: sumOf(rows.map((row) => data.quantity.of(row))), unit };
  };
  // In the API's own word, which is the same in every language.
  const unitCell = ({ quantity, unit }: Billed): string | null => (quantity && unit.unit ? plainText(nameOf(unit.unit), 40) : null);
  const beside = { id: "quantity_unit", heading: "Quantity unit", cell: (subject: Subject) => unitCell(of(subject)) };
  const column = ({ write, value, ...rest }: BilledColumn): Column => ({
    ...{ ...rest, kind: "number", usual, fixed: false, beside },
    room: () => Math.max(0, ...drawing.subjects.slice(0, measured).map((subject) => write(of(subject), nameOf).text.length)),
    cell: (subject) => write(of(subject), nameOf),
    sum: (rows) => write(sum(rows), nameOf),
    ordered: (subjects) => orderedByDecimal(subjects, (subject) => value(of(subject))),
  });
  return [
    column({ id: "quantity", heading: "Quantity", copiedUnit: "", write: quantityCell, value: countable }),
    column({ id: "price", heading: "Effective price", copiedUnit: "USD per unit", write: priceCell, value: price }),
  ];
}

interface BilledColumn extends Pick<Column, "id" | "heading" | "copiedUnit"> {
  readonly write: (billed: Billed, nameOf: (unit: number) => string) => CellText;
  readonly value: (billed: Billed) => Decimal | undefined;
}

function countable({ quantity, unit }: Billed): Decimal | undefined {
  return unit.unit === undefined || unit.unit === 0 ? undefined : quantity;
}

function price(billed: Billed): Decimal | undefined {
  const quantity = billed.unit.whole ? countable(billed) : undefined;
  return quantity && billed.amount && quotient(billed.amount, quantity);
}

function lacking({ quantity, unit }: Billed): string {
  if (unit.unit === undefined) return "Counted in different units";
  return quantity ? "No unit is reported" : "No quantity is reported";
}

function quantityCell(billed: Billed, nameOf: (unit: number) => string): CellText {
  const quantity = countable(billed);
  if (!quantity) return unknown(lacking(billed));
  const name = nameOf(billed.unit.unit ?? 0);
  const partly = billed.unit.whole ? "" : "; some rows report none";
  return { text: writeQuantity(roundOff(quantity), name), title: `Exactly ${writeQuantity(quantity, name)}${partly}`, copied: { number: toText(quantity) } };
}

/** A part of a thousandth says nothing of a quantity that is read at a glance. */
function roundOff(quantity: Decimal): Decimal {
  return quantity.scale > 3 ? round(quantity, 3) : quantity;
}

function priceCell(billed: Billed, nameOf: (unit: number) => string): CellText {
  const exact = price(billed);
  const { amount, quantity, unit } = billed;
  if (!exact || !amount || !quantity) return unknown(countable(billed) && !unit.whole ? "Some rows report no quantity" : countable(billed) ? "Nothing was counted" : lacking(billed));
  const name = nameOf(unit.unit ?? 0);
  const rounded = toText(quotient(amount, quantity, shownDigits) ?? exact);
  const digits = rounded.split(".")[1]?.length ?? 0;
  return {
    text: `${writeDollars(rounded, digits)} / ${pricedUnit(name)}`,
    title: `${digitsText(amount)} USD ÷ (${writeQuantity(quantity, name)}) = ${digitsText(exact)} USD / ${pricedUnit(name)}`,
    copied: { number: toText(exact) },
  };
}
