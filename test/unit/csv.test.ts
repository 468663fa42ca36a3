import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { toCsv, toTsv } from "../../src/domain/csv.ts";
import { hostileNames } from "../server/organizations.ts";

/** Tables as text: read back by a parser of RFC 4180, and harmless in a spreadsheet. */

function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let [row, cell, quoted, at]: [string[], string, boolean, number] = [[], "", false, 0];
  for (; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') cell += text[++at] ?? "";
      else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ",") [row, cell] = [[...row, cell], ""];
    else if (character === "\r" && text[at + 1] === "\n") {
      rows.push([...row, cell]);
      [row, cell, at] = [[], "", at + 1];
    } else cell += character;
  }
  assert.deepEqual([row, cell, quoted], [[], "", false], "the text ends with a line end");
  return rows;
}

const isFormula = (cell: string): boolean => /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(cell);
const cell = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom("=", "+", "-", "@", "\t", "\r", "\n", '"', ",", ";", "'", "a", "1", "＝") }), fc.constantFrom(...hostileNames));

test("every cell comes back; one that starts like a formula with an apostrophe before it", () => {
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }), ([header = [], ...rows]) => {
      const expected = [header, ...rows].map((row) => row.map((text) => (isFormula(text) ? `'${text}` : text)));
      const read = parseCsv(toCsv(header, rows));
      assert.deepEqual(read, expected);
      assert.ok(read.flat().every((text) => !isFormula(text)));
    }),
  );
});

test("numbers stay numbers, negative ones too, and null is an empty cell", () => {
  assert.equal(toCsv(["a", "b", "c"], [[{ number: "-12.50" }, null, "-12.50"]]), "a,b,c\r\n-12.50,,'-12.50\r\n");
});

test("lines for the clipboard keep their cells apart, and none becomes a formula when pasted", () => {
  assert.equal(toTsv([["Name", "Cost"], ["Docs", { number: "-1.25" }], ["none", null]]), "Name\tCost\nDocs\t-1.25\nnone\t\n");
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 4 }), (texts) => {
      const line = toTsv([texts]);
      assert.ok(line.endsWith("\n"));
      const pasted = line.slice(0, -1).split("\t").map((text) => (text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text));
      assert.deepEqual(pasted, texts.map((text) => (isFormula(text) ? `'${text}` : text).replace(/[\t\r\n]+/g, " ")));
      assert.ok(pasted.every((text) => !isFormula(text)));
    }),
  );
});
