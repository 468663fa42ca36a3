import { dimensionSpec } from "../../src/domain/dimensions.ts";
import type { ExportTable } from "../../src/domain/exportTable.ts";
import type { Look } from "../state/look.ts";
import { arrange } from "./arrangement.ts";
import { writtenColumns } from "./copyRows.ts";
import type { Drawing } from "./drawing.ts";
import { TableRows } from "./tableRows.ts";

/** The table as it stands: its columns, its rows in their order, and only those that the search leaves. */
export function shownTable(drawing: Drawing, look: Look): Pick<ExportTable, "columns" | "rows"> {
  const { groupBy } = drawing.query;
  const arranged = arrange(drawing, look);
  const written = writtenColumns(arranged.columns);
  const id = { id: "id", label: `${groupBy === "none" ? "Group" : dimensionSpec(groupBy).label} id` };
  const rows = new TableRows().of(drawing, arranged.by, arranged.sort, arranged.find);
  return {
    columns: [id, ...written.map((column) => ({ id: column.id, label: column.heading }))],
    rows: rows.map((subject) => [subject.value, ...written.map((column) => column.cell(subject))]),
  };
}
