import { HistoryError } from "./historyError.ts";
import { numberIn, textIn, type Connection } from "./connection.ts";
import { storedText, textOf } from "./storedText.ts";
import type { UtcDay } from "../domain/buckets.ts";

/** Given out once and never again, also after the organization is gone. */
export type OrganizationId = number;

/** What is kept of one organization. */
export interface Summary {
  readonly days: number;
  readonly rows: number;
  readonly from: UtcDay | undefined;
  /** Of all its rows, without the file's own overhead. */
  readonly bytes: number;
}

/**
 * The organization that a key of this origin belongs to, as far as is known; a key that was never seen gets one
 * without a name.
 *
 * @param fingerprint tells keys apart and gives nothing of them away
 */
export function enter(connection: Connection, origin: string, fingerprint: string): OrganizationId {
  const known = (): OrganizationId | undefined => {
    const row = connection.first("SELECT organization FROM fingerprints WHERE origin = ? AND fingerprint = ?", storedText(origin), storedText(fingerprint));
    return row && numberIn(row, "organization");
  };
  return (
    known() ??
    connection.write(() => {
      const found = known(); // by another window, since
      if (found !== undefined) return found;
      const made = make(connection, storedText(origin), null);
      connection.run("INSERT INTO fingerprints (origin, fingerprint, organization) VALUES (?, ?, ?)", storedText(origin), storedText(fingerprint), made);
      return made;
    })
  );
}

/**
 * Which organization a landing belongs to, now that the API has said its name. Within a transaction.
 *
 * @param fingerprint the key that the rows were asked for with, where it is known
 * @returns `organization`, or the one that the key has turned out to belong to
 */
export function identify(connection: Connection, organization: OrganizationId, name: string | null, fingerprint: string | undefined): OrganizationId {
  const row = connection.first("SELECT origin, name FROM organizations WHERE id = ?", organization);
  if (!row) throw gone();
  if (name === null || row["name"] === storedText(name)) return organization;
  const origin = textIn(row, "origin");
  const named = connection.first("SELECT id FROM organizations WHERE origin = ? AND name = ?", origin, storedText(name));
  if (row["name"] === null && !named) {
    connection.run("UPDATE organizations SET name = ? WHERE id = ?", storedText(name), organization);
    return organization;
  }
  const right = named ? numberIn(named, "id") : make(connection, origin, storedText(name));
  if (row["name"] === null) {
    // All that was kept under it was asked for with keys of the organization that now has a name.
    connection.run("UPDATE fingerprints SET organization = ? WHERE organization = ?", right, organization);
    connection.run("DELETE FROM organizations WHERE id = ?", organization);
  } else if (fingerprint !== undefined) {
    // The same key answers for another organization than before. Other keys of the old one stay with it.
    connection.run("UPDATE fingerprints SET organization = ? WHERE origin = ? AND fingerprint = ?", right, origin, storedText(fingerprint));
  }
  return right;
}

/** The next landing's number. Within a transaction. */
export function nextLanding(connection: Connection, organization: OrganizationId): number {
  const row = connection.first("UPDATE organizations SET landing = landing + 1 WHERE id = ? RETURNING landing", organization);
  if (!row) throw gone();
  return numberIn(row, "landing");
}

/** Number of the last landing; 0 where there was none, or no such organization. */
export function lastLanding(connection: Connection, organization: OrganizationId): number {
  const row = connection.first("SELECT landing FROM organizations WHERE id = ?", organization);
  return row ? numberIn(row, "landing") : 0;
}

export function exists(connection: Connection, organization: OrganizationId): boolean {
  return connection.first("SELECT 1 FROM organizations WHERE id = ?", organization) !== undefined;
}

/** Null until an answer has said it. */
export function nameOf(connection: Connection, organization: OrganizationId): string | null {
  const row = connection.first("SELECT name FROM organizations WHERE id = ?", organization);
  return row && row["name"] !== null ? textOf(textIn(row, "name")) : null;
}

export function summary(connection: Connection, organization: OrganizationId): Summary {
  const row = connection.first(
    `SELECT count(*) AS days, coalesce(sum(rows), 0) AS rows, coalesce(sum(bytes), 0) AS bytes, coalesce(min(day), 0) AS "from" FROM days WHERE organization = ?`,
    organization,
  );
  const days = numberIn(row, "days");
  return { days, rows: numberIn(row, "rows"), from: days === 0 ? undefined : numberIn(row, "from"), bytes: numberIn(row, "bytes") };
}

function make(connection: Connection, origin: string, name: string | null): OrganizationId {
  return numberIn(connection.first("INSERT INTO organizations (origin, name) VALUES (?, ?) RETURNING id", origin, name), "id");
}

function gone(): HistoryError {
  return new HistoryError("gone", "What was kept of this organization has been cleared.");
}
