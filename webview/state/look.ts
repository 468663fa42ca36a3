import { isRecord } from "./viewQueryText.ts";

/** How an answer is looked at: nothing here changes what is asked of the host. */
export interface Look {
  readonly chart: ChartKind;
  readonly sort: TableSort;
  /** What differs from the usual columns of the table, by source: `+id` for one that was added, `-id` for one taken away. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** Text that the table's rows are searched for. */
  readonly find: string;
  /** Whether the groups after the ten largest are drawn one by one instead of together. */
  readonly otherOpen: boolean;
}

export const chartKinds = {
  bars: "Stacked bars",
  lines: "Lines",
  share: "Share of total",
  weekHours: "Hour by weekday",
  cumulative: "Cumulative",
} as const;
export type ChartKind = keyof typeof chartKinds;

export interface TableSort {
  /** Id of a column. */
  readonly by: string;
  readonly descending: boolean;
}

export const defaultLook: Look = { chart: "bars", sort: { by: "total", descending: true }, columns: {}, find: "", otherOpen: false };

/** A look that was kept; whatever of it cannot be read is as at first. */
export function readLook(value: unknown): Look {
  if (!isRecord(value)) return defaultLook;
  const { chart, find } = value;
  return {
    chart: typeof chart === "string" && isChartKind(chart) ? chart : defaultLook.chart,
    sort: readSort(value["sort"]) ?? defaultLook.sort,
    columns: readColumns(value["columns"]),
    find: typeof find === "string" ? find : "",
    otherOpen: value["otherOpen"] === true,
  };
}

export function isChartKind(text: string): text is ChartKind {
  return Object.hasOwn(chartKinds, text);
}

function readSort(value: unknown): TableSort | undefined {
  if (!isRecord(value)) return undefined;
  const { by, descending } = value;
  return typeof by === "string" && typeof descending === "boolean" ? { by, descending } : undefined;
}

function readColumns(value: unknown): Look["columns"] {
  if (!isRecord(value)) return {};
  const lists = Object.entries(value).filter((pair): pair is [string, unknown[]] => Array.isArray(pair[1]));
  return Object.fromEntries(lists.map(([source, list]) => [source, readChanges(list.filter((each) => typeof each === "string"))]));
}

/**
 * Earlier versions kept the ids of all columns that were to be shown, whatever the question: of those that every
 * question comes with, the ones that are not among them were taken away.
 */
function readChanges(kept: readonly string[]): readonly string[] {
  if (kept.every((each) => /^[+-]/.test(each))) return kept;
  const gone = ["share", "trend", "change", "change_share"].filter((id) => !kept.includes(id));
  return [...kept.map((id) => `+${id}`), ...gone.map((id) => `-${id}`)];
}
