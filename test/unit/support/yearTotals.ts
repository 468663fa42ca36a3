import { breakDown } from "../../../src/domain/aggregate.ts";
import { dayStart, type DayRange } from "../../../src/domain/buckets.ts";
import { toText } from "../../../src/domain/decimal.ts";
import { allSources, mainMetric, sourceSpec, viewId } from "../../../src/domain/sources.ts";
import type { Series } from "../../../src/history/series.ts";
import type { Session } from "../../../src/model/session.ts";
import type { LoopbackServer } from "../../server/loopbackServer.ts";
import { exactSum } from "../modelSupport/exactSum.ts";

/** Every grouping that is kept by the day. */
export const everySeries: readonly Series[] = allSources.flatMap((source) => sourceSpec(source).views.map((view): Series => ({ source, view, width: "1d" })));

interface Page {
  readonly data: readonly { readonly results: readonly Readonly<Record<string, unknown>>[] }[];
}

/** Windows of the largest size that every endpoint takes. */
function pieces({ from, to }: DayRange, most: number): readonly DayRange[] {
  return Array.from({ length: Math.ceil((to - from) / most) }, (_, index) => ({ from: from + index * most, to: Math.min(to, from + (index + 1) * most) }));
}

function amountOf(row: Readonly<Record<string, unknown>>, of: readonly string[]): readonly string[] {
  return of.flatMap((field) => {
    const value = row[field];
    const told = typeof value === "object" && value !== null && "value" in value ? value.value : value;
    return typeof told === "string" || typeof told === "number" ? [String(told)] : [];
  });
}

/**
 * What the server says of a source's main metric over whole days, added up apart from the product. By the same grouping,
 * since amounts are rounded row by row.
 */
export function serverTotal(server: LoopbackServer, { source, view }: Series, days: DayRange): string {
  const { path } = sourceSpec(source);
  const { of, over } = mainMetric(source);
  const buckets = pieces(days, source === "costs" ? 180 : 31).flatMap((piece) => {
    const asked = `${path.replace("organization/", "")}?start_time=${String(dayStart(piece.from))}&end_time=${String(dayStart(piece.to))}&bucket_width=1d&limit=${String(piece.to - piece.from)}${view.map((dimension) => `&group_by=${dimension}`).join("")}`;
    const answer = server.answer(asked);
    if (answer.status !== 200) throw new Error(`${asked}: ${String(answer.status)}`);
    return (JSON.parse(JSON.stringify(answer.body)) as Page).data; // the server's own body; a wrong shape fails below
  });
  const told = over === "last" ? buckets.slice(-1) : buckets;
  return exactSum(told.flatMap(({ results }) => results.flatMap((row) => amountOf(row, of))));
}

/** What is kept of a series over whole days, brought into memory for this. Undefined where a day lacks. */
export async function keptTotal(session: Session, series: Series, days: DayRange): Promise<string | undefined> {
  const holder = {};
  await session.history.hold(holder, [{ ...series, days }]);
  const kept = session.history.days(series, days);
  const ask = { metric: mainMetric(series.source), width: "1d", from: dayStart(days.from), to: dayStart(days.to), groupBy: null, keep: {} } as const;
  const { total } = breakDown(kept.map(({ segment }) => segment), ask);
  session.history.release(holder);
  if (kept.length !== days.to - days.from) return undefined;
  return total ? toText(total) : "0";
}

/** Series of which not every day is kept, by name. */
export function gaps(session: Session, days: DayRange): readonly string[] {
  return everySeries.flatMap((series) => {
    const missing = Array.from({ length: days.to - days.from }, (_, index) => days.from + index).filter((day) => session.history.fetchedAt(series)(day) === undefined);
    return missing.length === 0 ? [] : [`${series.source} ${viewId(series.view)}: ${String(missing.length)} days`];
  });
}
