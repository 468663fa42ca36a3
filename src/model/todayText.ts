import { dayOf, shortDay } from "../domain/buckets.ts";
import { budgetLevel, budgetShare, worse, type BudgetLevel } from "../domain/budget.ts";
import { nothing, writeShare } from "../domain/measure.ts";
import { formatUsd } from "../domain/money.ts";
import { glanceOf, type Figure, type Glance } from "./figures.ts";
import { isLoading } from "./seriesState.ts";
import { baseSeries } from "./session.ts";
import { localReset, localTime } from "./statusText.ts";
import type { UsageModel } from "./usageModel.ts";

/** What the status bar shows and says; the colour follows the budget. */
export interface TodayText {
  /** With icons, as VS Code writes them: `$(graph) $12.34`. */
  readonly text: string;
  /** For screen readers: what the number is, and why it may not be the newest. */
  readonly label: string;
  readonly level: BudgetLevel;
  /** What a click does: show the numbers, or bring them about. */
  readonly click: "openDashboard" | "setAdminKey" | "openSettings";
}

export function todayText(model: UsageModel): TodayText {
  const { account, session } = model;
  if (account.kind === "refused") return { text: "$(error) OpenAI Spend", label: `OpenAI Spend: ${account.error.message}`, level: "under", click: "openSettings" };
  if (account.kind === "none" || !session) return { text: "$(graph) Set up OpenAI Spend", label: "Set up OpenAI Spend: no admin key is set", level: "under", click: "setAdminKey" };
  const glance = glanceOf(model);
  if (glance.today.kind === "pending") return unknownText(model, glance);
  const { daily, monthly } = model.settings.budgets;
  const level = worse(levelOf(glance.today, daily), levelOf(glance.month, monthly));
  const stale = staleReason(model, glance);
  const icon = stale !== undefined ? "$(warning)" : account.kind === "sample" ? "$(beaker)" : "$(graph)";
  const share = monthly && glance.month.kind === "amount" ? ` ${writeShare(budgetShare(glance.month.usd, monthly))}` : "";
  const today = figureText(glance.today);
  const month = `${figureText(glance.month)} this month${share}`;
  const shown = { today, month, both: `${today} · ${month}` }[model.settings.statusBar];
  const sample = account.kind === "sample" ? " (sample)" : "";
  const late = stale !== undefined && glance.asOf !== null ? ` (${localTime(glance.asOf, model.now())})` : "";
  const said = [
    `OpenAI Spend${account.kind === "sample" ? ", sample organization, not real data" : ""}: ${figureWords(glance.today)} today`,
    `${figureWords(glance.month)} this month${extentText(glance.month, model.now())}`,
    `today is the UTC day and resets at ${localReset(model.now())} local time`,
    ...(stale === undefined ? [] : [`not up to date: ${stale}`]),
  ];
  return { text: `${icon} ${shown}${sample}${late}`, label: said.join("; "), level, click: clickFor(glance) };
}

/** Why the numbers are not the newest, with the time they are from. */
export function staleReason(model: UsageModel, glance: Glance): string | undefined {
  const since = glance.asOf === null ? "" : ` The numbers are from ${localTime(glance.asOf, model.now())}.`;
  if (glance.error) return glance.error.message + since;
  return glance.overdue ? `They have not been refreshed since ${localTime(glance.asOf ?? 0, model.now())}.` : undefined;
}

/** No number of today: still on its way, or failed before there ever was one. */
function unknownText(model: UsageModel, glance: Glance): TodayText {
  const costs = model.session?.state(baseSeries("costs"));
  if (!glance.error || (costs && isLoading(costs, { from: glance.day, to: glance.day + 1 }))) return { text: "$(loading~spin) OpenAI Spend", label: "OpenAI Spend: today's cost is being fetched", level: "under", click: "openDashboard" };
  return { text: "$(error) OpenAI Spend", label: `OpenAI Spend: today's cost is not known: ${glance.error.message}`, level: "under", click: clickFor(glance) };
}

function clickFor({ error }: Glance): TodayText["click"] {
  return error?.kind === "keyRejected" ? "setAdminKey" : "openDashboard";
}

/** `$12.34`, "—" where nothing is reported, "…" where it is not known yet. */
export function figureText(figure: Figure): string {
  switch (figure.kind) {
    case "pending":
      return "…";
    case "nothing":
      return nothing;
    case "amount":
      return formatUsd(figure.usd);
  }
}

/** ` (of 21 Nov UTC only what was known at 14:05)`, behind a figure that lacks the end of a day; empty where it lacks nothing. */
export function extentText(figure: Figure, now: number): string {
  if (figure.kind === "pending" || figure.upTo === null) return "";
  return ` (of ${shortDay(dayOf(figure.upTo))} UTC only what was known at ${localTime(figure.upTo, now)})`;
}

function figureWords(figure: Figure): string {
  return figure.kind === "amount" ? formatUsd(figure.usd) : figure.kind === "nothing" ? "nothing reported yet" : "not known yet";
}

function levelOf(figure: Figure, budget: Parameters<typeof budgetLevel>[1]): BudgetLevel {
  return figure.kind === "amount" ? budgetLevel(figure.usd, budget) : "under";
}
