import { dayOf, daysOf, monthStart, type DayRange } from "../domain/buckets.ts";
import { comparedPeriod } from "../domain/periodBefore.ts";
import { allSources, type SourceId } from "../domain/sources.ts";
import { resolveView, type ViewQuery } from "../domain/viewQuery.ts";
import type { Want } from "../worker/calls.ts";
import { baseSeries, type Session } from "./session.ts";

/** So long without a row (days), and an endpoint counts as not in use. */
export const unusedAfter = 30;
/** What is not in use is asked for this often (seconds). */
const unusedEvery = 3_600;

/** Costs of this month so far, and of yesterday, which on the first of a month lies in the one before. */
export function monthWant(now: number): Want {
  const today = dayOf(now);
  return { ...baseSeries("costs"), days: { from: Math.min(monthStart(today), today - 1), to: today + 1 } };
}

/**
 * The same with all days that still move, and the one that has just become final: on the first days of a month some of
 * them lie in the one before, and would be a request of their own.
 */
export function movingWant(now: number): Want {
  const { days, ...series } = monthWant(now);
  return { ...series, days: { from: Math.min(days.from, dayOf(now) - 3), to: days.to } };
}

/** The trees' days of every source; of costs twice as many, for the change against the period before. */
export function treeWants(days: DayRange): readonly Want[] {
  const length = days.to - days.from;
  // The API keeps about a year; the period before must not ask past it.
  const before = Math.min(length, 364 - length);
  return allSources.map((source) => ({
    ...baseSeries(source),
    days: source === "costs" ? { from: days.from - Math.max(0, before), to: days.to } : days,
  }));
}

/** What answers a dashboard's question; nothing where its group-by and filters cannot be had together. */
export function viewWants(query: ViewQuery, now: number): readonly Want[] {
  const { view, width } = resolveView(query, now);
  return view ? [{ source: query.source, view, width, days: viewDays(query, now) }] : [];
}

/** From the period before, where one is compared with, to the end: one run of days, so that it is asked for in as few requests as can be. */
export function viewDays(query: ViewQuery, now: number): DayRange {
  const { days } = resolveView(query, now);
  const before = comparedPeriod(query, now);
  return before ? { from: before.days.from, to: days.to } : days;
}

/** Whether a source has reported anything lately, or may have: days that were never asked for may hold anything. */
export function inUse(session: Session, source: SourceId): boolean {
  const today = dayOf(session.now());
  const days = { from: today - unusedAfter + 1, to: today + 1 };
  const series = baseSeries(source);
  if (source === "costs" || session.history.rows(series, days) > 0) return true;
  const fetchedAt = session.history.fetchedAt(series);
  return daysOf(session.kept(series, { from: days.from, to: today })).some((day) => fetchedAt(day) === undefined);
}

/** Unix seconds before which a want's moving days are too old. */
export function staleBefore(session: Session, { source }: Want, since: number): number {
  return inUse(session, source) ? since : Math.min(since, session.now() - unusedEvery);
}
