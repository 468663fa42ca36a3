import assert from "node:assert/strict";
import { isoDate, today, type Asking } from "./askingDashboard.ts";
import { chooseOnDashboard, dashboardTotals } from "./dashboard.ts";
import { dragOverBuckets, typeDates } from "./dashboardHand.ts";
import { eventually, verbatim } from "./eventually.ts";
import { costRows, dollars, sumOf } from "./expectedCosts.ts";
import { countText, tokenRows, tokensOf } from "./expectedTokens.ts";
import { shoot } from "./shoot.ts";

/** The ways to choose over which time the dashboard tells. Each begins wherever the last one ended, and compares with the server's own rows. */

/** Days without any usage, longer ago than last month began. */
export const quiet = { from: today - 80, to: today - 70 };

/** The dashboard's total is what all of these days cost. */
export function costs({ workbench, server }: Asking, from: number, to: number): Promise<void> {
  const rows = costRows(server, from, to).filter(({ day }) => day < quiet.from || day >= quiet.to);
  return dashboardTotals(workbench, dollars(sumOf(rows)));
}

/** Whole UTC days in the two fields, the last one included. */
function datesAre({ frame }: Asking, from: number, last: number): Promise<void> {
  return eventually("the two fields have the dates", async () => {
    const value = async (label: string): Promise<string> => (await frame()).getByLabel(label).inputValue({ timeout: 1000 });
    assert.deepEqual([await value("From (UTC)"), await value("To (UTC)")], [isoDate(from), isoDate(last)]);
  });
}

export async function followTooltipLinks(own: Asking): Promise<void> {
  for (const [name, day] of [["Today (UTC)", today], ["Yesterday", today - 1]] as const) {
    const tooltip = await own.workbench.statusBarTooltip("openaiSpend.today");
    await tooltip.getByRole("link", { name, exact: true }).click();
    await costs(own, day, day + 1);
  }
  await datesAre(own, today - 1, today - 1);
}

/** First day of this month, or of one before. */
export function monthStart(monthsBack = 0): number {
  const now = new Date(today * 86_400_000);
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsBack, 1) / 86_400_000;
}

export async function choosePresets(own: Asking): Promise<void> {
  const { workbench, server } = own;
  const presets = [["Last 24 hours", today - 1, today + 1], ["Last month", monthStart(1), monthStart()], ["Last 90 days", today - 89, today + 1]] as const;
  for (const [range, from, to] of presets) {
    await chooseOnDashboard(workbench, "Range", range);
    await costs(own, from, to);
  }
  await chooseOnDashboard(workbench, "Source", "Completions");
  await chooseOnDashboard(workbench, "Range", "Last 24 hours");
  // It is noon: the hour that has just begun is the last of the twenty-four.
  const end = today * 86_400 + 13 * 3600;
  const hours = tokenRows(server, today - 1, today + 1, "1h").filter(({ start }) => start >= end - 86_400 && start < end);
  await dashboardTotals(workbench, `${countText(tokensOf(hours))} tokens`);
  await chooseOnDashboard(workbench, "Source", "Costs");
}

/** Days without usage say so, and offer as many beside the nearest that has some. */
export async function typeCustomDates(own: Asking): Promise<void> {
  const { workbench, frame } = own;
  await chooseOnDashboard(workbench, "Range", "Custom…");
  await typeDates(workbench, { from: isoDate(today - 12), to: isoDate(today - 4) });
  await costs(own, today - 12, today - 3);
  await typeDates(workbench, { from: isoDate(quiet.from + 2), to: isoDate(quiet.from + 3) });
  await (await frame()).getByText("No usage in this range", { exact: true }).waitFor();
  const offer = (await frame()).getByRole("button", { name: /^Show \d+ \w+( \d+)? – \d+ \w+$/ });
  await offer.waitFor();
  await shoot(workbench.page, "choices", "empty");
  await offer.click();
  await datesAre(own, quiet.from - 2, quiet.from - 1);
  await costs(own, quiet.from - 2, quiet.from);
}

export async function dragToZoom(own: Asking): Promise<void> {
  const { workbench, frame, month } = own;
  await chooseOnDashboard(workbench, "Range", "Last 30 days");
  await costs(own, today - 29, today + 1);
  const [first, last] = [today - 19, today - 15];
  const cost = dollars(sumOf(month.filter(({ day }) => day >= first && day <= last)));
  await dragOverBuckets(workbench, [10, 14], 30, new RegExp(`^5 buckets selected, .*: ${verbatim(cost)}$`));
  await dashboardTotals(workbench, cost);
  await datesAre(own, first, last);
  await (await frame()).getByRole("navigation", { name: "Way back" }).getByRole("button", { name: "Back" }).click();
  await costs(own, today - 29, today + 1);
}
