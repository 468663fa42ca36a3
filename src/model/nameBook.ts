import type { Directory } from "../api/directory.ts";
import { asSpendError, type SpendError } from "../domain/errors.ts";
import { noNames, type Named, type Names } from "../domain/names.ts";

/** Names change rarely; a new project shows its id for this long at most (seconds). */
const askAgainAfter = 3_600;
/** Keys are listed project by project: this many projects at most are asked for in one go. */
const mostProjects = 100;

export type NameList = "projects" | "users" | "apiKeys";

/** What is known of the names behind ids, and why the rest is not. */
export class NameBook {
  readonly #directory: Directory;
  readonly #changed: () => void;
  readonly #asked = new Map<string, number>();
  readonly #errors = new Map<NameList, SpendError>();
  names: Names = noNames;
  /** Counts the changes of names. */
  revision = 0;

  constructor(directory: Directory, changed: () => void) {
    this.#directory = directory;
    this.#changed = changed;
  }

  /** Why a list of names cannot be had, where it cannot. */
  errors(): ReadonlyMap<NameList, SpendError> {
    return this.#errors;
  }

  /** Projects and users, where they are older than an hour. @param now Unix seconds */
  async bring(now: number, signal: AbortSignal): Promise<void> {
    await Promise.all([
      this.#once("projects", "projects", now, async () => {
        const projects = byId(await this.#directory.projects(signal));
        this.names = { ...this.names, projects };
      }),
      this.#once("users", "users", now, async () => {
        const users = byId(await this.#directory.users(signal));
        this.names = { ...this.names, users }; // after the wait: the other list may have landed meanwhile
      }),
    ]);
  }

  /** Keys of these projects. An archived project gives none: that is not an error. */
  async bringKeys(projects: readonly string[], now: number, signal: AbortSignal): Promise<void> {
    const active = projects.filter((id) => this.names.projects.get(id)?.archived !== true).slice(0, mostProjects);
    // What failed for one project would fail for the next: each could hold a refresh up for a minute.
    this.#errors.delete("apiKeys");
    for (const project of active) {
      if (signal.aborted || this.#errors.has("apiKeys")) return;
      await this.#once(`keys of ${project}`, "apiKeys", now, async () => {
        const keys = await this.#directory.projectKeys(project, signal);
        this.names = { ...this.names, apiKeys: new Map([...this.names.apiKeys, ...byId(keys)]) };
      });
    }
  }

  /** Asks at most hourly, and again at the next refresh after a failure: a scope may have been granted since. */
  async #once(what: string, list: NameList, now: number, ask: () => Promise<void>): Promise<void> {
    if (now - (this.#asked.get(what) ?? -Infinity) < askAgainAfter) return;
    this.#asked.set(what, now);
    try {
      await ask();
      this.#errors.delete(list);
      this.revision += 1;
    } catch (error) {
      const known = asSpendError(error);
      this.#asked.delete(what);
      // One project's keys that are not to be had (archived since) say nothing of the others.
      if (known.kind === "cancelled" || (list === "apiKeys" && known.kind === "badRequest")) return;
      this.#errors.set(list, known);
    }
    this.#changed();
  }
}

function byId(items: readonly Named[]): ReadonlyMap<string, Named> {
  return new Map(items.map((item) => [item.id, item]));
}
