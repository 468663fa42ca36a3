import * as vscode from "vscode";
import type { Disposable } from "../model/emitter.ts";
import { endpointLine, endpointLines, sourceLines } from "../model/treeData.ts";
import type { UsageModel } from "../model/usageModel.ts";
import { PagedLists } from "./pagedList.ts";
import { repaintOn } from "./repaint.ts";
import { treeItem } from "./treeItems.ts";
import type { TreeNode } from "./treeNode.ts";
import { viewDescription } from "./viewStatus.ts";

/** The view "Endpoints": costs and each usage endpoint, opening into its natural breakdown, each with its own error. */
export class EndpointsTree implements vscode.TreeDataProvider<TreeNode>, Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #model: UsageModel;
  readonly #lists = new PagedLists();
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #listening: Disposable;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(model: UsageModel) {
    this.#model = model;
    this.#view = vscode.window.createTreeView("openaiSpend.endpoints", { treeDataProvider: this, showCollapseAll: true });
    this.#listening = repaintOn(model, () => {
      this.#paint();
    });
    this.#paint();
  }

  dispose(): void {
    this.#listening.dispose();
    this.#view.dispose();
    this.#changed.dispose();
  }

  showMore(parent: string): void {
    this.#lists.showMore(parent);
    this.#changed.fire(undefined);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return treeItem(node);
  }

  getChildren(node?: TreeNode): TreeNode[] {
    if (node) return [...this.#below(node)];
    return this.#model.session ? endpointLines(this.#model).map((line) => ({ kind: "endpoint", line })) : [];
  }

  #below(node: TreeNode): readonly TreeNode[] {
    if (node.kind !== "endpoint") return [];
    const { source } = node.line;
    // The line that was painted may be older than what is known now.
    const { error } = endpointLine(this.#model, source);
    const failed: readonly TreeNode[] = error ? [{ kind: "failure", error, list: source }] : [];
    const lines = sourceLines(this.#model, source).map((line): TreeNode => ({ kind: "breakdown", source, line }));
    const empty: readonly TreeNode[] = lines.length === 0 && !error ? [{ kind: "note", text: "No usage in these days.", list: source }] : [];
    return [...failed, ...this.#lists.page(source, lines), ...empty];
  }

  #paint(): void {
    this.#view.description = viewDescription(this.#model);
    this.#changed.fire(undefined);
  }
}
