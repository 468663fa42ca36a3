import type { BucketWidth, UtcDay } from "../domain/buckets.ts";
import { numberIn, type Connection } from "./connection.ts";
import { HistoryError } from "./historyError.ts";
import type { OrganizationId } from "./organizations.ts";

/** Rows of this width that are older than that day may go. */
export interface PruneBound {
  readonly width: BucketWidth;
  readonly before: UtcDay;
}

/** Given back to the disk at a time, bytes: a write that others hardly wait for. */
const givenBackAtOnce = 4_194_304;

const outOfBounds = "SELECT days.id FROM days JOIN series ON series.id = days.series WHERE series.width = ? AND day < ? LIMIT ?";

/**
 * Deletes at most `mostDays` days of any organization, and gives some of the file's free room back.
 *
 * @returns whether there is more to do
 */
export function prune(connection: Connection, bounds: readonly PruneBound[], mostDays: number): boolean {
  const left = bounds.some(({ width, before }) => connection.first(outOfBounds, width, before, 1));
  if (left) {
    connection.write(() => {
      let room = mostDays;
      for (const { width, before } of bounds) room -= connection.run(`DELETE FROM days WHERE id IN (${outOfBounds})`, width, before, Math.max(0, room));
    });
  }
  const given = giveBack(connection);
  return given || bounds.some(({ width, before }) => connection.first(outOfBounds, width, before, 1));
}

/** Makes the file smaller by some of its free pages; true where it did, and more are left. */
function giveBack(connection: Connection): boolean {
  const before = freePages(connection);
  if (before === 0) return false;
  try {
    connection.exec(`PRAGMA incremental_vacuum(${Math.ceil(givenBackAtOnce / numberIn(connection.first("PRAGMA page_size"), "page_size"))})`);
  } catch (error) {
    // It takes some room in the log first. The pages are not lost: what lands next is written on them.
    if (error instanceof HistoryError && (error.kind === "full" || error.kind === "busy")) return false;
    throw error;
  }
  const after = freePages(connection);
  return after > 0 && after < before;
}

function freePages(connection: Connection): number {
  return numberIn(connection.first("PRAGMA freelist_count"), "freelist_count");
}

/**
 * Deletes one organization, or all, so that nothing of it can be read from the file any more. Their numbers are not
 * given out again, by which other windows see that they are gone.
 */
export function clear(connection: Connection, organization: OrganizationId | undefined, log: (line: string) => void): void {
  connection.exec("PRAGMA secure_delete = ON");
  try {
    connection.write(() => {
      if (organization === undefined) connection.exec("DELETE FROM organizations; DELETE FROM series");
      else connection.run("DELETE FROM organizations WHERE id = ?", organization);
    });
  } finally {
    connection.exec("PRAGMA secure_delete = OFF");
  }
  try {
    // Pages that were freed earlier still hold what was on them; written anew, the file holds what is kept and no more.
    connection.exec("VACUUM");
    if (numberIn(connection.first("PRAGMA wal_checkpoint(TRUNCATE)"), "busy") !== 0) log("Local history was cleared; its log is still read by another window.");
  } catch (error) {
    log(`Local history was cleared, but not all of its room was given back: ${error instanceof Error ? error.message : String(error)}`);
  }
}
