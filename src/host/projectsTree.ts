import * as vscode from "vscode";
import type { Disposable } from "../model/emitter.ts";
import { errorFor } from "../model/seriesState.ts";
import { baseSeries } from "../model/session.ts";
import { lineItemLines, projectLines } from "../model/treeData.ts";
import type { UsageModel } from "../model/usageModel.ts";
import type { BoundProject } from "./boundProject.ts";
import { PagedLists } from "./pagedList.ts";
import { repaintOn } from "./repaint.ts";
import { treeItem } from "./treeItems.ts";
import type { TreeNode } from "./treeNode.ts";
import { viewDescription, viewMessage } from "./viewStatus.ts";

/** The view "Projects": projects by cost, each opening into its line items. */
export class ProjectsTree implements vscode.TreeDataProvider<TreeNode>, Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #model: UsageModel;
  readonly #bound: BoundProject;
  readonly #lists = new PagedLists();
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #listening: Disposable;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(model: UsageModel, bound: BoundProject) {
    this.#model = model;
    this.#bound = bound;
    this.#view = vscode.window.createTreeView("openaiSpend.projects", { treeDataProvider: this, showCollapseAll: true });
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

  getChildren(node?: TreeNode): readonly TreeNode[] & TreeNode[] {
    return [...(node ? this.#below(node) : this.#projects())];
  }

  #projects(): readonly TreeNode[] {
    const { session } = this.#model;
    if (!session) return []; // the welcome view speaks
    const bound = this.#bound.current;
    const lines = projectLines(this.#model);
    if (lines.length === 0) return this.#nothing();
    const nodes = lines.map((line): TreeNode => ({ kind: "project", line, bound: line.value !== null && line.value === bound }));
    // The workspace's own project stands first, wherever its cost would put it.
    const ordered = [...nodes.filter((node) => node.kind === "project" && node.bound), ...nodes.filter((node) => node.kind === "project" && !node.bound)];
    return this.#lists.page("projects", ordered);
  }

  /** No rows: still loading (the progress bar says so), failed, or truly nothing. */
  #nothing(): readonly TreeNode[] {
    const { session } = this.#model;
    const costs = baseSeries("costs");
    const state = session?.state(costs);
    const error = state && errorFor(state, this.#model.treeDays());
    if (error) return [{ kind: "failure", error, list: "projects" }];
    const asked = (session?.store.days(costs, this.#model.treeDays()).length ?? 0) > 0;
    return asked && state?.loading !== true ? [{ kind: "note", text: "No costs in these days.", list: "projects" }] : [];
  }

  #below(node: TreeNode): readonly TreeNode[] {
    if (node.kind !== "project") return [];
    const project = node.line.value;
    const lines = lineItemLines(this.#model, project);
    return this.#lists.page(`lineItems ${project ?? ""}`, lines.map((line) => ({ kind: "lineItem", line, project })));
  }

  #paint(): void {
    this.#view.description = viewDescription(this.#model);
    // TreeView.message wants to be unset, not empty, to take no room.
    Object.assign(this.#view, { message: viewMessage(this.#model) });
    this.#changed.fire(undefined);
  }
}
