import { drillInto } from "../state/drill.ts";
import type { Plot } from "../view/plot.ts";
import type { PageActions } from "./pageActions.ts";

type Openable = Pick<Plot, "drawing" | "series">;

/** What a click on a part of the chart leads to: the question about it alone, or the groups it holds. */
export function openSeries({ drawing, series }: Openable, at: number, actions: Pick<PageActions, "drill" | "look">): void {
  if (!opensAnything({ drawing, series }, at)) return;
  const subject = series[at]?.subject;
  if (subject) actions.drill(drillInto(drawing.query, subject.value));
  else actions.look({ otherOpen: true });
}

/** Where all is one group there is nothing to narrow, and where forty others are shown there is no room for more. */
export function opensAnything({ drawing, series }: Openable, at: number): boolean {
  if (drawing.query.groupBy === "none") return false;
  return series[at]?.subject !== undefined || (series[at] !== undefined && !othersShown(series));
}

/** Whether groups without a colour of their own are shown one by one. */
export function othersShown(series: Plot["series"]): boolean {
  return series.some(({ slot, subject }) => slot === "other" && subject !== undefined);
}
