import { writeShare } from "../../src/domain/measure.ts";
import type { Decimal } from "../../src/domain/decimal.ts";
import { shareOf } from "../../src/domain/money.ts";
import type { CellText, Column } from "./columns.ts";
import { sumOf, type Values } from "./columnData.ts";
import { digitsText } from "./exact.ts";
import { orderedByNumber } from "./orderBy.ts";
import { unknown } from "./plainColumns.ts";

interface Ratio {
  readonly id: string;
  readonly heading: string;
  readonly part: () => Values;
  readonly whole: () => Values;
  readonly partName: string;
  readonly wholeName: string;
}

/** How much of one number another is. Ratios do not add up: below them stands the ratio of the sums. */
export function ratioColumn({ id, heading, part, whole, partName, wholeName }: Ratio): Column {
  const cell = (one: Decimal | undefined, all: Decimal | undefined): CellText => {
    const share = one && all ? shareOf(one, all) : undefined;
    if (!one || !all || share === undefined) return unknown(one ? `No ${wholeName}` : `No ${partName} reported`);
    return { text: writeShare(share), title: `${digitsText(one)} of ${digitsText(all)} ${wholeName}`, copied: { number: String(share) } };
  };
  return {
    ...{ id, heading, copiedUnit: "", kind: "number", usual: false, fixed: false },
    cell: (subject) => cell(part().of(subject), whole().of(subject)),
    sum: (rows) => (rows === "all" ? cell(part().total, whole().total) : cell(sumOf(rows.map((row) => part().of(row))), sumOf(rows.map((row) => whole().of(row))))),
    ordered: (subjects) =>
      orderedByNumber(subjects, (subject) => {
        const [one, all] = [part().of(subject), whole().of(subject)];
        return one && all ? shareOf(one, all) : undefined;
      }),
  };
}
