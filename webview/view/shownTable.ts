import { dimensionSpec } from "../../src/domain/dimensions.ts";
import type { Cell } from "../../src/domain/csv.ts";
import { toText } from "../../src/domain/decimal.ts";
import type { ExportTable } from "../../src/domain/exportTable.ts";
import type { Look } from "../state/look.ts";
import type { Drawing } from "./drawing.ts";
import type { Subject } from "./subjects.ts";
import { TableRows } from "./tableRows.ts";

/** The table as it stands: its columns, its rows in their order, and only those that the search leaves. */
export function shownTable(drawing: Drawing, look: Look): Pick<ExportTable, "columns" | "rows"> {
  const { groupBy } = drawing.query;
  const group = groupBy === "none" ? "Group" : dimensionSpec(groupBy).label;
  const columns = [
    { id: "id", label: `${group} id` },
    { id: "name", label: group },
    { id: "value", label: drawing.metric.label },
    { id: "share", label: "Share" },
  ];
  const wanted = look.find.trim().toLowerCase();
  const rows = new TableRows().of(drawing, look.sort).filter(({ name, value }) => name.toLowerCase().includes(wanted) || value?.toLowerCase().includes(wanted) === true);
  return { columns, rows: rows.map(cells) };
}

function cells({ value, name, total, share }: Subject): readonly Cell[] {
  return [value, name, total ? { number: toText(total) } : null, share === undefined ? null : { number: String(share) }];
}
