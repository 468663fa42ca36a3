import { isFinal, type DayRange } from "../domain/buckets.ts";
import type { SpendError } from "../domain/errors.ts";
import type { KeptDay } from "../history/series.ts";

/** How one series stands with the API. */
export interface SeriesState {
  /** Days that are on their way, by the windows that will bring them. */
  readonly loading: readonly DayRange[];
  /** Windows that could not be fetched; what was kept of them before stays, and is stale. */
  readonly failed: readonly Failure[];
}

export interface Failure {
  readonly days: DayRange;
  /** Unix milliseconds by this machine's clock. */
  readonly at: number;
  readonly error: SpendError;
}

export const untouched: SeriesState = { loading: [], failed: [] };

/** Whether any of these days are on their way. */
export function isLoading(state: SeriesState, days: DayRange): boolean {
  return state.loading.some((window) => overlap(window, days));
}

/** Why these days are not the newest, where they are not. */
export function errorFor(state: SeriesState, days: DayRange): SpendError | undefined {
  return state.failed.find((failure) => overlap(failure.days, days))?.error;
}

/** The failures after a run over `days` that ended with `failed`: what it mended is gone, the rest stays. */
export function failuresAfter(state: SeriesState, days: DayRange, failed: readonly Failure[]): readonly Failure[] {
  return [...failed, ...state.failed.flatMap((failure) => outside(failure, days))];
}

/** The parts of a failure that lie outside of `days`. */
function outside({ days: { from, to }, ...failure }: Failure, days: DayRange): readonly Failure[] {
  const parts = [{ from, to: Math.min(to, days.from) }, { from: Math.max(from, days.to), to }];
  return parts.flatMap((part) => (part.from < part.to ? [{ ...failure, days: part }] : []));
}

/** Unix seconds: every number among these days is at least this new. Days that are final stay true for ever. */
export function asOfDays(kept: readonly KeptDay[]): number | null {
  const moving = kept.filter(({ segment, fetchedAt }) => !isFinal(segment.day, fetchedAt));
  if (moving.length > 0) return Math.min(...moving.map(({ fetchedAt }) => fetchedAt));
  return kept.length > 0 ? Math.max(...kept.map(({ fetchedAt }) => fetchedAt)) : null;
}

function overlap(a: DayRange, b: DayRange): boolean {
  return a.from < b.to && b.from < a.to;
}
