import type { Directory } from "../api/directory.ts";
import { asSpendError, type SpendError } from "../domain/errors.ts";
import type { Named, Names } from "../domain/names.ts";
import { readFact, writeFact, type FactName, type FactStore } from "./facts.ts";

/** Names change rarely; a new project shows its id for this long at most (seconds). */
const askAgainAfter = 3_600;
/** Keys are listed project by project: this many projects at most are asked for in one go. */
const mostProjects = 100;

export type NameList = "projects" | "users" | "apiKeys";

interface ReadList {
  readonly json: string | undefined;
  readonly byId: ReadonlyMap<string, Named>;
}

/** What is known of the names behind ids, and why the rest is not. Kept with the organization's history. */
export class NameBook {
  readonly #directory: Directory;
  readonly #facts: FactStore;
  readonly #changed: () => void;
  readonly #errors = new Map<NameList, SpendError>();
  /** Lists as they were last read: a list of ten thousand is not parsed at each look. */
  readonly #read = new Map<NameList, ReadList>();
  #revision = 0;

  constructor(directory: Directory, facts: FactStore, changed: () => void) {
    this.#directory = directory;
    this.#facts = facts;
    this.#changed = changed;
  }

  get names(): Names {
    return { projects: this.#list("projects"), users: this.#list("users"), apiKeys: this.#list("apiKeys") };
  }

  /** Counts the changes of names. */
  get revision(): number {
    for (const list of ["projects", "users", "apiKeys"] as const) this.#list(list); // looks for news
    return this.#revision;
  }

  /** Why a list of names cannot be had, where it cannot. */
  errors(): ReadonlyMap<NameList, SpendError> {
    return this.#errors;
  }

  /** Projects and users, where they are older than an hour. @param now Unix seconds */
  async bring(now: number, signal: AbortSignal): Promise<void> {
    await Promise.all([
      this.#bringList("projects", now, () => this.#directory.projects(signal)),
      this.#bringList("users", now, () => this.#directory.users(signal)),
    ]);
  }

  /** Keys of these projects. An archived project gives none: that is not an error. */
  async bringKeys(projects: readonly string[], now: number, signal: AbortSignal): Promise<void> {
    const { projects: known } = this.names;
    const active = projects.filter((id) => known.get(id)?.archived !== true).slice(0, mostProjects);
    const asked = readFact(this.#facts, "apiKeys")?.at ?? {};
    const brought = new Map<string, readonly Named[]>();
    this.#errors.delete("apiKeys");
    for (const project of active) {
      // What failed for one project would fail for the next: each could hold a refresh up for a minute.
      if (signal.aborted || this.#errors.has("apiKeys")) break;
      if (isFresh(asked[project], now)) continue;
      await this.#ask("apiKeys", async () => {
        brought.set(project, await this.#directory.projectKeys(project, signal));
      });
    }
    if (brought.size === 0) return;
    const before = readFact(this.#facts, "apiKeys"); // after the wait: another window may have brought some
    const list = [...new Map([...(before?.list ?? []), ...[...brought.values()].flat()].map((key) => [key.id, key])).values()];
    const at = Object.fromEntries([...brought.keys()].map((project) => [project, now]));
    writeFact(this.#facts, "apiKeys", { at: { ...before?.at, ...at }, list });
    this.#changed();
  }

  async #bringList(list: "projects" | "users", now: number, ask: () => Promise<readonly Named[]>): Promise<void> {
    if (isFresh(readFact(this.#facts, list)?.at, now)) return;
    await this.#ask(list, async () => {
      writeFact(this.#facts, list, { at: now, list: [...(await ask())] });
    });
  }

  /** Asks again at the next refresh after a failure: a scope may have been granted since. */
  async #ask(list: NameList, ask: () => Promise<void>): Promise<void> {
    try {
      await ask();
      this.#errors.delete(list);
    } catch (error) {
      const known = asSpendError(error);
      // One project's keys that are not to be had (archived since) say nothing of the others.
      if (known.kind === "cancelled" || (list === "apiKeys" && known.kind === "badRequest")) return;
      this.#errors.set(list, known);
    }
    this.#changed();
  }

  #list(name: NameList & FactName): ReadonlyMap<string, Named> {
    const json = this.#facts.fact(name);
    const before = this.#read.get(name);
    if (before && before.json === json) return before.byId;
    const byId = new Map((readFact(this.#facts, name)?.list ?? []).map((item) => [item.id, item]));
    this.#read.set(name, { json, byId });
    this.#revision += 1;
    return byId;
  }
}

/** Asked within the hour. A time to come is of a clock that was wrong. */
function isFresh(at: number | undefined, now: number): boolean {
  return at !== undefined && at <= now && now - at < askAgainAfter;
}
