import { numberIn, textIn, type Connection, type Row } from "./connection.ts";
import { HistoryError } from "./historyError.ts";
import type { OrganizationId } from "./organizations.ts";
import { storedText, textOf, textSum } from "./storedText.ts";

/** Texts with numbers from `from` on, in the order of their numbers, none left out. */
export function textsFrom(connection: Connection, organization: OrganizationId, from: number): readonly string[] {
  const rows = connection.all("SELECT number, text, sum FROM texts WHERE organization = ? AND number >= ? ORDER BY number", organization, from);
  return rows.map((row, index) => {
    if (numberIn(row, "number") !== from + index) throw new HistoryError("damaged", "The file is damaged: the dictionary has gaps.");
    const stored = textIn(row, "text");
    mustBeSumOf(row, stored);
    return textOf(stored);
  });
}

/**
 * The history's number for each number of a window's own dictionary; new texts are given the next ones. Within a
 * transaction. Numbers are looked up in the file and remembered nowhere: other windows give out numbers, too, and a
 * transaction that fails takes its own back.
 *
 * @returns at index n the number of `texts[n - 1]`; 0 stays 0
 */
export function numbersOf(connection: Connection, organization: OrganizationId, texts: readonly string[]): Uint32Array {
  const numbers = new Uint32Array(texts.length + 1);
  let last: number | undefined;
  texts.forEach((text, index) => {
    const stored = storedText(text);
    const known = connection.first("SELECT number, sum FROM texts WHERE organization = ? AND text = ?", organization, stored);
    if (known) {
      mustBeSumOf(known, stored); // found in the index, which has a copy of the text: that can be damaged, too
      numbers[index + 1] = numberIn(known, "number");
      return;
    }
    last ??= numberIn(connection.first("SELECT coalesce(max(number), 0) AS last FROM texts WHERE organization = ?", organization), "last");
    last += 1;
    connection.run("INSERT INTO texts (organization, number, text, sum) VALUES (?, ?, ?, ?)", organization, last, stored, textSum(last, stored));
    numbers[index + 1] = last;
  });
  return numbers;
}

/** A text that is not what was written would give a project another's name, and nobody would notice. */
function mustBeSumOf(row: Row, stored: string): void {
  const number = numberIn(row, "number");
  if (numberIn(row, "sum") !== textSum(number, stored)) throw new HistoryError("damaged", `The file is damaged: text ${number} of the dictionary cannot be read.`);
}
