import { unattributed, type Named, type Names } from "../../src/domain/names.ts";
import { plainText, shortened } from "../../src/domain/plainText.ts";
import type { PageName, PageRows } from "../../src/shared/protocol.ts";

const known = new WeakMap<PageRows, Names>();

/** The names that came with the rows, by id; made once for each set of rows. Where two have one name, both tell their ids, too. */
export function namesOf(rows: PageRows): Names {
  const found = known.get(rows);
  if (found) return found;
  const projects = new Map<string, Named>();
  const users = new Map<string, Named>();
  const apiKeys = new Map<string, Named>();
  const maps = { project_id: projects, user_id: users, api_key_id: apiKeys };
  const repeated = repeatedNames(rows.names);
  for (const named of rows.names) maps[named.dimension].set(named.id, repeated[named.dimension].has(asShown(named.name)) ? new Namesake(named) : named);
  const names = { projects, users, apiKeys };
  known.set(rows, names);
  return names;
}

/** One of several of a name. Their names are made when they are read: all keys of a large organization may be called the same. */
class Namesake implements Named {
  readonly id: string;
  readonly archived: boolean;
  readonly #name: string;

  constructor({ id, archived, name }: PageName) {
    this.id = id;
    this.archived = archived;
    this.#name = name;
  }

  get name(): string {
    return `${shortened(this.#name, 90)} · ${shortened(this.id, 20)}`;
  }
}

type ByDimension = Readonly<Record<PageName["dimension"], Set<string>>>;

const perDimension = (names: readonly string[]): ByDimension => ({ project_id: new Set(names), user_id: new Set(names), api_key_id: new Set(names) });

function repeatedNames(names: readonly PageName[]): ByDimension {
  const met = perDimension([unattributed]);
  const repeated = perDimension([]);
  for (const { dimension, name } of names) {
    if (name === "") continue; // its id is shown
    const shown = asShown(name);
    if (met[dimension].has(shown)) repeated[dimension].add(shown);
    else met[dimension].add(shown);
  }
  return repeated;
}

/** Names that differ in what is not shown look the same. Most are as they look, which is quickly told. */
function asShown(name: string): string {
  return /^[!-~]+(?: [!-~]+)*$/.test(name) && name.length <= 90 ? name : plainText(name);
}
