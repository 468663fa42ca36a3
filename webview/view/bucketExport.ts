import { bucketRows, exactCell, type DerivedColumn } from "../../src/domain/bucketRows.ts";
import { twoDigits } from "../../src/domain/clockTime.ts";
import type { Cell } from "../../src/domain/csv.ts";
import type { ExportTable } from "../../src/domain/exportTable.ts";
import type { ChartInput } from "./chartInput.ts";
import { namesOf } from "./namesOf.ts";
import { aboveZero, type Plot } from "./plot.ts";
import { runningSums, type ByBucket } from "./running.ts";
import { weekdayNames, type WeekGrid } from "./weekGrid.ts";

/** The numbers of the bucket table in full, each group by itself, and in words what they are. */
export type BucketExport = Pick<ExportTable, "columns" | "rows"> & { readonly holds: string };

export function bucketExport({ drawing, plot, week }: ChartInput): BucketExport {
  if (week) return { ...weekRows(week), holds: "The mean of each hour of the week, of how many such hours, and nothing of a period before" };
  const { query, breakdown, rows, compared, before } = drawing;
  const values = { query, breakdown, before: compared ? (before?.breakdown ?? null) : undefined, names: namesOf(rows), textOf: (id: number) => (id === 0 ? null : (rows.texts[id - 1] ?? null)) };
  const [derived, also] = derivedColumns(plot);
  return { ...bucketRows({ ...values, derived }), holds: `The value of each bucket${also}` };
}

function derivedColumns(plot: Plot): readonly [columns: readonly DerivedColumn[], also: string] {
  const { drawing, kind } = plot;
  if (kind === "share") return [[shareColumn(plot)], ", and its share of what is above zero in the bucket"];
  if (kind !== "cumulative") return [[], ""];
  const so = runningColumn("so_far", "Total so far", drawing.breakdown);
  const before = drawing.before && runningColumn("before_so_far", "Period before so far", drawing.before.breakdown);
  return [before ? [so, before] : [so], ", and the sum of all up to it"];
}

function runningColumn(id: string, label: string, { groups, bucketTotals, starts }: Plot["drawing"]["breakdown"]): DerivedColumn {
  const counts = (bucket: number): boolean => bucketTotals[bucket] !== undefined;
  const sums = new Map(groups.map((group): [number, ByBucket] => [group.id, runningSums((bucket) => group.at(bucket), starts.length, counts)]));
  return { id, label, of: (group, bucket) => exactCell(sums.get(group)?.(bucket)) };
}

function shareColumn({ drawing, series, traits }: Plot): DerivedColumn {
  const wholes = aboveZero(series.map((each) => each.line()), traits.length);
  const drawn = new Map(drawing.breakdown.groups.map((group) => [group.id, group]));
  const of = (group: number, bucket: number): Cell => {
    const [value, whole] = [drawn.get(group)?.drawn(bucket) ?? Number.NaN, wholes[bucket] ?? 0];
    return Number.isNaN(value) || whole === 0 ? null : { number: String(value / whole) };
  };
  return { id: "share", label: "Share", of };
}

function weekRows({ cells }: WeekGrid): Pick<ExportTable, "columns" | "rows"> {
  const rows = cells.flatMap((hours, weekday) => hours.map(({ mean, hours: of }, hour): readonly Cell[] => [weekdayNames[weekday] ?? "", `${twoDigits(hour)}:00`, exactCell(mean), { number: String(of) }]));
  return { columns: [{ id: "weekday", label: "Weekday" }, { id: "hour", label: "Hour (UTC)" }, { id: "mean", label: "Mean" }, { id: "hours", label: "Hours" }], rows };
}
