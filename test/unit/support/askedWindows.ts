import assert from "node:assert/strict";
import { dayOf, daysOf, isoDay, type DayRange, type UtcDay } from "../../../src/domain/buckets.ts";
import { listParameter } from "../../../src/sample/query.ts";
import type { RecordedRequest } from "../../server/exchange.ts";

/** One window as the server was asked for it, worked out from the URL alone. */
export interface AskedWindow {
  readonly endpoint: string;
  /** Endpoint, bucket width and grouping: what the days of two windows are compared within. */
  readonly id: string;
  readonly days: DayRange;
}

/** Windows among the requests, without those for names, and each once however many pages it has. */
export function askedWindows(requests: readonly RecordedRequest[]): readonly AskedWindow[] {
  return requests.flatMap(({ endpoint, query, time }) => {
    const start = query.get("start_time");
    if (start === null || query.has("page")) return [];
    const end = query.get("end_time");
    const id = [endpoint, query.get("bucket_width") ?? "1d", ...listParameter(query, "group_by").toSorted()].join(" ");
    return [{ endpoint, id, days: { from: Number(start) / 86_400, to: end === null ? dayOf(time / 1000) + 1 : Number(end) / 86_400 } }];
  });
}

/** Fails where a day was asked for twice, unless that is `allowed`. */
export function assertAskedOnce(windows: readonly AskedWindow[], allowed: (day: UtcDay) => boolean = () => false): void {
  const asked = new Set<string>();
  for (const { id, days } of windows) {
    for (const day of daysOf(days)) {
      const key = `${id} ${isoDay(day)}`;
      if (asked.has(key) && !allowed(day)) assert.fail(`${key} was asked for twice`);
      asked.add(key);
    }
  }
}
