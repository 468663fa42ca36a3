import { baseSeries, missingDays, partialDays } from "../model/session.ts";
import { asOfDays, errorFor, isLoading } from "../model/seriesState.ts";
import { localTime } from "../model/statusText.ts";
import { notesOf } from "../model/dashboard.ts";
import { shortDay } from "../domain/buckets.ts";
import { defaultView } from "../domain/viewQuery.ts";
import type { UsageModel } from "../model/usageModel.ts";

/** The lines above a tree: whose numbers, and what they lack. Empty where there is nothing to say. */
export function viewMessage(model: UsageModel): string | undefined {
  const { account, session } = model;
  // A message would hide the welcome text, which is what helps where there is no account.
  if (!session) return undefined;
  const days = model.treeDays();
  const costs = baseSeries("costs");
  const asOf = asOfDays(session.history.days(costs, days));
  const error = errorFor(session.state(costs), days);
  const since = asOf === null ? "" : ` Costs are from ${localTime(asOf, model.now())}.`;
  const length = days.to - days.from;
  const gone = missingDays(session, costs, days).length;
  const partial = partialDays(session, costs, days);
  const loading = isLoading(session.state(costs), days);
  const lines = [
    ...(account.kind === "sample" ? ["Sample organization: not real data."] : []),
    // Without rows the tree holds the error itself, with what helps.
    ...(error && asOf !== null ? [error.message + since] : []),
    // A part of the days is on every surface that adds them up: said beside the numbers, also while the rest is on its way.
    ...(asOf !== null && gone > 0 ? [`${loading ? "Loading" : "Not known:"} ${String(gone)} of ${String(length)} days; the totals are without them.`] : []),
    ...(partial.length > 0 ? [`Fetched before it was over: ${partial.map(shortDay).join(", ")}. The totals are without the rest of that.`] : []),
    ...yearLine(model),
    ...notesOf(session, defaultView),
  ];
  return lines.length === 0 ? undefined : lines.join("\n");
}

/** How far the fetching of the year is, while it goes on or is stopped. */
function yearLine({ yearFill }: UsageModel): readonly string[] {
  const { progress, stopped } = yearFill ?? {};
  if (progress) return [`Fetching the rest of the year: ${String(Math.floor((100 * progress.done) / progress.total))} %.`];
  return stopped === true ? ["Fetching the rest of the year was stopped. “Fetch the Rest of the Year” goes on with it."] : [];
}

/** `Last 30 days (UTC)`: beside the view's title. */
export function viewDescription(model: UsageModel): string {
  const { rangeDays } = model.settings;
  const period = rangeDays === 1 ? "Today (UTC)" : `Last ${String(rangeDays)} days (UTC)`;
  return model.account.kind === "sample" ? `${period} · Sample` : period;
}
