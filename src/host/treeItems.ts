import * as vscode from "vscode";
import { writeDigits } from "../domain/numberFormat.ts";
import { nothing, writeShare, writeShort, writeValue, writeWithUnit } from "../domain/measure.ts";
import { toText } from "../domain/decimal.ts";
import { formatUsdChange } from "../domain/money.ts";
import { shortened } from "../domain/plainText.ts";
import { remedy, remedyLabels } from "../model/statusText.ts";
import { sourceSpec } from "../domain/sources.ts";
import type { EndpointLine, TreeGroup } from "../model/treeData.ts";
import { remedyCommands } from "./remedyCommands.ts";
import type { TreeNode } from "./treeNode.ts";

/** How a line looks. Labels and tooltips are plain strings: VS Code renders neither Markdown nor icons in those. */
export function treeItem(node: TreeNode): vscode.TreeItem {
  switch (node.kind) {
    case "project":
      return groupItem(node.line, node.bound ? "boundProject" : node.kind, node.bound ? "pinned" : node.line.archived ? "archive" : "project", true, `project:${JSON.stringify(node.line.value)}`);
    case "lineItem":
      return groupItem(node.line, node.kind, "dash", false, `lineItem:${JSON.stringify([node.project, node.line.value])}`);
    case "breakdown":
      return groupItem(node.line, node.kind, "dash", false, `${node.source}:${JSON.stringify(node.line.value)}`);
    case "endpoint":
      return endpointItem(node.line);
    case "more": {
      const item = new vscode.TreeItem(`Show ${String(Math.min(node.left, 100))} more of ${String(node.left)}`);
      item.id = `more:${node.parent}:${String(node.left)}`;
      item.iconPath = new vscode.ThemeIcon("ellipsis");
      item.command = { command: "openaiSpend.showMore", title: "Show More", arguments: [node] };
      return item;
    }
    case "failure":
      return failureItem(node);
    case "note": {
      const item = new vscode.TreeItem(node.text);
      item.id = `note:${node.list}`;
      item.iconPath = new vscode.ThemeIcon("info");
      item.contextValue = "note";
      return item;
    }
  }
}

/** A click does what helps: retry, set a new key, check access. */
function failureItem({ error, list }: Extract<TreeNode, { kind: "failure" }>): vscode.TreeItem {
  const help = remedy(error);
  const item = new vscode.TreeItem(error.message);
  item.id = `failure:${list}`;
  item.tooltip = `${error.message}\n${remedyLabels[help]}`;
  item.iconPath = failureIcon;
  item.contextValue = "failed";
  item.command = { command: remedyCommands[help], title: remedyLabels[help] };
  item.accessibilityInformation = { label: `${error.message} ${remedyLabels[help]}` };
  return item;
}

/** Characters of a label: in a sidebar of usual width the number behind it must still be seen. An id says less than a name. */
const labelLength = { name: 22, id: 16 } as const;
const failureIcon = new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"));

function groupItem(line: TreeGroup, kind: string, icon: string, opens: boolean, id: string): vscode.TreeItem {
  const item = new vscode.TreeItem(shortened(line.name, isId(line) ? labelLength.id : labelLength.name), opens ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None);
  const value = writeShort(line.total, line.metric.unit);
  const change = line.change ? formatUsdChange(line.change) : undefined;
  item.id = id;
  item.description = [value, writeShare(line.share), ...(change === undefined ? [] : [change]), ...(line.archived ? ["archived"] : [])].join(" · ");
  item.iconPath = new vscode.ThemeIcon(icon);
  item.contextValue = kind === "project" && line.value === null ? "unattributed" : kind;
  const exact = line.total ? writeDigits(toText(line.total)) : nothing;
  item.tooltip = [
    line.name,
    ...(line.value !== null && line.value !== line.name ? [`Id: ${line.value.slice(0, 200)}`] : []),
    `${line.metric.label}: ${writeWithUnit(line.total, line.metric.unit)} (exactly ${exact})`,
    `Share: ${writeShare(line.share)}`,
    ...(change === undefined ? [] : [`Against the period before: ${change}`]),
    ...(kind === "boundProject" ? ["Bound to this workspace."] : []),
  ].join("\n");
  const said = [line.name, writeWithUnit(line.total, line.metric.unit), `${writeShare(line.share)} of the total`];
  const marks = [...(line.archived ? ["archived"] : []), ...(kind === "boundProject" ? ["bound to this workspace"] : [])];
  item.accessibilityInformation = { label: [...said, ...(change === undefined ? [] : [`${change} against the period before`]), ...marks].join(", ") };
  return item;
}

function endpointItem(line: EndpointLine): vscode.TreeItem {
  const { label } = sourceSpec(line.source);
  const opens = line.total !== undefined || line.error !== undefined;
  const item = new vscode.TreeItem(label, opens ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None);
  const value = line.total === undefined && line.loading ? "…" : writeShort(line.total, line.metric.unit);
  // Where nothing is known at all, "failed" says it; what a total lacks is said of totals.
  const days = (number: number, what: string): readonly string[] => (number > 0 && line.total !== undefined ? [`${String(number)} ${number === 1 ? "day" : "days"} ${what}`] : []);
  const lacks = [...days(line.missing, line.loading ? "loading" : "missing"), ...days(line.partial, "in part")];
  const state = line.error ? ["stale"] : [];
  item.id = `endpoint:${line.source}`;
  item.description = line.error && !line.total ? "failed" : [value, ...lacks, ...state].join(" · ");
  item.iconPath = line.error ? failureIcon : new vscode.ThemeIcon(line.source === "costs" ? "credit-card" : "pulse");
  item.contextValue = line.error ? "failedEndpoint" : "endpoint";
  item.tooltip = [
    label,
    `${line.metric.label}: ${writeValue(line.total, line.metric.unit)}`,
    ...(lacks.length > 0 ? [`The total is incomplete: ${lacks.join(", ")}.`] : []),
    ...(line.error ? [line.error.message] : []),
  ].join("\n");
  item.accessibilityInformation = { label: [label, line.loading && !line.total ? "loading" : writeWithUnit(line.total, line.metric.unit), ...lacks, ...(line.error ? [line.error.message] : [])].join(", ") };
  return item;
}

/** No name is known: the id stands for itself. Line items and models are what they are called. */
function isId({ dimension, value, name }: TreeGroup): boolean {
  return dimension.endsWith("_id") && value === name;
}
