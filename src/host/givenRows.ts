import { isDeepStrictEqual } from "node:util";
import type { TreeNode } from "./treeNode.ts";

/** The rows below `node`, or the first level where there is none. */
export type NodesBelow = (node: TreeNode | undefined) => readonly TreeNode[];

/**
 * Rows as VS Code was given them. It forgets all of a tree's rows when the tree is repainted and asks for them anew, and
 * what is chosen from a menu just then names a row it no longer knows. While a year is fetched the model changes many
 * times a second, the rows hardly ever: a tree is repainted only where they did.
 */
export class GivenRows {
  /** By the row they stand below; what was closed since is still looked at, until the next repaint. */
  readonly #given = new Map<TreeNode | undefined, readonly TreeNode[]>();

  give(parent: TreeNode | undefined, nodes: readonly TreeNode[]): void {
    this.#given.set(parent, nodes);
  }

  /** Whether all that was given is what would be given now; false where nothing was. */
  stillHold(nodesBelow: NodesBelow): boolean {
    return this.#given.size > 0 && [...this.#given].every(([parent, nodes]) => isDeepStrictEqual(nodes, nodesBelow(parent)));
  }

  forget(): void {
    this.#given.clear();
  }
}
