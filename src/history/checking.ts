import { isDimension } from "../domain/dimensions.ts";
import { isSourceId } from "../domain/sources.ts";
import { bytesIn, numberIn, textIn, type Connection } from "./connection.ts";
import { textsFrom } from "./dictionaryTexts.ts";
import { damagedFacts } from "./facts.ts";
import { HistoryError } from "./historyError.ts";
import { isWidth } from "./reading.ts";
import { decodeSegment } from "./segmentCodec.ts";

/** What is wrong with the file, one line each; reads all of it. */
export function check(connection: Connection): readonly string[] {
  const lines = [
    ...connection.all("PRAGMA integrity_check").map((row) => textIn(row, "integrity_check")),
    ...connection.all("PRAGMA foreign_key_check").map((row) => `${textIn(row, "table")} refers to what is not there`),
  ].filter((line) => line !== "ok");
  return [...lines, ...dictionaryTrouble(connection), ...segmentTrouble(connection), ...factTrouble(connection)];
}

function factTrouble(connection: Connection): readonly string[] {
  const damaged = damagedFacts(connection);
  return damaged === 0 ? [] : [`The file is damaged: ${damaged} of its facts cannot be read.`];
}

function dictionaryTrouble(connection: Connection): readonly string[] {
  return connection.all("SELECT id FROM organizations").flatMap((row) => told(() => textsFrom(connection, numberIn(row, "id"), 1)));
}

function segmentTrouble(connection: Connection): readonly string[] {
  const lines: string[] = [];
  connection.each(
    (row) => lines.push(...told(() => { readSegment(row); })),
    "SELECT source, view, width, day, days.rows AS rows, columns FROM days JOIN series ON series.id = days.series LEFT JOIN segments ON segments.id = days.id",
  );
  return lines;
}

function readSegment(row: Parameters<typeof numberIn>[0]): void {
  const source = textIn(row, "source");
  const width = textIn(row, "width");
  const view = textIn(row, "view").split("+");
  if (!isSourceId(source) || !isWidth(width) || !view.every(isDimension)) return;
  const { rows, day } = decodeSegment({ source, view, width }, numberIn(row, "day"), bytesIn(row, "columns"));
  if (rows !== numberIn(row, "rows")) throw new HistoryError("damaged", `Day ${day} has ${rows} rows instead of as many as it says.`);
}

function told(work: () => unknown): readonly string[] {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof HistoryError) return [error.message];
    throw error;
  }
}
