import { SegmentBuilder } from "../../../src/domain/segment.ts";
import type { Landing, Series } from "../../../src/history/historyDatabase.ts";

export const origin = "https://api.example.com";
export const windowSeries: Series = { source: "costs", view: ["project_id", "line_item"], width: "1d" };
/** Days of one window. */
export const windowDays = 3;
const rowsADay = 60;

/** Days of a window: no two windows of any process have one in common. */
export function daysOfWindow(process: number, window: number): { readonly from: number; readonly to: number } {
  const from = (process * 10_000 + window) * windowDays;
  return { from, to: from + windowDays };
}

/** What each row of a window says, texts in place of numbers; one text is everybody's, others are the process's or the window's own. */
export function textsOfWindow(process: number, window: number): readonly string[] {
  return [`of window ${process} ${window}`, `of turn ${window}`, `of process ${process}`, "of all"];
}

/** A landing whose rows all say whose they are. */
export function landedAt(process: number, window: number): Landing {
  const days = daysOfWindow(process, window);
  const texts = textsOfWindow(process, window);
  const segments = Array.from({ length: windowDays }, (_, index) => {
    const builder = new SegmentBuilder("costs", windowSeries.view, "1d", days.from + index);
    builder.addBucket(0);
    for (let row = 0; row < rowsADay; row += 1) {
      builder.addRow({ at: 0, dimensions: [1 + (row % 2), 3 + (row % 2)], counts: [], amount: { coefficient: BigInt(window * 1_000 + row), scale: 3 } });
    }
    return builder.finish();
  });
  return { series: windowSeries, days, segments, texts, fetchedAt: 100, organization: "org-a" };
}
