import { daysOf } from "../../src/domain/buckets.ts";
import type { Page } from "../state/page.ts";
import type { Standing } from "../state/standing.ts";
import { shortDays } from "./bucketTraits.ts";
import type { Drawing } from "./drawing.ts";
import { rangeText } from "./localTime.ts";
import { count, firstFew } from "./words.ts";

/** Everything there is to say beside the numbers, most telling first; not again what stands in their place. */
export function pageNotes({ host }: Page, standing: Standing, drawing: Drawing | null): readonly string[] {
  if (!host) return [];
  const told = standing.kind === "refused" ? standing.reason : null;
  const gaps = drawing ? [...missingNote(drawing, host.status.loading), ...comparedNote(drawing, host.status.loading)] : [];
  return [...gaps, ...host.notes.filter((note) => note !== told)];
}

function missingNote({ missing, resolved }: Drawing, loading: boolean): readonly string[] {
  if (missing.length === 0) return [];
  const all = count(resolved.days.to - resolved.days.from, "day");
  const which = firstFew(shortDays(missing), 6);
  const lead = loading ? "Still loading" : "Missing";
  return [`${lead}: ${String(missing.length)} of ${all} (${which}). Totals are without ${missing.length === 1 ? "it" : "them"}; the chart shows ${missing.length === 1 ? "a gap" : "gaps"}.`];
}

/** What the period before lacks is none of the answer's; a change against a part of it would be wrong, and says so. */
function comparedNote({ compared, before }: Drawing, loading: boolean): readonly string[] {
  if (!compared) return [];
  const lacking = before ? before.missing : daysOf(compared.days);
  if (lacking.length === 0) return [];
  const which = `${String(lacking.length)} of ${count(compared.days.to - compared.days.from, "day")} of the period before (${rangeText(compared)})`;
  return [loading ? `Still loading: ${which}.` : `Missing: ${which}. What is compared with it is without ${lacking.length === 1 ? "it" : "them"}.`];
}
