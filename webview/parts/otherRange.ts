import type { TemplateResult } from "lit-html";
import { daysOfRange, type ViewQuery } from "../../src/domain/viewQuery.ts";
import type { DayRange } from "../../src/domain/buckets.ts";
import { daysText } from "../view/localTime.ts";
import { button } from "./button.ts";
import { customRange } from "./customDates.ts";
import type { PageActions } from "./pageActions.ts";

/** A way on from an empty range: the nearest days that have usage, or a longer range to look for some. */
export function otherRange(query: ViewQuery, nearest: DayRange | null, now: number, actions: PageActions): { readonly button?: TemplateResult } {
  const show = (label: string, range: ViewQuery["range"]): { readonly button: TemplateResult } => ({
    button: button({
      label,
      onClick: () => {
        actions.drill({ ...query, range, width: "auto" });
      },
    }),
  });
  if (nearest) return show(`Show ${daysText(nearest)}`, customRange(nearest));
  const year = daysOfRange("last12Months", now);
  const days = daysOfRange(query.range, now);
  return year.to - year.from > days.to - days.from || days.to <= year.from ? show("Show Last 12 Months", "last12Months") : {};
}
