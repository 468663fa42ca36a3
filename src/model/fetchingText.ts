import { daysOf, isoDay, shortDay, type DayRange } from "../domain/buckets.ts";
import { dimensionSpec } from "../domain/dimensions.ts";
import { sourceSpec } from "../domain/sources.ts";
import { resolveView, type ViewQuery } from "../domain/viewQuery.ts";
import type { Series } from "../history/series.ts";
import type { Session } from "./session.ts";
import type { UsageModel } from "./usageModel.ts";
import { viewDays } from "./wants.ts";

/** What is on its way, as a sentence: of a dashboard's question, or else the rest of the year. Nothing where nothing is. */
export function fetchingText(model: UsageModel, query: ViewQuery): string | null {
  const { session, yearFill } = model;
  const now = model.now();
  const { view, width } = resolveView(query, now);
  if (session && view) {
    const series = { source: query.source, view, width };
    const days = daysUnderWay(session, series, viewDays(query, now));
    if (days) return `Fetching ${seriesText(series)}, ${rangeText(days)}…`;
  }
  const progress = yearFill?.progress;
  return progress ? `Fetching the rest of the year: ${String(Math.floor((100 * progress.done) / progress.total))} %` : null;
}

/** `costs by project and line item`. */
function seriesText({ source, view }: Series): string {
  const names = view.map((dimension) => inSentence(dimensionSpec(dimension).label));
  const last = names.pop() ?? "";
  return `${inSentence(sourceSpec(source).label)} by ${names.length > 0 ? `${names.join(", ")} and ${last}` : last}`;
}

/** First to last of the days on their way that are not known, or, where all are, of those that are fetched anew; nothing where none are on their way. */
function daysUnderWay(session: Session, series: Series, days: DayRange): DayRange | undefined {
  const { loading } = session.state(series);
  const all = daysOf(days).filter((day) => loading.some(({ from, to }) => day >= from && day < to));
  const fetchedAt = session.history.fetchedAt(series);
  const unknown = all.filter((day) => fetchedAt(day) === undefined);
  const those = unknown.length > 0 ? unknown : all;
  const [from, last] = [those[0], those.at(-1)];
  return from === undefined || last === undefined ? undefined : { from, to: last + 1 };
}

/** `24 Oct – 22 Nov`; with years where they differ. */
function rangeText({ from, to }: DayRange): string {
  const last = to - 1;
  const year = (day: number): string => isoDay(day).slice(0, 4);
  const name = (day: number): string => (year(from) === year(last) ? shortDay(day) : `${shortDay(day)} ${year(day)}`);
  return from === last ? name(last) : `${name(from)} – ${name(last)}`;
}

/** `Line item` is `line item`; `API key` stays. */
function inSentence(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
