import type { DayRange, UtcDay } from "../../src/domain/buckets.ts";
import { allDimensions, type Dimension } from "../../src/domain/dimensions.ts";
import { resolveView, type ResolvedView, type ViewQuery } from "../../src/domain/viewQuery.ts";
import { sourceSpec, viewId } from "../../src/domain/sources.ts";
import type { PageRows, PageState, PageStatus } from "../../src/shared/protocol.ts";
import type { Page } from "./page.ts";

export type Problem = NonNullable<PageStatus["problem"]>;

/** Where the question stands: what the middle of the page is about. */
export type Standing =
  /** Nothing heard from the host yet. */
  | { readonly kind: "starting" }
  | { readonly kind: "noAccess" }
  /** Group-by and filters that no report holds together. */
  | { readonly kind: "impossible" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "loading" }
  /** Nothing to show, and why. */
  | { readonly kind: "failed"; readonly problem: Problem }
  /** Nothing to show, and no reason known: nothing was asked for yet. */
  | { readonly kind: "absent" }
  /** The API keeps none of the range's days any more, and none were fetched in time. */
  | { readonly kind: "expired"; readonly keptFrom: UtcDay; readonly nearest: DayRange | null }
  /** `nearest` are days with usage, where these have none. */
  | { readonly kind: "answered"; readonly rows: PageRows; readonly nearest: DayRange | null };

export function standingOf(page: Page, resolved: ResolvedView): Standing {
  const { host, answer, query } = page;
  if (!host) return { kind: "starting" };
  if (host.access.kind === "none") return { kind: "noAccess" };
  if (!resolved.view) return { kind: "impossible" };
  const reason = allDimensions.map((name) => (name === query.groupBy || query.filters[name] ? refusals(host, query)[name] : undefined)).find(Boolean);
  if (reason !== undefined) return { kind: "refused", reason };
  const rows = answer && answers(page, resolved) ? answer.rows : null;
  const anything = rows?.segments.some((segment) => segment.day >= resolved.days.from && segment.day < resolved.days.to) ?? false;
  // What the host says is near is near to the question it knows of.
  const nearest = page.unechoed.length > 0 ? null : host.nearest;
  if (rows && anything) return { kind: "answered", rows, nearest };
  if (rows && host.keptFrom !== null && host.keptFrom >= resolved.days.to) return { kind: "expired", keptFrom: host.keptFrom, nearest };
  // A question not yet acknowledged is on its way, whatever the state of the one before it says.
  if (host.status.loading || page.unechoed.length > 0) return { kind: "loading" };
  if (host.status.problem) return { kind: "failed", problem: host.status.problem };
  return rows ? { kind: "absent" } : { kind: "loading" };
}

/** What the API refuses of a question's source; a state that speaks of another source says nothing of this one. */
export function refusals(host: PageState | null, query: ViewQuery): PageState["refused"] {
  return host?.query.source === query.source ? host.refused : {};
}

/** What the rows that answer can be narrowed by, known before they are there. */
export function filterDimensions({ host, query }: Page, { view }: ResolvedView): readonly Dimension[] {
  const refused = refusals(host, query);
  return allDimensions.filter((dimension) => view?.includes(dimension) && refused[dimension] === undefined);
}

/** What the source reports, but not together with what is asked: it takes another grouping to narrow by it. */
export function dimensionsApart({ host, query }: Page, { view }: ResolvedView): readonly Dimension[] {
  const refused = refusals(host, query);
  const known = sourceSpec(query.source).groupBy;
  return allDimensions.filter((dimension) => known.includes(dimension) && view?.includes(dimension) !== true && refused[dimension] === undefined);
}

/** Whether the rows at hand hold the answer: same source, view and width, and every day of the range. */
function answers(page: Page, resolved: ResolvedView): boolean {
  const { host, answer, query } = page;
  if (!host || !answer || !resolved.view) return false;
  const { rows } = answer;
  if (rows.source !== query.source || rows.view !== viewId(resolved.view) || rows.width !== resolved.width) return false;
  const had = resolveView(answer.to, host.now).days;
  return had.from <= resolved.days.from && had.to >= resolved.days.to;
}
