import { endpointLine, endpointLines, sourceLines } from "../model/treeData.ts";
import type { UsageModel } from "../model/usageModel.ts";
import type { PagedLists } from "./pagedLists.ts";
import type { TreeContent } from "./spendTree.ts";
import type { TreeNode } from "./treeNode.ts";

/** The view "Endpoints": costs and each usage endpoint, opening into its natural breakdown, each with its own error. */
export function endpointsContent(model: UsageModel): TreeContent {
  return {
    message: () => undefined,
    nodes: (lists, node) => (node ? breakdown(model, lists, node) : model.session ? endpointLines(model).map((line) => ({ kind: "endpoint", line })) : []),
  };
}

function breakdown(model: UsageModel, lists: PagedLists, node: TreeNode): readonly TreeNode[] {
  if (node.kind !== "endpoint") return [];
  const { source } = node.line;
  // The line that was painted may be older than what is known now.
  const { error } = endpointLine(model, source);
  const failed: readonly TreeNode[] = error ? [{ kind: "failure", error, list: source }] : [];
  const lines = sourceLines(model, source).map((line): TreeNode => ({ kind: "breakdown", source, line }));
  const empty: readonly TreeNode[] = lines.length === 0 && !error ? [{ kind: "note", text: "No usage in these days.", list: source }] : [];
  return [...failed, ...lists.page(source, lines), ...empty];
}
