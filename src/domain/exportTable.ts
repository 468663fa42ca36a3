import { dayStart, isoDay, type UtcDay } from "./buckets.ts";
import { toCsv, type Cell } from "./csv.ts";
import { allDimensions, dimensions, type Dimension } from "./dimensions.ts";
import { displayName, type Names } from "./names.ts";
import { plainText } from "./plainText.ts";
import { comparedPeriod, unevenText } from "./periodBefore.ts";
import { metricOf, sourceSpec } from "./sources.ts";
import { isoRange, type ResolvedView, type ViewQuery } from "./viewQuery.ts";

/** What an export holds: rows of cells with every digit, and beside them the question they answer. */
export interface ExportTable {
  readonly about: Readonly<Record<string, string>>;
  readonly columns: readonly ExportColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface ExportColumn {
  /** Name in JSON. */
  readonly id: string;
  /** Heading in CSV. */
  readonly label: string;
}

/** Whose the numbers of the sample are, so that no file passes for a real one. */
export const sampleName = "Sample organization (not real data)";

/** What is known of an answer beside its rows. */
export interface ExportFacts {
  readonly organization: string;
  readonly names: Names;
  /** Unix seconds. */
  readonly now: number;
  /** Unix seconds; null where nothing was ever fetched. */
  readonly asOf: number | null;
  /** Why the numbers are not the newest, where they are not. */
  readonly problem?: string | undefined;
  /** First day that the API keeps, where the range begins before. */
  readonly keptFrom?: UtcDay | undefined;
  readonly missing: readonly UtcDay[];
  /** Days of either period that were fetched before they were over, and are by now. */
  readonly partial: readonly UtcDay[];
  /** Days that the period before lacks, where it is compared with. */
  readonly missingBefore?: readonly UtcDay[] | undefined;
  /** What else is said beside the numbers: days that were restated, names that are not known. */
  readonly notes?: readonly string[];
}

/** Without it Excel on Windows takes a file for one of its country's older encodings, and reads "Prüfung" as "PrÃ¼fung". */
const byteOrderMark = "\ufeff";

/** CSV with the question below the rows, or JSON with it before them; numbers in JSON are texts, since a double would lose digits. */
export function exportText({ about, columns, rows }: ExportTable, format: "csv" | "json"): string {
  if (format === "csv") return `${byteOrderMark}${toCsv(columns.map(({ label }) => label), [...rows, [], ...Object.entries(about)])}`;
  const objects = rows.map((row) => Object.fromEntries(columns.map(({ id }, index) => [id, jsonCell(row[index] ?? null)])));
  return `${JSON.stringify({ query: about, rows: objects }, null, 2)}\n`;
}

function jsonCell(cell: Cell): string | null {
  return cell !== null && typeof cell === "object" ? cell.number : cell;
}

/** The question in words that sort, and how far its answer can be trusted. */
export function aboutExport(query: ViewQuery, resolved: ResolvedView, facts: ExportFacts): ExportTable["about"] {
  const metric = metricOf(query.source, query.metric);
  const before = comparedPeriod(query, facts.now);
  const uneven = before && unevenText({ query, resolved, now: facts.now });
  const { keptFrom, missing, partial, missingBefore = [], notes = [] } = facts;
  return {
    organization: facts.organization,
    source: sourceSpec(query.source).label,
    metric: metric.label,
    unit: metric.unit,
    group_by: query.groupBy === "none" ? "none" : dimensions[query.groupBy].label,
    range: periodText(resolved),
    ...(before && { compared_with: periodText(before) }),
    ...(uneven && { uneven }),
    bucket_width: resolved.width,
    filters: filtersText(query, facts.names),
    as_of: facts.asOf === null ? "never" : isoTime(facts.asOf),
    ...(facts.problem !== undefined && { not_up_to_date: facts.problem }),
    ...(keptFrom !== undefined && keptFrom > resolved.days.from && { kept_from: isoDay(keptFrom) }),
    ...(missing.length > 0 && { missing_days: missing.map(isoDay).join(" ") }),
    ...(partial.length > 0 && { partly_known_days: partial.map(isoDay).join(" ") }),
    ...(before && missingBefore.length > 0 && { compared_with_missing_days: missingBefore.map(isoDay).join(" ") }),
    ...(notes.length > 0 && { notes: notes.join(" ") }),
  };
}

function filtersText(query: ViewQuery, names: Names): string {
  const filters = allDimensions.flatMap((name) => {
    const values = query.filters[name];
    return values ? [`${dimensions[name].label}: ${values.map((value) => nameAndId(name, value, names)).join(" | ")}`] : [];
  });
  return filters.length === 0 ? "none" : filters.join("; ");
}

/** `Production (proj_abc)`: names repeat, ids do not. */
function nameAndId(dimension: Dimension, value: string | null, names: Names): string {
  const name = displayName(dimension, value, names);
  const id = value !== null && dimension.endsWith("_id") ? plainText(value) : name;
  return id === name ? name : `${name} (${id})`;
}

/** Whole days by their dates, a part of days by its times. */
function periodText({ days, from, to }: ResolvedView): string {
  const whole = from === dayStart(days.from) && to === dayStart(days.to);
  return whole ? `${isoRange(days)} (UTC)` : `${isoTime(from)} to ${isoTime(to)} (UTC)`;
}

export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

/** File name that sorts: `openai-spend-costs-2026-11-01-to-2026-11-22.csv`. @param part `table` where it is not all values */
export function exportFileName(query: ViewQuery, { days }: ResolvedView, format: "csv" | "json", part = ""): string {
  return `openai-spend-${query.source.replaceAll("_", "-")}${part === "" ? "" : `-${part}`}-${isoRange(days).replaceAll(" ", "-")}.${format}`;
}
