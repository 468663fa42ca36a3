import { isoDay } from "../../domain/buckets.ts";
import { defaultView, withSource, type RangePreset, type ViewQuery } from "../../domain/viewQuery.ts";
import { checkViewQuery } from "../../shared/checkMessage.ts";
import type { UsageModel } from "../../model/usageModel.ts";
import type { CommandContext } from "../commandContext.ts";
import { isTreeNode, nodeQuery, type TreeNode } from "../treeNode.ts";

/** Opens the dashboard; on a line of the sidebar, or by a link that carries a question, pointed at its subject. */
export function openDashboard({ dashboards, model }: CommandContext, argument: unknown): void {
  dashboards.show(isTreeNode(argument) ? viewOfNode(argument, model) : checkViewQuery(argument));
}

/** The question a line of the sidebar answers, over the days it answers it for. */
export function viewOfNode(node: TreeNode, model: UsageModel): ViewQuery | undefined {
  const part = nodeQuery(node);
  return part && { ...withSource({ ...defaultView, range: treeRange(model) }, part.source), ...part };
}

/** A preset moves with the days; a length that has none is pinned to its dates, so that the numbers agree. */
function treeRange(model: UsageModel): ViewQuery["range"] {
  const presets: Readonly<Record<number, RangePreset>> = { 1: "today", 7: "last7Days", 30: "last30Days", 90: "last90Days" };
  const { from, to } = model.treeDays();
  return presets[to - from] ?? { from: isoDay(from), to: isoDay(to - 1) };
}
