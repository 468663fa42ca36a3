import type { DayRange } from "../domain/buckets.ts";
import { isDimension } from "../domain/dimensions.ts";
import type { Segment } from "../domain/segment.ts";
import { numberIn, textIn, type Connection } from "./connection.ts";
import { textsFrom } from "./dictionaryTexts.ts";
import { factsAfter, setFact } from "./facts.ts";
import { land, renumbered } from "./landing.ts";
import { enter, nameOf, type OrganizationId } from "./organizations.ts";
import { coverage, load } from "./reading.ts";
import { restatementsFact } from "./restatement.ts";
import type { CoveredDay, Series } from "./series.ts";
import { seriesId } from "./seriesId.ts";
import { textOf } from "./storedText.ts";

/** Number of the last landing of each organization. */
export type Landings = ReadonlyMap<OrganizationId, number>;

export function landingsIn(connection: Connection): Landings {
  return new Map(connection.all("SELECT id, landing FROM organizations").map((row) => [numberIn(row, "id"), numberIn(row, "landing")]));
}

/** Lands in one database what another, which began as a copy of it, was brought since. Landed twice, it is as if landed once. */
export function landSince(from: Connection, since: Landings, to: Connection): void {
  for (const row of from.all("SELECT organization, organizations.origin AS origin, fingerprint FROM fingerprints JOIN organizations ON id = organization")) {
    const organization = numberIn(row, "organization");
    const after = since.get(organization) ?? 0;
    const fingerprint = textOf(textIn(row, "fingerprint"));
    let entered = enter(to, textOf(textIn(row, "origin")), fingerprint);
    const texts = textsFrom(from, organization, 1);
    for (const { series, days, fetchedAt } of windowsOf(coverage(from, organization, after).days)) {
      const own = compact(load(from, organization, series, days).map(({ segment }) => segment), texts);
      entered = land(to, entered, fingerprint, { series, days, fetchedAt, organization: nameOf(from, organization), ...own }).organization;
    }
    // Restated days are told by what has landed.
    for (const [name, json] of factsAfter(from, organization, after)) if (name !== restatementsFact) setFact(to, entered, name, json);
  }
}

interface Window {
  readonly series: Series;
  readonly days: DayRange;
  readonly fetchedAt: number;
}

/** Days, in order by series, as the windows they came in. */
function windowsOf(days: readonly CoveredDay[]): readonly Window[] {
  const windows: Window[] = [];
  for (const { source, view, width, day, fetchedAt } of days) {
    const series = { source, view: view.split("+").filter(isDimension), width };
    const last = windows.at(-1);
    const follows = last?.days.to === day && last.fetchedAt === fetchedAt && seriesId(last.series) === seriesId(series);
    if (follows) windows[windows.length - 1] = { ...last, days: { from: last.days.from, to: day + 1 } };
    else windows.push({ series, days: { from: day, to: day + 1 }, fetchedAt });
  }
  return windows;
}

/** Segments with a dictionary of their own, which holds no more than they name. */
function compact(segments: readonly Segment[], texts: readonly string[]): { readonly segments: readonly Segment[]; readonly texts: readonly string[] } {
  const own: string[] = [];
  const numbers = new Uint32Array(texts.length + 1);
  const columns = segments.flatMap(({ dimensions, units }) => [...Object.values(dimensions), ...(units ? [units] : [])]);
  for (const column of columns) {
    for (const number of column) {
      if (number > 0 && numbers[number] === 0) numbers[number] = own.push(texts[number - 1] ?? "");
    }
  }
  return { segments: segments.map((segment) => renumbered(segment, numbers)), texts: own };
}
