import type { TreeNode } from "./treeNode.ts";

/** Rows of a list shown at first, and added by each "Show more": VS Code's tree slows down with thousands. */
const step = 100;

/** How much of each long list is shown. */
export class PagedLists {
  readonly #shown = new Map<string, number>();

  showMore(parent: string): void {
    this.#shown.set(parent, this.#count(parent) + step);
  }

  /** The first rows of a list, and a line that stands for the rest. */
  page(parent: string, nodes: readonly TreeNode[]): readonly TreeNode[] {
    const count = this.#count(parent);
    if (nodes.length <= count) return nodes;
    return [...nodes.slice(0, count), { kind: "more", parent, left: nodes.length - count }];
  }

  #count(parent: string): number {
    return this.#shown.get(parent) ?? step;
  }
}
