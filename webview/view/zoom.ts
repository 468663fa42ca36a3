import { dayOf, dayStart, daySeconds, isoDay, widthSeconds } from "../../src/domain/buckets.ts";
import { resolveView, type CustomRange, type ViewQuery } from "../../src/domain/viewQuery.ts";
import type { Drawing } from "./drawing.ts";

/** The question about some of the buckets alone, `first` to `last`, both included; never in wider buckets than now. */
export function zoomInto({ query, resolved, breakdown, now }: Drawing, first: number, last: number): ViewQuery {
  const step = widthSeconds[resolved.width];
  const range = rangeBetween(breakdown.starts[first] ?? resolved.from, (breakdown.starts[last] ?? resolved.to - step) + step);
  const finest: ViewQuery = { ...query, range, width: "auto" };
  return widthSeconds[resolveView(finest, now).width] > step ? { ...finest, width: resolved.width } : finest;
}

/** @param from Unix seconds on a minute, as is `to`, which is not included */
function rangeBetween(from: number, to: number): CustomRange {
  const [first, last] = [dayOf(from), dayOf(to - 1)];
  const days = { from: isoDay(first), to: isoDay(last) };
  const minutes = [(from - dayStart(first)) / 60, (to - dayStart(last)) / 60] as const;
  return minutes[0] === 0 && minutes[1] === daySeconds / 60 ? days : { ...days, minutes };
}

/** The step of the way that was last left for a shorter range, or `undefined`. */
export function zoomOutStep(trail: readonly ViewQuery[], query: ViewQuery, now: number): number | undefined {
  const length = (each: ViewQuery): number => {
    const { from, to } = resolveView(each, now);
    return to - from;
  };
  const step = trail.findLastIndex((each) => each.source === query.source && length(each) > length(query));
  return step < 0 ? undefined : step;
}
