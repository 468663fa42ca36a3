import { dayOf, monthStart, type UtcDay } from "../domain/buckets.ts";
import type { Bound } from "../worker/calls.ts";
import type { Log } from "./log.ts";
import type { Session } from "./session.ts";
import type { Settings } from "./settings.ts";
import { unusedAfter } from "./wants.ts";

/** First day whose rows by the day are kept: so many months back, and never less than the trees, their comparison and the word "in use" need. */
export function firstDay({ history, rangeDays }: Settings, now: number): UtcDay {
  const today = dayOf(now);
  return Math.min(monthStart(today, 1 - history.months), monthStart(today) - 1, today - 2 * rangeDays, today - unusedAfter);
}

/** What the settings let go. */
function pruneBounds(settings: Settings, now: number): readonly Bound[] {
  const today = dayOf(now);
  return [
    { width: "1d", before: firstDay(settings, now) },
    { width: "1h", before: today - settings.history.hourDays + 1 },
    { width: "1m", before: today - settings.history.minuteDays + 1 },
  ];
}

/** Lets go of rows that are older than the settings keep. Never rejects. */
export async function pruneHistory(session: Session, settings: Settings, log: Log): Promise<void> {
  await session.history.prune(pruneBounds(settings, session.now())).catch((error: unknown) => {
    log.warn(`Old rows could not be deleted: ${error instanceof Error ? error.message : String(error)}`);
  });
}
