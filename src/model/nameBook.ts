import type { Directory } from "../api/directory.ts";
import { asSpendError, type SpendError } from "../domain/errors.ts";
import type { Named, Names } from "../domain/names.ts";
import { readFact, writeFact, type Fact, type FactStore } from "./facts.ts";

/** Names change rarely; a new project shows its id for this long at most (seconds). */
const askAgainAfter = 3_600;
/** Keys are listed project by project: this many projects at most are asked for in one go. */
const mostProjects = 100;

type Lists = Pick<Directory, "projects" | "users" | "projectKeys">;
export type NameList = "projects" | "users" | "apiKeys";

interface ReadList<N extends NameList> {
  readonly json: string | undefined;
  readonly kept: Fact<N> | undefined;
  readonly byId: ReadonlyMap<string, Named>;
}

/** What is known of the names behind ids, and why the rest is not. Kept with the organization's history. */
export class NameBook {
  readonly #directory: Lists;
  readonly #facts: FactStore;
  readonly #changed: () => void;
  readonly #errors = new Map<NameList, SpendError>();
  /** Lists as they were last read or written: a list of ten thousand is not parsed at each look. */
  readonly #read: { [N in NameList]?: ReadList<N> } = {};
  #revision = 0;

  constructor(directory: Lists, facts: FactStore, changed: () => void) {
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
    const asked = this.#kept("apiKeys")?.at ?? {};
    const due = projects.filter((id) => known.get(id)?.archived !== true && !isFresh(asked[id], now));
    // Those that were never asked for, or longest ago, come first: of ten thousand, all are named in time.
    const next = due.toSorted((one, other) => (asked[one] ?? 0) - (asked[other] ?? 0)).slice(0, mostProjects);
    const brought = new Map<string, readonly Named[]>();
    this.#errors.delete("apiKeys");
    for (const project of next) {
      // What failed for one project would fail for the next: each could hold a refresh up for a minute.
      if (signal.aborted || this.#errors.has("apiKeys")) break;
      await this.#ask("apiKeys", async () => {
        brought.set(project, await this.#directory.projectKeys(project, signal).catch(noneWhereRefused));
      });
    }
    if (brought.size === 0) return;
    const before = this.#kept("apiKeys"); // after the wait: another window may have brought some
    const list = [...new Map([...(before?.list ?? []), ...[...brought.values()].flat()].map((key) => [key.id, key])).values()];
    const at = Object.fromEntries([...brought.keys()].map((project) => [project, now]));
    this.#keep("apiKeys", { at: { ...before?.at, ...at }, list });
    this.#changed();
  }

  async #bringList(list: "projects" | "users", now: number, ask: () => Promise<readonly Named[]>): Promise<void> {
    if (isFresh(this.#kept(list)?.at, now)) return;
    await this.#ask(list, async () => {
      this.#keep(list, { at: now, list: [...(await ask())] });
    });
  }

  /** Asks again at the next refresh after a failure: a scope may have been granted since. */
  async #ask(list: NameList, ask: () => Promise<void>): Promise<void> {
    try {
      await ask();
      this.#errors.delete(list);
    } catch (error) {
      const known = asSpendError(error);
      if (known.kind === "cancelled") return;
      this.#errors.set(list, known);
    }
    this.#changed();
  }

  #list(name: NameList): ReadonlyMap<string, Named> {
    return this.#look(name).byId;
  }

  #kept<N extends NameList>(name: N): Fact<N> | undefined {
    return this.#look(name).kept;
  }

  #keep<N extends NameList>(name: N, kept: Fact<N>): void {
    writeFact(this.#facts, name, kept);
    this.#note(name, kept);
  }

  /** Parses what another window has written, and nothing else. */
  #look<N extends NameList>(name: N): ReadList<N> {
    const known = this.#read[name];
    return known && known.json === this.#facts.fact(name) ? known : this.#note(name, readFact(this.#facts, name));
  }

  #note<N extends NameList>(name: N, kept: Fact<N> | undefined): ReadList<N> {
    const read: ReadList<N> = { json: this.#facts.fact(name), kept, byId: new Map((kept?.list ?? []).map((item) => [item.id, item])) };
    Object.assign(this.#read, { [name]: read });
    this.#revision += 1;
    return read;
  }
}

/** One project's keys that are not to be had (archived since) say nothing of the others, and are none for now. */
function noneWhereRefused(error: unknown): readonly Named[] {
  if (asSpendError(error).kind === "badRequest") return [];
  throw error;
}

/** Asked within the hour. A time to come is of a clock that was wrong. */
function isFresh(at: number | undefined, now: number): boolean {
  return at !== undefined && at <= now && now - at < askAgainAfter;
}
