import { dayOf, type DayRange } from "../domain/buckets.ts";
import { SpendError } from "../domain/errors.ts";
import { resolveView, type ViewQuery } from "../domain/viewQuery.ts";
import type { Want } from "../worker/calls.ts";
import type { Log } from "./log.ts";
import { projectIdsIn } from "./projectsInUse.ts";
import type { Session } from "./session.ts";
import type { Settings } from "./settings.ts";
import { monthWant, treeWants, viewWants } from "./wants.ts";

/** What is looked at in this window: the status bar's month and the trees' days always, and what each open dashboard asks. */
export class Looks {
  readonly #settings: () => Settings;
  readonly #log: Log;
  readonly #queries = new Map<object, ViewQuery>();

  constructor(settings: () => Settings, log: Log) {
    this.#settings = settings;
    this.#log = log;
  }

  /** What a dashboard asks from now on. */
  show(viewer: object, query: ViewQuery): void {
    this.#queries.set(viewer, query);
  }

  /** Whether it asks just this, still. */
  shows(viewer: object, query: ViewQuery): boolean {
    return this.#queries.get(viewer) === query;
  }

  /** @returns false where it asked for nothing */
  hide(viewer: object): boolean {
    return this.#queries.delete(viewer);
  }

  /** Days that the trees show, today included. @param now Unix seconds by the API's clock */
  treeDays(now: number): DayRange {
    const today = dayOf(now);
    return { from: today - this.#settings().rangeDays + 1, to: today + 1 };
  }

  /** What trees and dashboards show. @param now Unix seconds by the API's clock */
  wants(now: number): readonly Want[] {
    return [...treeWants(this.treeDays(now)), ...this.viewWants(now)];
  }

  /** What dashboards alone show. @param now Unix seconds by the API's clock */
  viewWants(now: number): readonly Want[] {
    return [...this.#queries.values()].flatMap((query) => viewWants(query, now));
  }

  /** Whether something of it could not be had the last time. */
  lack(session: Session): boolean {
    return this.wants(session.now()).some((want) => session.state(want).failed.length > 0);
  }

  /** What is looked at is in memory, the rest is not. Never rejects. */
  async hold(session: Session): Promise<void> {
    const now = session.now();
    await session.history.hold(this, [monthWant(now), ...this.wants(now)]).catch((error: unknown) => {
      if (error instanceof SpendError && error.kind === "cancelled") return; // another account is shown by now
      this.#log.error(`Local history could not be read: ${error instanceof Error ? error.message : String(error)}`);
    });
  }

  /** Names of API keys cost a request for each project, so they are asked for only where a view shows keys. */
  async bringKeyNames(session: Session, signal: AbortSignal): Promise<void> {
    const now = session.now();
    for (const query of this.#queries.values()) {
      const { view, width, days } = resolveView(query, now);
      const wanted = query.groupBy === "api_key_id" || query.filters.api_key_id !== undefined;
      if (!wanted || !view) continue;
      const kept = session.history.days({ source: query.source, view, width }, days);
      await session.names.bringKeys(projectIdsIn(kept, session.history.dictionary), now, signal);
    }
  }
}
