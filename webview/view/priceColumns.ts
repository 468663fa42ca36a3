import { round, toText, type Decimal } from "../../src/domain/decimal.ts";
import type { GroupUnit } from "../../src/domain/groupUnits.ts";
import { writeDollars } from "../../src/domain/numberFormat.ts";
import { quotient } from "../../src/domain/quotient.ts";
import { plainText } from "../../src/domain/plainText.ts";
import type { CellText, Column } from "./columns.ts";
import { columnData, sumOf } from "./columnData.ts";
import type { Drawing } from "./drawing.ts";
import { digitsText } from "./exact.ts";
import { orderedByDecimal } from "./orderBy.ts";
import { unknown } from "./plainColumns.ts";
import type { Subject } from "./subjects.ts";

const shownDigits = 6;
/** Of a quotient that never ends. */
const copiedDigits = 20;

interface Billed {
  readonly amount: Decimal | undefined;
  readonly quantity: Decimal | undefined;
  readonly unit: GroupUnit;
}

/** What was billed for, and what one of it came to: only where all of it is counted in one unit. */
export function priceColumns(drawing: Drawing): readonly Column[] {
  const data = columnData(drawing);
  const usual = drawing.query.groupBy === "line_item";
  const unitName = (unit: number): string => plainText(drawing.rows.texts[unit - 1] ?? "", 40).replaceAll("_", " ");
  const of = (subject: Subject): Billed => ({ amount: subject.total, quantity: data.quantity.of(subject), unit: data.units.of(subject.group.id) });
  const sum = (rows: readonly Subject[] | "all"): Billed => {
    const subjects = rows === "all" ? drawing.subjects : rows;
    const unit = data.units.ofAll(subjects.map(({ group }) => group.id));
    if (rows === "all") return { amount: drawing.breakdown.total, quantity: data.quantity.total, unit };
    return { amount: sumOf(rows.map((row) => row.total)), quantity: sumOf(rows.map((row) => data.quantity.of(row))), unit };
  };
  const column = (id: string, heading: string, write: (billed: Billed, unitName: (unit: number) => string) => CellText, value: (billed: Billed) => Decimal | undefined): Column => ({
    ...{ id, heading, copiedUnit: "", kind: "number", room: 20, usual, fixed: false },
    cell: (subject) => write(of(subject), unitName),
    sum: (rows) => write(sum(rows), unitName),
    ordered: (subjects) => orderedByDecimal(subjects, (subject) => value(of(subject))),
  });
  return [column("quantity", "Quantity", quantityCell, countable), column("price", "Effective price", priceCell, price)];
}

function countable({ quantity, unit }: Billed): Decimal | undefined {
  return unit.unit === undefined || unit.unit === 0 ? undefined : quantity;
}

function price(billed: Billed): Decimal | undefined {
  const quantity = billed.unit.whole ? countable(billed) : undefined;
  return quantity && billed.amount && quotient(billed.amount, quantity, copiedDigits);
}

function lacking({ quantity, unit }: Billed): string {
  if (unit.unit === undefined) return "Counted in different units";
  return quantity ? "No unit is reported" : "No quantity is reported";
}

function quantityCell(billed: Billed, unitName: (unit: number) => string): CellText {
  const quantity = countable(billed);
  if (!quantity) return unknown(lacking(billed));
  const name = unitName(billed.unit.unit ?? 0);
  const partly = billed.unit.whole ? "" : "; some rows report none";
  return { text: `${digitsText(roundOff(quantity))} ${name}`, title: `Exactly ${digitsText(quantity)} ${name}${partly}`, copied: { number: toText(quantity) } };
}

/** A part of a thousandth says nothing of a quantity that is read at a glance. */
function roundOff(quantity: Decimal): Decimal {
  return quantity.scale > 3 ? round(quantity, 3) : quantity;
}

function priceCell(billed: Billed, unitName: (unit: number) => string): CellText {
  const exact = price(billed);
  const { amount, quantity, unit } = billed;
  if (!exact || !amount || !quantity) return unknown(countable(billed) && !unit.whole ? "Some rows report no quantity" : countable(billed) ? "Nothing was counted" : lacking(billed));
  const name = unitName(unit.unit ?? 0).replace(/s$/, "");
  const rounded = toText(quotient(amount, quantity, shownDigits) ?? exact);
  const digits = rounded.split(".")[1]?.length ?? 0;
  return {
    text: `${writeDollars(rounded, digits)} / ${name}`,
    title: `${digitsText(amount)} USD ÷ ${digitsText(quantity)} ${unitName(unit.unit ?? 0)} = ${digitsText(exact)} USD`,
    copied: { number: toText(exact) },
  };
}
