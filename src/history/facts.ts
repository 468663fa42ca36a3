import { textIn, type Connection } from "./connection.ts";
import { nextLanding, type OrganizationId } from "./organizations.ts";
import { storedText, textOf } from "./storedText.ts";

/** A small thing known about an organization beside its rows, as JSON; undefined where it is not known. */
export function fact(connection: Connection, organization: OrganizationId, name: string): string | undefined {
  const row = connection.first("SELECT json FROM facts WHERE organization = ? AND name = ?", organization, storedText(name));
  return row && textOf(textIn(row, "json"));
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
  connection.run("INSERT OR REPLACE INTO facts (organization, name, json, landing) VALUES (?, ?, ?, ?)", organization, storedText(name), storedText(json), landing);
}

/** Facts that were set after landing number `after`. */
export function factsAfter(connection: Connection, organization: OrganizationId, after: number): ReadonlyMap<string, string> {
  const rows = connection.all("SELECT name, json FROM facts WHERE organization = ? AND landing > ? ORDER BY name", organization, after);
  return new Map(rows.map((row) => [textOf(textIn(row, "name")), textOf(textIn(row, "json"))]));
}
