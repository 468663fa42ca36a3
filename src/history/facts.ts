import { numberIn, textIn, type Connection, type Row } from "./connection.ts";
import { nextLanding, type OrganizationId } from "./organizations.ts";
import { factSum, storedText, textOf } from "./storedText.ts";

/** A small thing known about an organization beside its rows, as JSON; undefined where it is not known. */
export function fact(connection: Connection, organization: OrganizationId, name: string): string | undefined {
  const row = connection.first("SELECT name, json, sum FROM facts WHERE organization = ? AND name = ?", organization, storedText(name));
  return row && isWhole(row) ? textOf(textIn(row, "json")) : undefined;
}

/** Keeps a fact. @returns the landing that it counts as; undefined where it says what it said before, and is not written */
export function setFact(connection: Connection, organization: OrganizationId, name: string, json: string): number | undefined {
  if (fact(connection, organization, name) === json) return undefined;
  return connection.write(() => {
    const landing = nextLanding(connection, organization);
    writeFact(connection, organization, name, json, landing);
    return landing;
  });
}

/** Keeps a fact as part of a landing. Within its transaction. */
export function writeFact(connection: Connection, organization: OrganizationId, name: string, json: string, landing: number): void {
  const [key, stored] = [storedText(name), storedText(json)];
  connection.run("INSERT OR REPLACE INTO facts (organization, name, json, landing, sum) VALUES (?, ?, ?, ?, ?)", organization, key, stored, landing, factSum(key, stored));
}

/** Facts that were set after landing number `after`. */
export function factsAfter(connection: Connection, organization: OrganizationId, after: number): ReadonlyMap<string, string> {
  const rows = connection.all("SELECT name, json, sum FROM facts WHERE organization = ? AND landing > ? ORDER BY name", organization, after);
  return new Map(rows.filter(isWhole).map((row) => [textOf(textIn(row, "name")), textOf(textIn(row, "json"))]));
}

/** How many facts are damaged, of all organizations. */
export function damagedFacts(connection: Connection): number {
  return connection.all("SELECT name, json, sum FROM facts").filter((row) => !isWhole(row)).length;
}

/**
 * Whether a fact is what was written. One that is not would give a project another's name; it is as good as none, and
 * found out anew. Rows cannot always be, so it is no reason to give them up.
 */
function isWhole(row: Row): boolean {
  return numberIn(row, "sum") === factSum(textIn(row, "name"), textIn(row, "json"));
}
