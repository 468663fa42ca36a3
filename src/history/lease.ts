import type { Connection } from "./connection.ts";
import { exists, type OrganizationId } from "./organizations.ts";
import { storedText } from "./storedText.ts";

/**
 * Takes or renews a task for one owner. Everybody must ask for the same task with the same `ttlMs`: a lease that has
 * longer to run was given before the clock was set back, and would otherwise be held until the clock has caught up.
 *
 * @param now Unix milliseconds
 * @returns false where another owner has it, or there is no such organization
 */
export function lease(connection: Connection, organization: OrganizationId, task: string, owner: string, ttlMs: number, now: number): boolean {
  return connection.write(() => {
    if (!exists(connection, organization)) return false;
    const until = Math.floor(now + ttlMs);
    const changed = connection.run(
      `INSERT INTO leases (organization, task, owner, until) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT DO UPDATE SET owner = excluded.owner, until = excluded.until
       WHERE owner = excluded.owner OR until <= ?5 OR until > excluded.until`,
      ...[organization, storedText(task), storedText(owner), until, Math.floor(now)],
    );
    return changed === 1;
  });
}

/** Gives a task back; does nothing where another owner has it. */
export function release(connection: Connection, organization: OrganizationId, task: string, owner: string): void {
  connection.write(() => connection.run("DELETE FROM leases WHERE organization = ? AND task = ? AND owner = ?", organization, storedText(task), storedText(owner)));
}
