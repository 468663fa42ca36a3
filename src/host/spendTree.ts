import * as vscode from "vscode";
import type { Disposable } from "../domain/emitter.ts";
import type { UsageModel } from "../model/usageModel.ts";
import { GivenRows } from "./givenRows.ts";
import { PagedLists } from "./pagedLists.ts";
import { repaintOn } from "./repaint.ts";
import { treeItem } from "./treeItems.ts";
import type { TreeNode } from "./treeNode.ts";
import { viewDescription } from "./viewStatus.ts";

/** What a view of the sidebar shows; everything else about it is the same for both. */
export interface TreeContent {
  /** The rows below `node`, or the first level where there is none. */
  readonly nodes: (lists: PagedLists, node: TreeNode | undefined) => readonly TreeNode[];
  /** The lines above the rows; none take no room. */
  readonly message: () => string | undefined;
}

/** A view of the sidebar: repaints with the model, and shows long lists a hundred at a time. */
export class SpendTree implements vscode.TreeDataProvider<TreeNode>, Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #model: UsageModel;
  readonly #content: TreeContent;
  readonly #lists = new PagedLists();
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #listening: Disposable;
  readonly #given = new GivenRows();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(id: "openaiSpend.projects" | "openaiSpend.endpoints", model: UsageModel, content: TreeContent) {
    this.#model = model;
    this.#content = content;
    this.#view = vscode.window.createTreeView(id, { treeDataProvider: this, showCollapseAll: true });
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
    this.#repaint();
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return treeItem(node);
  }

  getChildren(node?: TreeNode): TreeNode[] {
    const nodes = this.#content.nodes(this.#lists, node);
    this.#given.give(node, nodes);
    return [...nodes];
  }

  #paint(): void {
    this.#view.description = viewDescription(this.#model);
    // TreeView.message wants to be unset, not empty, to take no room; its type knows no undefined.
    Object.assign(this.#view, { message: this.#content.message() });
    // Of a tree out of sight VS Code asks nothing until it is seen.
    if (!this.#view.visible || !this.#given.stillHold((node) => this.#content.nodes(this.#lists, node))) this.#repaint();
  }

  #repaint(): void {
    this.#given.forget();
    this.#changed.fire(undefined);
  }
}
