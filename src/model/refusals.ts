import type { Dimension } from "../domain/dimensions.ts";
import { dimensions } from "../domain/dimensions.ts";
import type { SpendError } from "../domain/errors.ts";
import { sourceSpec, viewId, type SourceId } from "../domain/sources.ts";
import { askAgainAfter, readFact, stillCounts, writeFact, type FactStore } from "./facts.ts";

/** A refusal that comes again within this long (seconds) goes on: machines rest at weekends. */
const longestGap = 7 * 86_400;
/** After so long (seconds) nothing is kept, or can be had again, of what was fetched without it. */
const forgottenAfter = 400 * 86_400;

interface Refusal {
  readonly source: SourceId;
  readonly dimension: Dimension;
  readonly reason: string;
  /** Unix seconds of the first and of the last time. From then until a day after, days are fetched without the dimension. */
  readonly since: number;
  readonly at: number;
}

/**
 * Group-bys that this organization's API answers with 400. One refused field fails the whole request, so the field
 * is left out and asked for again a day later; what is lost is said, never silently absent, and had once that is over.
 */
export class Refusals {
  readonly #facts: FactStore;

  constructor(facts: FactStore) {
    this.#facts = facts;
  }

  /** Dimensions to leave out of a view now. */
  without(source: SourceId, view: readonly Dimension[], now: number): ReadonlySet<Dimension> {
    const live = this.#live(source, now).map((refusal) => refusal.dimension);
    return new Set(view.filter((dimension) => live.includes(dimension)));
  }

  /** Which dimensions a day of a view lacks that can be had now, or may be, by when it was fetched (Unix s). */
  lacking(source: SourceId, view: readonly Dimension[], now: number): (fetchedAt: number) => readonly Dimension[] {
    const without = this.without(source, view, now);
    const ended = this.#all().filter(({ source: of, dimension }) => of === source && view.includes(dimension) && !without.has(dimension));
    return (fetchedAt) => ended.flatMap(({ dimension, since, at }) => (since <= fetchedAt && fetchedAt < at + askAgainAfter ? [dimension] : []));
  }

  /** Reason by dimension, for controls that cannot be had. */
  reasons(source: SourceId, now: number): Readonly<Partial<Record<Dimension, string>>> {
    return Object.fromEntries(this.#live(source, now).map(({ dimension, reason }) => [dimension, reason]));
  }

  /**
   * Notes a refusal and tells whether asking with less can help: the dimensions the message names are dropped, or,
   * where it names none, all but the first of the view.
   */
  note(source: SourceId, view: readonly Dimension[], without: ReadonlySet<Dimension>, error: SpendError, now: number): boolean {
    if (!refusesGrouping(error)) return false;
    const asked = view.filter((dimension) => !without.has(dimension));
    // "Invalid value: 'batch'. Supported values are: 'model', …": what comes after is what may be asked for.
    const [blamed = ""] = (error.detail.said ?? "").split(/\b(?:supported|allowed|valid|available) (?:values|fields|options)\b|\bone of\b/i);
    const named = asked.filter((dimension) => new RegExp(`\\b${dimension}\\b`).test(blamed));
    // A message that lists every field it knows names nothing; the newest additions stand last in a view.
    const dropped = named.length > 0 && named.length < asked.length ? named : asked.slice(asked.length > 1 ? 1 : 0);
    if (dropped.length === 0) return false;
    const reason = (dimension: Dimension): string => `OpenAI does not give ${sourceSpec(source).label.toLowerCase()} by ${dimensions[dimension].label} for this organization.`;
    const known = this.#all().filter(({ at }) => at <= now && now - at < forgottenAfter); // a time to come is of a clock that was wrong
    const goesOn = (refusal: Refusal): boolean => refusal.source === source && dropped.includes(refusal.dimension) && now - refusal.at < longestGap;
    const since = (dimension: Dimension): number => known.find((refusal) => goesOn(refusal) && refusal.dimension === dimension)?.since ?? now;
    const added = dropped.map((dimension) => ({ source, dimension, reason: reason(dimension), since: since(dimension), at: now }));
    writeFact(this.#facts, "refusals", [...known.filter((refusal) => !goesOn(refusal)), ...added]);
    return true;
  }

  #live(source: SourceId, now: number): readonly Refusal[] {
    return this.#all().filter((refusal) => refusal.source === source && stillCounts(refusal, now)); // what an organization may group by changes
  }

  #all(): readonly Refusal[] {
    return readFact(this.#facts, "refusals") ?? [];
  }
}

function refusesGrouping(error: SpendError): boolean {
  if (error.kind !== "badRequest" || error.detail.status !== 400) return false;
  return error.detail.param?.startsWith("group_by") === true || /group|combin/i.test(error.detail.said ?? "");
}

/** Whether a view tells nothing any more once what is refused is left out. */
export function isEmptyView(view: readonly Dimension[], without: ReadonlySet<Dimension>, source: SourceId): boolean {
  const base = sourceSpec(source).views[0] ?? [];
  return viewId(view) !== viewId(base) && view.every((dimension) => without.has(dimension) || base.includes(dimension));
}
