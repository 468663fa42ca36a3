import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import { parseDecimal, toText } from "../../../src/domain/decimal.ts";
import { joinLimbs } from "../../../src/domain/decimalColumn.ts";
import { SegmentBuilder, type Segment } from "../../../src/domain/segment.ts";
import { openHistory, type HistoryDatabase, type KeptDay, type Landing, type OrganizationId, type Series } from "../../../src/history/historyDatabase.ts";

export const origin = "https://api.example.com";
export const costs: Series = { source: "costs", view: ["project_id", "line_item"], width: "1d" };

/** Row of costs: number of the project and the line item in the landing's own dictionary, dollars. */
export type CostRow = readonly [project: number, lineItem: number, amount: string];

export function costsOn(day: number, rows: readonly CostRow[]): Segment {
  const builder = new SegmentBuilder("costs", costs.view, "1d", day);
  builder.addBucket(0);
  for (const [project, item, amount] of rows) builder.addRow({ at: 0, dimensions: [project, item], counts: [], amount: parseDecimal(amount), unit: 0 });
  return builder.finish();
}

/** A landing of costs, one segment for each entry of `days`, of which the first is `from`. */
export function landingOf(from: number, days: readonly (readonly CostRow[])[], more: Partial<Landing> = {}): Landing {
  const segments = days.map((rows, index) => costsOn(from + index, rows));
  return { series: costs, days: { from, to: from + days.length }, segments, texts: ["proj_a", "proj_b", "input", "output"], fetchedAt: 100, organization: null, ...more };
}

/** What was landed, with texts for numbers: `day project line item amount`. */
export function rowsOf(database: HistoryDatabase, organization: OrganizationId, series = costs): readonly string[] {
  const kept = database.load(organization, series, { from: -1_000_000, to: 1_000_000 });
  const texts = [null, ...database.texts(organization, 1)];
  return kept.flatMap(({ segment }) => rowsOfDay(segment, texts));
}

export function rowsOfDay(segment: Segment, texts: readonly (string | null)[]): readonly string[] {
  return Array.from({ length: segment.rows }, (_, row) => {
    const names = Object.values(segment.dimensions).map((column) => texts[column[row] ?? -1] ?? "(none)");
    return [segment.day, ...names, amountAt(segment, row)].join(" ");
  });
}

function amountAt({ decimals }: Segment, row: number): string {
  const amount = decimals["amount"];
  return amount ? toText(joinLimbs(amount.whole[row] ?? Number.NaN, amount.limbs.map((limb) => limb[row] ?? 0))) : "";
}

export function daysIn(kept: readonly KeptDay[]): readonly number[] {
  return kept.map(({ segment }) => segment.day);
}

/** A place for a history, and connections to it that end with the test. */
export interface Place {
  readonly folder: string;
  readonly file: string;
  readonly log: string[];
  /** Unix milliseconds. */
  time: number;
  /** @param file the place's own where none is given; "memory" for none */
  open(file?: string): HistoryDatabase;
}

export function placeFor(test: TestContext, busyTimeoutMs = 2_000): Place {
  const folder = mkdtempSync(path.join(tmpdir(), "openai-spend-history-"));
  const opened: HistoryDatabase[] = [];
  test.after(() => {
    for (const database of opened) database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const place: Place = {
    folder,
    file: path.join(folder, "history.db"),
    log: [],
    time: Date.UTC(2026, 10, 22, 19, 40, 11),
    open: (file = place.file) => {
      const database = openHistory(file === "memory" ? undefined : file, { now: () => place.time, log: (line) => place.log.push(line), busyTimeoutMs });
      opened.push(database);
      return database;
    },
  };
  return place;
}
