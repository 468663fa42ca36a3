import { bodyOf, type Body } from "../api/body.ts";
import { dayStart, type DayRange } from "../domain/buckets.ts";
import { sourceSpec } from "../domain/sources.ts";
import type { Series } from "../history/series.ts";
import { HistoryEngine } from "./engine.ts";

/** Rounds over a page of `days` with `rowsOfDay` rows each: more of them make little quicker. */
const rounds = 12;
const days: DayRange = { from: 0, to: 2 };
const rowsOfDay = 60;

const series: Series = { source: "costs", view: sourceSpec("costs").views[0] ?? [], width: "1d" };

/**
 * Takes made-up answers from bytes to rows, in memory, while there is nothing else to do. On a first start the thread
 * waits for the network with nothing to read, and then the first number of all waits for code that has never run, which
 * takes twice as long as code that has.
 *
 * @param isIdle asked before each round; calls that come in are answered between two of them
 * @returns how many rounds there were time for
 */
export async function warmUp(isIdle: () => boolean): Promise<number> {
  const nothing = (): void => undefined;
  const engine = new HistoryEngine({ file: undefined, now: () => 0, owner: "", log: nothing, push: nothing });
  await engine.call("open", { account: 0, origin: "", fingerprint: "" });
  await engine.call("hold", { account: 0, wants: [{ ...series, days }] });
  let round = 0;
  for (; round < rounds && isIdle(); round += 1) {
    await engine.call("begin", { window: round, question: { ...series, from: dayStart(days.from), to: dayStart(days.to) } });
    await engine.call("page", { window: round, body: madeUpPage(round) });
    await engine.call("land", { account: 0, window: round, landing: { series, days, fetchedAt: round } });
    await new Promise((resolve) => setImmediate(resolve));
  }
  await engine.call("closeAll", undefined);
  return round;
}

/** A page as the API sends it: what its values are matters only as far as they are all different. */
function madeUpPage(seed: number): Body {
  const data = [days.from, days.from + 1].map((day) => ({
    ...{ object: "bucket", start_time: dayStart(day), end_time: dayStart(day + 1) },
    results: Array.from({ length: rowsOfDay }, (_, row) => ({
      object: sourceSpec("costs").row,
      amount: { value: (seed + row + 1) / 7, currency: "usd" },
      ...{ line_item: `item ${String(row % 20)}`, project_id: `proj_${String(row % 7)}`, api_key_id: null, user_id: null },
      ...{ quantity: (seed + 1) * (row + 1), quantity_unit: "tokens", organization_id: "org" },
    })),
  }));
  return bodyOf(JSON.stringify({ object: "page", data, has_more: false, next_page: null }));
}
