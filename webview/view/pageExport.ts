import { daysOf } from "../../src/domain/buckets.ts";
import { aboutExport, exportFileName, exportText, sampleName, type ExportTable } from "../../src/domain/exportTable.ts";
import { toText } from "../../src/domain/decimal.ts";
import type { ExportFile, ExportFormat } from "../../src/shared/protocol.ts";
import type { Page } from "../state/page.ts";
import { arrange } from "./arrangement.ts";
import { bucketExport } from "./bucketExport.ts";
import type { ChartInput } from "./chartInput.ts";
import { namesOf } from "./namesOf.ts";
import { shownTable } from "./shownTable.ts";

/** The table as it stands, or every value by its bucket. */
export type ExportPart = "table" | "buckets";

/** What the page shows, as a file, with everything that is said beside it. */
export function pageExport({ host, look }: Page, input: ChartInput, notes: readonly string[], part: ExportPart, format: ExportFormat): ExportFile {
  const { drawing } = input;
  const { query, resolved, rows, breakdown, missing, partial, keptFrom, compared, before, now } = drawing;
  const about = aboutExport(query, resolved, {
    organization: host?.access.kind === "sample" ? sampleName : (host?.organization ?? "unknown"),
    names: namesOf(rows),
    now,
    asOf: host?.status.asOf ?? null,
    problem: host?.status.problem?.text,
    keptFrom: keptFrom ?? undefined,
    missing,
    partial: [...(before?.partial ?? []), ...partial],
    missingBefore: before?.missing ?? (compared ? daysOf(compared.days) : []),
    notes,
  });
  const file = (table: ExportTable, named: string): ExportFile => ({ name: exportFileName(query, resolved, format, named), format, text: exportText(table, format) });
  const find = arrange(drawing, look).find.trim();
  const found = find === "" ? {} : { found_by: find };
  const whole = { ...about, ...found, total: breakdown.total ? toText(breakdown.total) : "not reported" };
  if (part === "table") return file({ about: whole, ...shownTable(drawing, look) }, "table");
  const { holds, ...buckets } = bucketExport(input);
  return file({ about: { ...about, holds }, ...buckets }, input.week ? "week-hours" : "");
}
