import type { SpendError } from "../domain/errors.ts";
import type { SourceId } from "../domain/sources.ts";
import type { EndpointLine, TreeGroup } from "../model/treeData.ts";
import type { ViewQuery } from "../domain/viewQuery.ts";

/** A line of the sidebar as commands get it: plain data that says what it stands for. */
export type TreeNode =
  | { readonly kind: "project"; readonly line: TreeGroup; readonly bound: boolean }
  | { readonly kind: "lineItem"; readonly line: TreeGroup; readonly project: string | null }
  | { readonly kind: "endpoint"; readonly line: EndpointLine }
  | { readonly kind: "breakdown"; readonly source: SourceId; readonly line: TreeGroup }
  /** Stands for what is not shown yet. `parent` names the list it ends. */
  | { readonly kind: "more"; readonly parent: string; readonly left: number }
  /** Why rows are missing or old; `list` names the list it stands in. */
  | { readonly kind: "failure"; readonly error: SpendError; readonly list: string }
  /** A sentence in place of rows: there are none. */
  | { readonly kind: "note"; readonly text: string; readonly list: string };

/** Whether a command was called on a line of the sidebar; from the palette it gets none. */
export function isTreeNode(value: unknown): value is TreeNode {
  return typeof value === "object" && value !== null && "kind" in value && typeof value.kind === "string" && Object.hasOwn(nodeKinds, value.kind);
}

const nodeKinds: Readonly<Record<TreeNode["kind"], true>> = { project: true, lineItem: true, endpoint: true, breakdown: true, more: true, failure: true, note: true };

/** The part of a dashboard's question that a line answers; `undefined` for lines that stand for no number. */
export function nodeQuery(node: TreeNode): Partial<ViewQuery> & Pick<ViewQuery, "source"> | undefined {
  switch (node.kind) {
    case "project":
      return { source: "costs", groupBy: "line_item", filters: { project_id: [node.line.value] } };
    case "lineItem":
      return { source: "costs", groupBy: "project_id", filters: { project_id: [node.project], line_item: [node.line.value] } };
    case "endpoint":
      return { source: node.line.source, filters: {} };
    case "breakdown":
      return { source: node.source, groupBy: node.line.dimension, filters: { [node.line.dimension]: [node.line.value] } };
    case "more":
    case "failure":
    case "note":
      return undefined;
  }
}
