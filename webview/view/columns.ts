import type { Cell } from "../../src/domain/csv.ts";
import { dimensionSpec } from "../../src/domain/dimensions.ts";
import { sourceSpec, type Metric } from "../../src/domain/sources.ts";
import type { Drawing } from "./drawing.ts";
import { cachedParts } from "./cachedParts.ts";
import { changeColumns } from "./changeColumns.ts";
import { columnData } from "./columnData.ts";
import type { WrittenColumn } from "./copyRows.ts";
import { nameColumn, numberColumn, shareColumn, trendColumn } from "./plainColumns.ts";
import { priceColumns } from "./priceColumns.ts";
import { ratioColumn } from "./ratioColumn.ts";
import type { Subject } from "./subjects.ts";

/** What stands in a cell: rounded, in full for the tooltip, and as it is copied. */
export interface CellText {
  readonly text: string;
  /** Empty where there is nothing to add. */
  readonly title: string;
  readonly copied: Cell;
}

/** One column of the breakdown, for one drawing. */
export interface Column {
  readonly id: string;
  readonly heading: string;
  /** Behind the heading in what is copied, since numbers are copied without theirs; empty where there is none. */
  readonly copiedUnit: string;
  /** Written down beside it: the units, where they differ from row to row. */
  readonly beside?: WrittenColumn;
  readonly kind: "name" | "share" | "trend" | "number";
  /** Characters that a cell may take, where the one below the column does not tell; asked of columns that are shown. */
  readonly room?: () => number;
  /** Shown unless the user chose otherwise. */
  readonly usual: boolean;
  /** Cannot be taken away. */
  readonly fixed: boolean;
  readonly cell: (subject: Subject) => CellText;
  /** Below the column: of all there is, or of some rows. */
  readonly sum: (rows: readonly Subject[] | "all") => CellText;
  /** All subjects, smallest or first first; `null` where the column has no order. */
  readonly ordered: ((subjects: readonly Subject[]) => readonly Subject[]) | null;
}

/** The columns that a drawing offers, in their order on the page. */
export function columnsOf(drawing: Drawing): readonly Column[] {
  const { query, metric, breakdown } = drawing;
  const heading = query.groupBy === "none" ? "Group" : dimensionSpec(query.groupBy).label;
  const { metrics } = sourceSpec(query.source);
  const data = columnData(drawing);
  return [
    nameColumn(heading),
    numberColumn({ id: "total", heading: metric.label, metric, usual: true, fixed: true, drawing, values: null }),
    ...(drawing.compared ? changeColumns(drawing) : []),
    shareColumn(drawing),
    ...(breakdown.starts.length > 1 ? [trendColumn()] : []),
    ...(query.source === "costs" ? priceColumns(drawing) : []),
    ...metrics
      .filter((other) => other.id !== metric.id)
      .map((other) => numberColumn({ id: other.id, heading: other.label, metric: other, usual: isUsual(other, metric), fixed: false, drawing, values: () => data.metric(other) })),
    ...cachedShare(drawing),
  ];
}

/** How many requests the tokens went through says more than any of their parts. */
function isUsual(other: Metric, shown: Metric): boolean {
  return shown.unit === "tokens" && other.unit === "requests";
}

function cachedShare(drawing: Drawing): readonly Column[] {
  const parts = cachedParts(drawing.query);
  if (!parts) return [];
  const data = columnData(drawing);
  return [ratioColumn({ id: "cached_share", heading: "Cached share", part: () => data.metric(parts.cached), whole: () => data.metric(parts.input), partName: "cached input tokens", wholeName: "input tokens" })];
}

/** Those to show: the usual ones, but for what was changed of them for the source. @param changes as `Look.columns` has them */
export function shownColumns(offered: readonly Column[], changes: readonly string[] = []): readonly Column[] {
  return offered.filter(({ id, fixed, usual }) => fixed || (usual ? !changes.includes(`-${id}`) : changes.includes(`+${id}`)));
}

/** The changes after one more tick, of which only what differs from the usual is kept: what is usual goes by the question. */
export function toggled(changes: readonly string[], { id, usual }: Column, shown: boolean): readonly string[] {
  const others = changes.filter((change) => change.slice(1) !== id);
  return shown === usual ? [...others, `${shown ? "-" : "+"}${id}`] : others;
}
