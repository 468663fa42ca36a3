import { isoDay, shortDay } from "../domain/buckets.ts";
import { toText } from "../domain/decimal.ts";
import { dimensionSpec } from "../domain/dimensions.ts";
import { formatUsdChange, type Usd } from "../domain/money.ts";
import type { Names } from "../domain/names.ts";
import { plainText } from "../domain/plainText.ts";
import { packSegments } from "../domain/segmentPack.ts";
import { allSources, viewId } from "../domain/sources.ts";
import { resolveView, type ViewQuery } from "../domain/viewQuery.ts";
import type { PageAccess, PageName, PageState, SentRows } from "../shared/protocol.ts";
import { fetchingText } from "./fetchingText.ts";
import { nearestUsage } from "./nearestUsage.ts";
import { asOfDays, errorFor, isLoading } from "./seriesState.ts";
import { gapDays, type Session } from "./session.ts";
import { remedy } from "./statusText.ts";
import type { UsageModel } from "./usageModel.ts";
import { viewDays } from "./wants.ts";

/** Restated days that the notes name; older ones are in the log. */
const mostRestatements = 3;

/** Everything the page is told but the rows. @param views names of the saved views */
export function pageState(model: UsageModel, query: ViewQuery, views: readonly string[] = []): PageState {
  const { account, session, settings } = model;
  const now = model.now();
  const { view, width, days } = resolveView(query, now);
  const series = view && { source: query.source, view, width };
  const state = session && series ? session.state(series) : undefined;
  const error = account.kind === "refused" ? account.error : state && errorFor(state, days);
  return {
    query,
    now,
    access: accessOf(model),
    account: session?.history.account ?? 0,
    organization: session?.organization ?? null,
    unused: session ? allSources.filter((source) => source !== "costs" && !model.inUse(source)) : [],
    refused: session?.refusals.reasons(query.source, now) ?? {},
    status: {
      asOf: session && series ? asOfDays(session.history.days(series, days)) : null,
      loading: state !== undefined && isLoading(state, viewDays(query, now)),
      fetching: fetchingText(model, query),
      problem: error ? { text: error.message, action: remedy(error) } : null,
    },
    notes: session ? notesOf(session, query) : [],
    budget: { dailyUsd: exact(settings.budgets.daily), monthlyUsd: exact(settings.budgets.monthly) },
    keptFrom: session?.earliest({ source: query.source, width }) ?? null,
    nearest: session ? nearestUsage(session, query) : null,
    views,
  };
}

/** The rows that answer the query; `undefined` where its group-by and filters cannot be had together. */
export function pageRows(model: UsageModel, query: ViewQuery): SentRows | undefined {
  const { session } = model;
  const { view, width, days } = resolveView(query, model.now());
  if (!session || !view) return undefined;
  const series = { source: query.source, view, width };
  // What is kept is on its way from the disk: shown without it, its days would look like gaps.
  if (session.history.isLoading(series, days)) return undefined;
  // The period before may still be on its way: it comes along with the next revision, and holds up no answer.
  const shown = viewDays(query, model.now());
  const kept = session.history.days(series, shown);
  const texts = session.history.dictionary.texts();
  return {
    source: query.source,
    view: viewId(view),
    width,
    segments: packSegments(kept.map(({ segment }) => segment)),
    fetchedAt: Object.fromEntries(kept.map(({ segment, fetchedAt }) => [segment.day, fetchedAt])),
    missing: gapDays(session, series, shown),
    texts,
    names: namesFor(session.names.names, new Set(texts)),
  };
}

/** Names the rows that answer a query: the same text means that the page has them already. */
export function rowsRevision(model: UsageModel, query: ViewQuery): string {
  const { session } = model;
  const { view, width } = resolveView(query, model.now());
  if (!session || !view) return "";
  const series = { source: query.source, view, width };
  return JSON.stringify([series, viewDays(query, model.now()), session.history.revision(series), session.names.revision]);
}

function accessOf({ account }: UsageModel): PageAccess {
  switch (account.kind) {
    case "none":
    case "refused":
      return { kind: "none" };
    case "sample":
      return { kind: "sample" };
    case "key":
      return { kind: "key", host: account.baseUrl.host };
  }
}

/** What the numbers lack or have changed by, one plain sentence each. */
export function notesOf(session: Session, query: ViewQuery): readonly string[] {
  const refused = Object.values(session.refusals.reasons(query.source, session.now()));
  const { source } = query;
  const { view, width, days } = resolveView(query, session.now());
  const keptFrom = session.earliest({ source, width });
  const earliest = keptFrom === undefined ? [] : [`The API keeps data from ${isoDay(keptFrom)} (UTC) on; earlier days are not known.`];
  const lacking = view ? [...session.lacking({ source, view, width }, days)].map((dimension) => dimensionSpec(dimension).label) : [];
  const regained = lacking.map((label) => `Some of these days came without ${label} while OpenAI refused it; they are asked for again.`);
  const told = session.restatements.slice(0, mostRestatements).map(({ day, change }) => `${shortDay(day)}: ${formatUsdChange(change)}`);
  const restated = query.source === "costs" && told.length > 0 ? [`Restated since they were first shown: ${told.join(", ")}.`] : [];
  const off = session.time.off;
  const clock = off === 0 ? [] : [`This machine's clock is ${String(Math.abs(Math.round(off / 60)))} minutes ${off > 0 ? "behind" : "ahead of"} the API's; UTC days follow the API.`];
  return [...earliest, ...refused, ...regained, ...restated, ...nameNotes(session), ...clock, ...historyNotes(session)];
}

/** What is wrong with what is kept on this machine. */
export function historyNotes({ history: { trouble } }: Session): readonly string[] {
  switch (trouble?.kind) {
    case undefined:
      return [];
    case "setAside":
      return [`The local history could not be read. It was set aside, and is built anew.`];
    case "newer":
      return ["The local history is from a newer version of this extension. It is left as it is; until the window closes, numbers are kept in memory only."];
    case "unwritable":
      return [`The local history cannot be written: ${plainText(trouble.reason)} Until it can be, numbers are kept in memory only.`];
  }
}

const listNames = { projects: "projects", users: "users", apiKeys: "API keys" } as const;

/** One sentence for each reason, not for each list: a key without a scope lacks all of them for the same one. */
function nameNotes(session: Session): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const [list, error] of session.names.errors()) {
    // A rejected key is told once, beside the numbers it cannot bring.
    if (error.kind !== "keyRejected") byReason.set(error.message, [...(byReason.get(error.message) ?? []), listNames[list]]);
  }
  return [...byReason].map(([reason, lists]) => `Ids stand where names of ${lists.join(" and ")} would: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`);
}

/** Only names of ids that rows carry: an organization of 10,000 projects has few in any one view. */
function namesFor(names: Names, texts: ReadonlySet<string>): readonly PageName[] {
  const lists = [
    ["project_id", names.projects],
    ["user_id", names.users],
    ["api_key_id", names.apiKeys],
  ] as const;
  return lists.flatMap(([dimension, list]) =>
    [...list.values()].filter(({ id }) => texts.has(id)).map(({ id, name, archived }) => ({ dimension, id, name, archived: archived ?? false })),
  );
}

function exact(value: Usd | undefined): string | null {
  return value ? toText(value) : null;
}

