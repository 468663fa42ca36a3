import { errorFor, isLoading } from "../model/seriesState.ts";
import { baseSeries } from "../model/session.ts";
import { lineItemLines, projectLines } from "../model/treeData.ts";
import type { UsageModel } from "../model/usageModel.ts";
import type { BoundProject } from "./boundProject.ts";
import type { PagedLists } from "./pagedLists.ts";
import type { TreeContent } from "./spendTree.ts";
import type { TreeNode } from "./treeNode.ts";
import { viewMessage } from "./viewStatus.ts";

/** The view "Projects": projects by cost, each opening into its line items. */
export function projectsContent(model: UsageModel, bound: BoundProject): TreeContent {
  return {
    message: () => viewMessage(model),
    nodes: (lists, node) => (node ? lineItems(model, lists, node) : projects(model, bound.current, lists)),
  };
}

function projects(model: UsageModel, bound: string | undefined, lists: PagedLists): readonly TreeNode[] {
  if (!model.session) return []; // the welcome view speaks
  const lines = projectLines(model);
  if (lines.length === 0) return nothing(model);
  const isBound = (value: string | null): boolean => value !== null && value === bound;
  // The workspace's own project stands first, wherever its cost would put it.
  const ordered = [...lines.filter(({ value }) => isBound(value)), ...lines.filter(({ value }) => !isBound(value))];
  return lists.page("projects", ordered.map((line) => ({ kind: "project", line, bound: isBound(line.value) })));
}

/** No rows: still loading (the progress bar says so), failed, or truly nothing. */
function nothing(model: UsageModel): readonly TreeNode[] {
  const costs = baseSeries("costs");
  const days = model.treeDays();
  const state = model.session?.state(costs);
  const error = state && errorFor(state, days);
  if (error) return [{ kind: "failure", error, list: "projects" }];
  const asked = (model.session?.history.days(costs, days).length ?? 0) > 0;
  return asked && state && !isLoading(state, days) ? [{ kind: "note", text: "No costs in these days.", list: "projects" }] : [];
}

function lineItems(model: UsageModel, lists: PagedLists, node: TreeNode): readonly TreeNode[] {
  if (node.kind !== "project") return [];
  const project = node.line.value;
  return lists.page(`lineItems ${project ?? ""}`, lineItemLines(model, project).map((line) => ({ kind: "lineItem", line, project })));
}
