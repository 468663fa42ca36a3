import { budgetShare } from "../domain/budget.ts";
import { dayOf, isoDay } from "../domain/buckets.ts";
import { writeShare, writeValue } from "../domain/measure.ts";
import { formatUsd, usd } from "../domain/money.ts";
import { displayName } from "../domain/names.ts";
import { markdownText } from "../domain/plainText.ts";
import { defaultView, type ViewQuery } from "../domain/viewQuery.ts";
import { glanceOf, type Figure } from "./figures.ts";
import { baseSeries, missingDays, type Session } from "./session.ts";
import { localReset, localTime, remedy, remedyLabels } from "./statusText.ts";
import { extentText, figureText, staleReason } from "./todayText.ts";
import { costLines } from "./treeData.ts";
import type { UsageModel } from "./usageModel.ts";

/** Commands that the tooltip may link to; every other link in it stays dead. */
export const tooltipCommands = {
  openDashboard: "openaiSpend.openDashboard",
  refresh: "openaiSpend.refresh",
  setAdminKey: "openaiSpend.setAdminKey",
  useSampleOrganization: "openaiSpend.useSampleOrganization",
  checkAccess: "openaiSpend.checkAccess",
  showLog: "openaiSpend.showLog",
  openSettings: "openaiSpend.openSettings",
} as const;

const link = (name: keyof typeof tooltipCommands, label: string): string => `[${label}](command:${tooltipCommands[name]})`;

/** A link that opens the dashboard on costs by project over a range. Nothing that others have named goes into one. */
const lookAt = (range: ViewQuery["range"], label: string): string => {
  const argument = encodeURIComponent(JSON.stringify([{ ...defaultView, range }])).replace(/[()]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  return `[${label}](command:${tooltipCommands.openDashboard}?${argument})`;
};

/**
 * The status bar's tooltip as Markdown. Every text that is not ours is escaped.
 *
 * @param bound id of the project that the workspace belongs to, where it belongs to one
 */
export function todayTooltip(model: UsageModel, bound: string | undefined): string {
  const { account } = model;
  if (account.kind === "refused") return `**OpenAI Spend**\n\n${markdownText(account.error.message, 400)}\n\n${link("openSettings", "Open Settings")}`;
  if (account.kind === "none")
    return `**OpenAI Spend**\n\nSee what your organization spends on the OpenAI API.\n\n${link("setAdminKey", "Set Admin Key")} · ${link("useSampleOrganization", "Explore Sample Organization")}`;
  const glance = glanceOf(model);
  const now = model.now();
  const stale = staleReason(model, glance);
  const source = account.kind === "sample" ? "**Sample organization: not real data**" : `**OpenAI Spend** · ${markdownText(account.baseUrl.host)}`;
  const whose = model.session?.organization ? ` · ${markdownText(model.session.organization)}` : "";
  const help = glance.error ? remedy(glance.error) : "refresh";
  return [
    source + (account.kind === "sample" ? "" : whose),
    rows(model, bound),
    topProjects(model),
    ...(stale === undefined ? [] : [`⚠ ${markdownText(stale, 400)}`]),
    `Today is the UTC day; it resets at ${localReset(now)} local time.${glance.asOf === null ? "" : ` As of ${localTime(glance.asOf, now)}.`}`,
    [link("openDashboard", "Open Dashboard"), link("refresh", "Refresh"), ...(help === "refresh" ? [] : [link(help, remedyLabels[help])])].join(" · "),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function rows(model: UsageModel, bound: string | undefined): string {
  const glance = glanceOf(model);
  const { daily, monthly } = model.settings.budgets;
  const of = (figure: Figure, budget?: typeof daily): string => {
    if (figure.kind === "pending" && glance.error) return "not known";
    const share = budget && figure.kind === "amount" ? ` (${writeShare(budgetShare(figure.usd, budget))} of ${formatUsd(budget)})` : "";
    return figureText(figure) + share + extentText(figure, model.now());
  };
  const lines: readonly (readonly [string, string])[] = [
    [lookAt("today", "Today (UTC)"), of(glance.today, daily)],
    [lookAt({ from: isoDay(glance.day - 1), to: isoDay(glance.day - 1) }, "Yesterday"), of(glance.yesterday)],
    [lookAt("monthToDate", "Month to date"), of(glance.month, monthly)],
    ...(glance.runRate ? [["Run rate to month end (estimate)", formatUsd(glance.runRate)] as const] : []),
  ];
  return table([...lines, ...boundRow(model, bound).map(([name, figure]) => [name, of(figure)] as const)]);
}

function boundRow(model: UsageModel, bound: string | undefined): readonly (readonly [string, Figure])[] {
  const { session } = model;
  if (bound === undefined || !session) return [];
  const name = displayName("project_id", bound, session.names.names);
  return [[`This workspace today (${markdownText(name, 40)})`, boundFigure(model, session, bound)]];
}

/** Today's total may be known before its projects are. */
function boundFigure(model: UsageModel, session: Session, bound: string): Figure {
  const today = dayOf(model.now());
  const days = { from: today, to: today + 1 };
  if (missingDays(session, baseSeries("costs"), days).length > 0) return { kind: "pending" };
  const total = costLines(model, "project_id", days).find(({ value }) => value === bound)?.total;
  return total ? { kind: "amount", usd: usd(total), upTo: null } : { kind: "nothing", upTo: null };
}

function topProjects(model: UsageModel): string {
  const today = dayOf(model.now());
  const lines = costLines(model, "project_id", { from: today, to: today + 1 }).slice(0, 3);
  if (lines.length === 0) return "";
  return `**Top projects today**\n\n${table(lines.map((line) => [markdownText(line.name, 40), writeValue(line.total, "usd")]))}`;
}

/** A Markdown table needs a head; an empty one is drawn as nothing. */
function table(lines: readonly (readonly [string, string])[]): string {
  return ["| | |", "|:--|--:|", ...lines.map(([name, value]) => `| ${name} | ${value.replaceAll("<", "&lt;")} |`)].join("\n");
}
