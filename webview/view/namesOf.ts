import type { Named, Names } from "../../src/domain/names.ts";
import type { PageRows } from "../../src/shared/protocol.ts";

const known = new WeakMap<PageRows, Names>();

/** The names that came with the rows, by id; made once for each set of rows. */
export function namesOf(rows: PageRows): Names {
  const found = known.get(rows);
  if (found) return found;
  const projects = new Map<string, Named>();
  const users = new Map<string, Named>();
  const apiKeys = new Map<string, Named>();
  const maps = { project_id: projects, user_id: users, api_key_id: apiKeys };
  for (const { dimension, id, name, archived } of rows.names) maps[dimension].set(id, { id, name, archived });
  const names = { projects, users, apiKeys };
  known.set(rows, names);
  return names;
}
