import type { Dimension } from "./dimensions.ts";
import { plainText } from "./plainText.ts";

/** What the directory endpoints say of ids. Names are other people's text: shown through `displayName` only. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly archived?: boolean;
}

export interface Names {
  readonly projects: ReadonlyMap<string, Named>;
  readonly users: ReadonlyMap<string, Named>;
  readonly apiKeys: ReadonlyMap<string, Named>;
}

export const noNames: Names = { projects: new Map(), users: new Map(), apiKeys: new Map() };

export const unattributed = "(unattributed)";

/** A row's value as a person reads it: the name where one is known, the id or text itself otherwise. */
export function displayName(dimension: Dimension, value: string | null, names: Names): string {
  if (value === null) return unattributed;
  if (dimension === "batch") return value === "true" ? "Batch" : "Not batch";
  const named = namedBy(dimension, names)?.get(value);
  return plainText(named && named.name !== "" ? named.name : value);
}

export function isArchived(dimension: Dimension, value: string | null, names: Names): boolean {
  return value !== null && namedBy(dimension, names)?.get(value)?.archived === true;
}

function namedBy(dimension: Dimension, names: Names): ReadonlyMap<string, Named> | undefined {
  switch (dimension) {
    case "project_id":
      return names.projects;
    case "user_id":
      return names.users;
    case "api_key_id":
      return names.apiKeys;
    case "line_item":
    case "model":
    case "batch":
    case "service_tier":
    case "api_source":
    case "size":
    case "source":
    case "vector_store_id":
    case "context_level":
      return undefined;
  }
}
