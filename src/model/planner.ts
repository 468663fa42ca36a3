import { daysOf, isFinal, widthSeconds, type UtcDay } from "../domain/buckets.ts";
import type { UsageWindow } from "../api/usageClient.ts";
import { sourceSpec } from "../domain/sources.ts";
import type { Want } from "../worker/calls.ts";

/**
 * The fewest requests that bring what is wanted up to date: runs of days that are missing, or that may have changed
 * since they were fetched, cut into the largest windows one request may ask for. Newest first, since that is what
 * people look at. Pure.
 *
 * @param fetchedAt Unix seconds at which a day was last fetched, `undefined` where it never was
 * @param staleBefore days that can still change are asked for again when fetched before this (Unix s)
 * @param mostDays in one window, where the endpoint's own limit would make an answer too large
 */
export function planWindows(
  want: Want,
  fetchedAt: (day: UtcDay) => number | undefined,
  staleBefore: number,
  mostDays = Infinity,
): readonly UsageWindow[] {
  const most = sourceSpec(want.source).widths[want.width]?.most;
  if (most === undefined) return [];
  const longest = Math.max(1, Math.min(mostDays, Math.floor((most * widthSeconds[want.width]) / 86_400)));
  const needed = daysOf(want.days).filter((day) => {
    const at = fetchedAt(day);
    return at === undefined || (!isFinal(day, at) && at < staleBefore);
  });
  const windows: UsageWindow[] = [];
  let end: UtcDay | undefined;
  needed.reverse().forEach((day, index) => {
    end ??= day + 1;
    if (needed[index + 1] === day - 1 && end - day < longest) return;
    windows.push({ source: want.source, view: want.view, width: want.width, days: { from: day, to: end } });
    end = undefined;
  });
  return windows;
}
