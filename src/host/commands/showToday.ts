import * as vscode from "vscode";
import { isoDay } from "../../domain/buckets.ts";
import { writeShare, writeValue } from "../../domain/measure.ts";
import { defaultView, type ViewQuery } from "../../domain/viewQuery.ts";
import { SpendError } from "../../domain/errors.ts";
import { formatUsd } from "../../domain/money.ts";
import { glanceOf, type Figure } from "../../model/figures.ts";
import { localReset } from "../../model/statusText.ts";
import { extentText, figureText, staleReason } from "../../model/todayText.ts";
import { costLines, type TreeGroup } from "../../model/treeData.ts";
import type { CommandContext } from "../commandContext.ts";
import { withoutIcons } from "../withoutIcons.ts";

/** Rows of each list. */
const most = 5;

interface Row extends vscode.QuickPickItem {
  readonly view?: ViewQuery;
}

/** Today, the month, the dearest projects and line items; a row opens the dashboard on its subject. */
export async function showToday(context: CommandContext): Promise<void> {
  const { model } = context;
  if (model.account.kind === "refused") throw model.account.error;
  if (!model.session) throw new SpendError("noKey", "No admin key is set.");
  const glance = glanceOf(model);
  const today = { from: glance.day, to: glance.day + 1 };
  const stale = staleReason(model, glance);
  const told = (figure: Figure): string => figureText(figure) + extentText(figure, model.now());
  const items: Row[] = [
    { label: `Today: ${figureText(glance.today)}`, description: `UTC day, resets at ${localReset(model.now())} local time`, ...(stale !== undefined && { detail: `$(warning) ${withoutIcons(stale)}` }), view: { ...defaultView, range: "today" } },
    { label: `Yesterday: ${told(glance.yesterday)}`, view: { ...defaultView, range: { from: isoDay(glance.day - 1), to: isoDay(glance.day - 1) } } },
    {
      label: `Month to date: ${told(glance.month)}`,
      ...(glance.runRate && { description: `run rate to month end ${formatUsd(glance.runRate)} (estimate)` }),
      view: { ...defaultView, range: "monthToDate" },
    },
    ...section("Projects today", costLines(model, "project_id", today), "line_item"),
    ...section("Line items today", costLines(model, "line_item", today), "project_id"),
  ];
  const sample = model.account.kind === "sample" ? " · sample organization, not real data" : "";
  const chosen = await vscode.window.showQuickPick(items, { title: `Today's Cost${sample}`, placeHolder: "Choose a row to open it in the dashboard", matchOnDescription: true });
  if (chosen?.view) context.dashboards.show(chosen.view);
}

function section(title: string, lines: readonly TreeGroup[], groupBy: "project_id" | "line_item"): readonly Row[] {
  if (lines.length === 0) return [];
  return [
    { label: title, kind: vscode.QuickPickItemKind.Separator },
    ...lines.slice(0, most).map((line): Row => ({
      label: withoutIcons(line.name),
      description: `${writeValue(line.total, "usd")} · ${writeShare(line.share)}`,
      view: { ...defaultView, range: "today", groupBy, filters: { [line.dimension]: [line.value] } },
    })),
  ];
}
