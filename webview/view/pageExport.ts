import { aboutExport, bucketRows, exportFileName, exportText, sampleName } from "../../src/domain/exportTable.ts";
import { toText } from "../../src/domain/decimal.ts";
import type { ExportFile, ExportFormat } from "../../src/shared/protocol.ts";
import type { Page } from "../state/page.ts";
import { arrange } from "./arrangement.ts";
import type { Drawing } from "./drawing.ts";
import { namesOf } from "./namesOf.ts";
import { shownTable } from "./shownTable.ts";

/** The table as it stands, or every value by its bucket. */
export type ExportPart = "table" | "buckets";

/** What the page shows, as a file, with everything that is said beside it. */
export function pageExport({ host, look }: Page, drawing: Drawing, notes: readonly string[], part: ExportPart, format: ExportFormat): ExportFile {
  const { query, resolved, rows, breakdown, missing, now } = drawing;
  const names = namesOf(rows);
  const about = aboutExport(query, resolved, {
    organization: host?.access.kind === "sample" ? sampleName : (host?.organization ?? "unknown"),
    names,
    now,
    asOf: host?.status.asOf ?? null,
    problem: host?.status.problem?.text,
    missing,
    notes,
  });
  const find = arrange(drawing, look).find.trim();
  const found = find === "" ? {} : { found_by: find };
  const whole = { ...about, ...found, total: breakdown.total ? toText(breakdown.total) : "not reported" };
  const table =
    part === "table"
      ? { about: whole, ...shownTable(drawing, look) }
      : { about, ...bucketRows(query, breakdown, names, (id) => (id === 0 ? null : (rows.texts[id - 1] ?? null))) };
  return { name: exportFileName(query, resolved, format, part === "table" ? "table" : ""), format, text: exportText(table, format) };
}
