import * as vscode from "vscode";
import { nothing, writeShare, writeShort, writeValue, writeWithUnit } from "../domain/measure.ts";
import { toText } from "../domain/decimal.ts";
import { formatUsdChange } from "../domain/money.ts";
import { shortened } from "../domain/plainText.ts";
import { sourceSpec } from "../domain/sources.ts";
import type { EndpointLine, TreeGroup } from "../model/treeData.ts";
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
    case "note":
      return noteItem(node);
  }
}

/** Characters of a label: in a sidebar of usual width the number behind it must still be seen. */
const labelLength = 24;

function groupItem(line: TreeGroup, kind: string, icon: string, opens: boolean, id: string): vscode.TreeItem {
  const item = new vscode.TreeItem(shortened(line.name, labelLength), opens ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None);
  const value = writeShort(line.total, line.metric.unit);
  const change = line.change ? formatUsdChange(line.change) : undefined;
  item.id = id;
  item.description = [value, writeShare(line.share), ...(change === undefined ? [] : [change]), ...(line.archived ? ["archived"] : [])].join(" · ");
  item.iconPath = new vscode.ThemeIcon(icon);
  item.contextValue = kind === "project" && line.value === null ? "unattributed" : kind;
  const exact = line.total ? toText(line.total) : nothing;
  item.tooltip = [
    line.name,
    ...(line.value !== null && line.value !== line.name ? [`Id: ${line.value.slice(0, 200)}`] : []),
    `${line.metric.label}: ${writeWithUnit(line.total, line.metric.unit)} (exactly ${exact})`,
    `Share: ${writeShare(line.share)}`,
    ...(change === undefined ? [] : [`Against the period before: ${change}`]),
  ].join("\n");
  const said = [line.name, writeWithUnit(line.total, line.metric.unit), `${writeShare(line.share)} of the total`];
  item.accessibilityInformation = { label: [...said, ...(change === undefined ? [] : [`${change} against the period before`]), ...(line.archived ? ["archived"] : [])].join(", ") };
  return item;
}

function endpointItem(line: EndpointLine): vscode.TreeItem {
  const { label } = sourceSpec(line.source);
  const opens = line.total !== undefined || line.error !== undefined;
  const item = new vscode.TreeItem(label, opens ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None);
  const value = line.total === undefined && line.loading ? "…" : writeShort(line.total, line.metric.unit);
  const lacks = line.missing > 0 && !line.loading ? [`${String(line.missing)} ${line.missing === 1 ? "day" : "days"} missing`] : [];
  const state = line.error ? (line.total ? ["stale"] : ["failed"]) : [];
  item.id = `endpoint:${line.source}`;
  item.description = [value, ...lacks, ...state].join(" · ");
  item.iconPath = line.error ? new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground")) : new vscode.ThemeIcon(line.source === "costs" ? "credit-card" : "pulse");
  item.contextValue = line.error ? "failedEndpoint" : "endpoint";
  item.tooltip = [
    label,
    `${line.metric.label}: ${writeValue(line.total, line.metric.unit)}`,
    ...lacks.map((text) => `The total lacks ${text.replace(" missing", "")}.`),
    ...(line.error ? [line.error.message] : []),
  ].join("\n");
  item.accessibilityInformation = { label: [label, line.loading ? "loading" : writeWithUnit(line.total, line.metric.unit), ...lacks, ...(line.error ? [line.error.message] : [])].join(", ") };
  return item;
}

function noteItem(node: Extract<TreeNode, { kind: "note" }>): vscode.TreeItem {
  const item = new vscode.TreeItem(node.text);
  item.id = `note:${node.source ?? ""}:${node.text.slice(0, 200)}`;
  item.tooltip = node.text;
  item.iconPath = node.failed ? new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground")) : new vscode.ThemeIcon("info");
  item.contextValue = node.failed ? "failed" : "note";
  return item;
}
