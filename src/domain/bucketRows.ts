import type { Breakdown, Group } from "./aggregate.ts";
import type { Cell } from "./csv.ts";
import { toText, type Decimal } from "./decimal.ts";
import { dimensions } from "./dimensions.ts";
import { isoTime, type ExportColumn, type ExportTable } from "./exportTable.ts";
import { displayName, type Names } from "./names.ts";
import { metricOf } from "./sources.ts";
import type { ViewQuery } from "./viewQuery.ts";

/** A number that is made of the values, such as a running sum, by group's id and bucket. */
export interface DerivedColumn extends ExportColumn {
  readonly of: (group: number, bucket: number) => Cell;
}

interface BucketValues {
  readonly query: ViewQuery;
  readonly breakdown: Breakdown;
  /** The period before; `null` where it is asked for and nothing of it is known, `undefined` where it is not asked for. */
  readonly before: Breakdown | null | undefined;
  readonly names: Names;
  /** The dictionary's text of a number. */
  readonly textOf: (id: number) => string | null;
  readonly derived?: readonly DerivedColumn[];
}

type BucketGroup = Pick<Group, "id" | "at">;

/** One row for each group and bucket that reports anything, now or in the bucket of the period before that stands beside it. */
export function bucketRows({ query, breakdown, before, names, textOf, derived = [] }: BucketValues): Pick<ExportTable, "columns" | "rows"> {
  const { groupBy } = query;
  const group = groupBy === "none" ? "Total" : dimensions[groupBy].label;
  const earlier = new Map((before?.groups ?? []).map((each) => [each.id, each]));
  const groups = withGone(breakdown, earlier);
  const buckets = Math.max(breakdown.starts.length, before?.starts.length ?? 0);
  const rows = Array.from({ length: buckets }, (_, bucket) =>
    groups.flatMap((each): readonly (readonly Cell[])[] => {
      const numbers = [exactCell(valueAt(breakdown, each, bucket)), ...derived.map(({ of }) => of(each.id, bucket)), ...(before === undefined ? [] : [exactCell(before ? valueAt(before, earlier.get(each.id), bucket) : undefined)])];
      if (numbers.every((cell) => cell === null)) return [];
      const id = groupBy === "none" ? null : textOf(each.id);
      const name = groupBy === "none" ? "Total" : displayName(groupBy, id, names);
      return [[startCell(breakdown, bucket), id, name, ...numbers, ...(before === undefined ? [] : [startCell(before, bucket)])]];
    }),
  ).flat();
  const compared = [{ id: "before", label: "Period before" }, { id: "before_start", label: "Start of period before (UTC)" }];
  const columns = [
    { id: "start", label: "Start (UTC)" },
    { id: "id", label: `${group} id` },
    { id: "name", label: group },
    { id: "value", label: metricOf(query.source, query.metric).label },
    ...derived.map(({ id, label }) => ({ id, label })),
    ...(before === undefined ? [] : compared),
  ];
  return { columns, rows };
}

/** What stopped has a row, too, or the column of the period before would not add up. */
function withGone({ groups }: Breakdown, earlier: ReadonlyMap<number, BucketGroup>): readonly BucketGroup[] {
  const here = new Set(groups.map(({ id }) => id));
  return [...groups, ...[...earlier.keys()].filter((id) => !here.has(id)).map((id): BucketGroup => ({ id, at: () => undefined }))];
}

function valueAt({ starts }: Breakdown, group: BucketGroup | undefined, bucket: number): Decimal | undefined {
  return bucket < starts.length ? group?.at(bucket) : undefined;
}

/** Empty beside the end of a longer period. */
function startCell(breakdown: Breakdown | null, bucket: number): Cell {
  const start = breakdown?.starts[bucket];
  return start === undefined ? null : isoTime(start);
}

export function exactCell(value: Decimal | undefined): Cell {
  return value ? { number: toText(value) } : null;
}
