import { daysOf, type UtcDay } from "../../src/domain/buckets.ts";
import type { Page } from "../state/page.ts";
import type { Standing } from "../state/standing.ts";
import { isExpired, shortDays } from "./bucketTraits.ts";
import type { Drawing } from "./drawing.ts";
import { rangeText } from "./localTime.ts";
import { count, firstFew } from "./words.ts";

/** Everything there is to say beside the numbers, most telling first; not again what stands in their place. */
export function pageNotes({ host }: Page, standing: Standing, drawing: Drawing | null): readonly string[] {
  if (!host) return [];
  const told = standing.kind === "refused" ? standing.reason : null;
  const gaps = drawing ? [...missingNote(drawing, host.status.loading), ...partialNote(drawing), ...comparedNote(drawing, host.status.loading)] : [];
  return [...gaps, ...host.notes.filter((note) => note !== told)];
}

function missingNote({ missing, keptFrom, resolved }: Drawing, loading: boolean): readonly string[] {
  const all = count(resolved.days.to - resolved.days.from, "day");
  return byReason(missing, keptFrom, loading).map(({ lead, days }) => {
    const [them, gaps] = days.length === 1 ? ["it", "a gap"] : ["them", "gaps"];
    return `${lead}: ${String(days.length)} of ${all} (${firstFew(shortDays(days), 6)}). Totals are without ${them}; the chart shows ${gaps}.`;
  });
}

/** Days of either period of which nothing is known since they were fetched. */
function partialNote({ partial, before }: Drawing): readonly string[] {
  const days = [...(before?.partial ?? []), ...partial];
  return days.length > 0 ? [`Fetched before it was over: ${firstFew(shortDays(days), 6)}. Totals are without the rest of that.`] : [];
}

/** What the period before lacks is none of the answer's; a change against a part of it would be wrong, and says so. */
function comparedNote({ compared, before, keptFrom }: Drawing, loading: boolean): readonly string[] {
  if (!compared) return [];
  const all = `${count(compared.days.to - compared.days.from, "day")} of the period before (${rangeText(compared)})`;
  return byReason(before ? before.missing : daysOf(compared.days), keptFrom, loading).map(({ lead, days }) => {
    const which = `${lead}: ${String(days.length)} of ${all}.`;
    return lead === stillLoading ? which : `${which} What is compared with it is without ${days.length === 1 ? "it" : "them"}.`;
  });
}

const stillLoading = "Still loading";

/** Days without an answer, by whether one can still come. */
function byReason(missing: readonly UtcDay[], keptFrom: UtcDay | null, loading: boolean): readonly { readonly lead: string; readonly days: readonly UtcDay[] }[] {
  const expired = missing.filter((day) => isExpired(day, keptFrom));
  const awaited = missing.filter((day) => !isExpired(day, keptFrom));
  const reasons = [
    { lead: "No longer kept by OpenAI", days: expired },
    { lead: loading ? stillLoading : "Missing", days: awaited },
  ];
  return reasons.filter(({ days }) => days.length > 0);
}
